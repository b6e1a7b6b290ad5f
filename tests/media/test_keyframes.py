"""When a layer is asked for a keyframe, told as timelines. `!` marks a request that goes out."""

from __future__ import annotations

import pytest

from vcsession.media.keyframes import KeyframeRequests


def play(timeline: str) -> str:
    """Each word is `time:event`, in milliseconds: m(ove), w(anted), d(ue?), k(eyframe arrives)."""
    requests = KeyframeRequests()
    sent = []
    for word in timeline.split():
        at, event = word.split(":")
        now = int(at) / 1000
        if event == "k":
            requests.arrived()
        elif {"m": requests.moved, "w": requests.wanted, "d": requests.due}[event](now):
            sent.append(f"{at}!")
    return " ".join(sent)


@pytest.mark.parametrize(
    ("timeline", "sent"),
    [
        # The first one goes out at once, whatever it is for.
        ("0:m", "0!"),
        ("0:w", "0!"),
        # A move goes out at once, also inside the 500 ms.
        ("0:m 80:k 100:m 180:k 300:m", "0! 100! 300!"),
        ("0:w 80:k 100:m", "0! 100!"),
        # Ten places moved together are one request: its keyframe serves them all.
        ("0:m 1:m 2:m 3:m", "0!"),
        # One on its way serves a later move too, unless it seems lost.
        ("0:m 150:m", "0!"),
        ("0:m 250:m", "0! 250!"),
        # A receiver's request inside the 500 ms is deferred, not dropped.
        ("0:w 80:k 100:w 400:d 499:d 500:d 600:d", "0! 500!"),
        # Many of them are still one.
        ("0:w 80:k 100:w 200:w 300:w 500:d 550:d 900:d", "0! 500!"),
        # A keyframe that came meanwhile is what the deferred one wanted.
        ("0:w 100:w 200:k 500:d", "0!"),
        # No keyframe came: whoever waits asks again, later and later.
        ("0:m 100:w 500:d 600:w 1000:d 1499:d 1500:d", "0! 500! 1500!"),
        ("0:w 500:w 1500:w 3000:w 3500:w 5400:w 5500:w", "0! 500! 1500! 3500! 5500!"),
        # And as soon as before once one has come.
        ("0:w 500:w 1500:w 1600:k 1700:w 2000:d 2100:w 2499:d 2500:k 2600:w", "0! 500! 1500! 2000! 2600!"),
        # Nothing wanted, nothing due.
        ("0:m 80:k 500:d 1000:d", "0!"),
        # A move counts for the interval of the requests after it.
        ("0:m 80:k 450:m 520:k 600:w 900:d 960:d", "0! 450! 960!"),
    ],
)
def test_timeline(timeline: str, sent: str) -> None:
    assert play(timeline) == sent
