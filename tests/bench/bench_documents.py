"""How long a long protocol takes: 600 interventions, 180 decisions, a text of 260 units.

    python -m tests.bench.bench_documents

Prints the seconds of each format, by the clock and of work, and the pages of the PDF (target: 120 in 2 s).
"""

from __future__ import annotations

import io
import time
from typing import get_args

import pypdf

from tests.documents.long import long_round
from tests.documents.round import record
from vcsession.documents import Format, minutes


def main() -> None:
    made = long_round()
    minutes(record(), format="pdf", language="ru")  # fonts and templates are loaded once
    for format in get_args(Format):
        begun, worked = time.perf_counter(), time.process_time()
        data = minutes(made, format=format, language="ru").data
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        pages = f", {len(pypdf.PdfReader(io.BytesIO(data)).pages)} pages" if format == "pdf" else ""
        print(f"{format:5} {seconds:6.2f} s ({worked:.2f} s of a core), {len(data) / 1024:8.0f} KiB{pages}")


if __name__ == "__main__":
    main()
