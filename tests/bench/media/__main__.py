"""The plane beside Debian's Janus, turn by turn, everybody to everybody; then the price of each part.

    python -m tests.bench.media --sfuload DIR [--python PROGRAM] [-n 3 6 10 20] [--turns 5]

Each of n participants sends sound (50 packets a second, 80 bytes) and a picture (150 a second, 1,100 bytes)
and receives everybody else, under the same SRTP profile on both servers. The load comes from `sfuload`, which
shares no code with the plane (its path also from $SFULOAD); --python is an interpreter with its libraries.
CPU is user and system time of the server's process for each packet that receivers counted; delay is from the
sender's clock to the receiver's kernel. Without sfuload only the parts are measured.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from tests.bench.media import parts
from tests.bench.media.beside import Load, compare


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.bench.media")
    words.add_argument("--sfuload", type=Path, default=os.environ.get("SFULOAD"))
    words.add_argument("--python", default=os.environ.get("SFULOAD_PYTHON", "python3"))
    words.add_argument("-n", type=int, nargs="*", default=[3, 6, 10, 20], help="participants")
    words.add_argument("--turns", type=int, default=5)
    words.add_argument("--seconds", type=float, default=6.0, help="length of one measured window")
    words.add_argument("--joins", type=int, default=5, help="newcomers in each turn at the first n; 0: none")
    words.add_argument("--profile", default="SRTP_AEAD_AES_128_GCM")
    told = words.parse_args()
    if told.sfuload is None:
        print("No --sfuload: nothing is put beside Janus.")
    else:
        load = Load(told.sfuload, told.python, told.profile, told.seconds)
        asyncio.run(compare(load, told.n, told.turns, told.joins))
    asyncio.run(parts.main())


if __name__ == "__main__":
    main()
