"""The offer and its answer: any subset of sections, the names of the places, and what is refused."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.client import BROWSER, write_offer
from vcsession.media.answer import Local, Outlet, name_places, name_sources, write
from vcsession.media.rtp import AUDIO_LEVEL, RID, TRANSPORT_WIDE
from vcsession.media.sdp import MAX_OFFER, MAX_SECTIONS, BadOffer, fragment_ufrag, parse

LOCAL = Local(("192.0.2.7", "2001:db8::7"), 4000, "serverufrag", "s" * 24, ":".join(["AB"] * 32), False)


def answer(text: str) -> list[dict[str, list[str]]]:
    """The answer's sections: attribute name -> values; `m` is the media line."""
    offer = parse(text)
    outlets = {s.mid: Outlet(name, 100 + i, 200 + i) for i, (s, name) in enumerate(name_places(offer))}
    written = write(offer, LOCAL, outlets, {s.mid for s, _ in name_sources(offer)})
    sections = []
    for block in written.split("\r\nm=")[1:]:
        lines: dict[str, list[str]] = {"m": [block.split("\r\n")[0]]}
        for line in block.split("\r\n")[1:]:
            name, _, value = line.removeprefix("a=").partition(":")
            lines.setdefault(name, []).append(value)
        sections.append(lines)
    return sections


def test_places_are_named_in_order_and_sources_too() -> None:
    offer = parse(
        write_offer(
            ("send audio", "send video", "send video", *["receive audio"] * 6, *["receive video"] * 4)
        )
    )
    assert [name for _, name in name_sources(offer)] == ["microphone", "camera", "presentation"]
    assert [(s.kind, name) for s, name in name_places(offer)] == [
        ("audio", "floor"),
        ("audio", "interpretation"),
        ("audio", "voice-1"),
        ("audio", "voice-2"),
        ("audio", "voice-3"),
        ("audio", "voice-4"),
        ("video", "floor"),
        ("video", "presentation"),
        ("video", "tile-1"),
        ("video", "tile-2"),
    ]


def test_a_browser_is_answered_section_by_section() -> None:
    sections = answer(write_offer(BROWSER))
    assert [s["mid"] for s in sections] == [[str(i)] for i in range(len(BROWSER))]
    assert ["recvonly" in s for s in sections] == [True] * 2 + [False] * 10
    assert ["sendonly" in s for s in sections] == [False] * 2 + [True] * 10
    for section in sections:
        assert section["ice-ufrag"] == ["serverufrag"]
        assert section["setup"] == ["passive"]
        assert section["candidate"] == [
            "1 1 udp 2130706431 192.0.2.7 4000 typ host",
            "2 1 udp 2130706175 2001:db8::7 4000 typ host",
        ]
        assert not any("transport-cc" in value for value in section.get("rtcp-fb", []))


def test_the_floor_is_one_stream_and_every_track_its_own() -> None:
    msids = [s["msid"][0].split() for s in answer(write_offer(BROWSER)) if "msid" in s]
    assert [stream for stream, _ in msids].count("floor") == 2
    assert len({track for _, track in msids}) == len(msids)
    assert ["tile-3", "tile-3-video"] in msids


def test_the_primary_source_stands_before_its_resends() -> None:
    section = answer(write_offer(("receive video",)))[0]
    primary, resends = section["ssrc-group"][0].split()[1:]
    assert [line.split()[0] for line in section["ssrc"]] == [primary, resends]


@pytest.mark.parametrize(
    "sections",
    [
        ("send audio", "send video"),
        ("receive audio",),
        ("receive video", "receive audio"),
        ("send audio", "inactive video", "receive video"),
    ],
)
def test_any_subset_is_answered(sections: tuple[str, ...]) -> None:
    answered = answer(write_offer(sections))
    ways = {"send": "recvonly", "receive": "sendonly", "inactive": "inactive"}
    for asked, section in zip(sections, answered, strict=True):
        assert ways[asked.split()[0]] in section
        assert section["m"][0].split()[1] != "0"


def test_a_section_for_both_directions_counts_as_a_sending_one() -> None:
    assert "recvonly" in answer(write_offer(("sendrecv audio",)))[0]


def test_a_section_of_another_kind_is_refused_alone() -> None:
    data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:9\r\n"
    sections = answer(write_offer(("send audio",)) + data)
    assert [s["m"][0].split()[:2] for s in sections] == [["audio", "4000"], ["application", "0"]]


def test_an_unannounced_source_and_no_resends_are_fine() -> None:
    (section,) = parse(write_offer(("send video",), announce=False, rtx=False)).sections
    assert (section.ssrc, section.rtx_ssrc, section.codecs[0].rtx_type) == (None, None, None)
    (section,) = parse(write_offer(("send video",))).sections
    assert (section.ssrc, section.rtx_ssrc, section.codecs[0].rtx_type) == (0x2222, 0x3333, 97)


def test_three_layers_are_taken_as_they_are_offered() -> None:
    camera, screen = answer(write_offer(("send video", "send video"), layers=("q", "h", "f")))
    assert camera["simulcast"] == ["recv q;h;f"]
    assert camera["rid"] == ["q recv", "h recv", "f recv"]
    assert {uri.split(":")[-1] for uri in camera["extmap"]} >= {
        "mid",
        "rtp-stream-id",
        "repaired-rtp-stream-id",
    }
    assert "simulcast" not in screen
    assert "rid" not in screen


@pytest.mark.parametrize(
    "bend",
    [
        lambda o: o.replace("a=rid:h send\r\n", ""),
        lambda o: o.replace("send q;h;f", "send q;h;q"),
        lambda o: o.replace("send q;h;f", "recv q;h;f"),
        lambda o: o.replace("send q;h;f", "send"),
        lambda o: o.replace("send q;h;f", "send q"),
        lambda o: o.replace(RID, "urn:x"),
        lambda o: o.replace("VP8/90000", "H264/90000").replace(
            "=96\r", "=96\r\na=fmtp:96 packetization-mode=1\r"
        ),
    ],
)
def test_layers_that_cannot_be_told_apart_are_answered_as_one(bend: Callable[[str], str]) -> None:
    text = write_offer(("send video",), layers=("q", "h", "f"))
    assert bend(text) != text
    (section,) = answer(bend(text))
    assert "simulcast" not in section


def test_of_alternative_layers_the_first_is_taken_even_if_it_begins_paused() -> None:
    text = write_offer(("send video",), layers=("q", "h", "f")).replace("send q;h;f", "send ~q,h;f")
    assert parse(text).sections[0].rids == ("q", "f")


def test_a_receiver_gets_both_codecs_in_every_place_and_a_publisher_sends_one() -> None:
    sent, received = answer(write_offer(("send video", "receive video"), codecs=("H264", "VP8")))
    assert sent["rtpmap"] == ["96 VP8/90000", "97 rtx/90000"]
    assert received["rtpmap"] == ["96 VP8/90000", "97 rtx/90000", "102 H264/90000", "103 rtx/90000"]
    assert "102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f" in received["fmtp"]
    (encoder,) = answer(write_offer(("send video",), codecs=("H264",)))
    assert encoder["rtpmap"] == ["102 H264/90000", "103 rtx/90000"]


def test_of_several_h264_the_one_that_can_be_cut_in_fragments_is_taken() -> None:
    text = write_offer(("send video",), codecs=("H264",), rtx=False)
    assert "packetization-mode=1" in text
    with pytest.raises(BadOffer):
        parse(text.replace("packetization-mode=1", "packetization-mode=0"))
    for first, second in (("42001f", "42e01f"), ("42e01f", "42001f")):
        both = text.replace("SAVPF 102", "SAVPF 102 104").replace("42e01f", first)
        both += f"a=rtpmap:104 H264/90000\r\na=fmtp:104 packetization-mode=1;profile-level-id={second}\r\n"
        assert parse(both).sections[0].codecs[0].profile == "42e01f"


def test_a_publisher_is_promised_transport_wide_feedback_or_a_bandwidth_never_both() -> None:
    for offered, agreed in ((True, "transport-cc"), (False, "goog-remb")):
        sound, picture, place = answer(
            write_offer(("send audio", "send video", "receive video"), transport=offered)
        )
        assert [f.split()[1] for f in picture["rtcp-fb"] if "nack" not in f] == [agreed]
        assert any(TRANSPORT_WIDE in e for e in picture["extmap"]) is offered
        assert any(AUDIO_LEVEL in e for e in sound["extmap"])
        assert [f.split()[1] for f in place["rtcp-fb"] if "nack" not in f] == ["goog-remb"]


def test_a_client_that_waits_is_called() -> None:
    assert parse(write_offer(BROWSER).replace("actpass", "passive")).active
    assert not parse(write_offer(BROWSER).replace("actpass", "active")).active


def test_transport_lines_may_stand_above_the_sections() -> None:
    text = write_offer(("send audio",))
    lines = re.findall(r"a=(?:ice-ufrag|ice-pwd|fingerprint|setup)\S*[^\r]*\r\n", text)
    for line in lines:
        text = text.replace(line, "")
    head, section = text.split("m=", 1)
    assert parse(head + "".join(lines) + "m=" + section).ufrag == "abcd"


GOOD = write_offer(BROWSER)
BAD: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "not SDP": lambda _: "hello",
    "a line without a type": lambda o: o + "nonsense\r\n",
    "no sections": lambda o: o.split("m=")[0],
    "too large": lambda o: o + "a=x:" + "y" * MAX_OFFER + "\r\n",
    "large in bytes only": lambda o: o + "a=x:" + "я" * (MAX_OFFER // 2) + "\r\n",
    "one section too many": lambda _: write_offer(("receive audio",) * (MAX_SECTIONS + 1)),
    "65 ssrc lines": lambda o: o + "".join(f"a=ssrc:{n} cname:x\r\n" for n in range(65)),
    "two sections with one mid": lambda o: o.replace("a=mid:3", "a=mid:2"),
    "no bundle": lambda o: re.sub(r"a=group:BUNDLE[^\r]*", "a=group:LS 0 1", o),
    "a section outside the bundle": lambda o: o.replace("BUNDLE 0 1 ", "BUNDLE 0 "),
    "no rtcp-mux": lambda o: o.replace("a=rtcp-mux\r\n", "", 1),
    "no ufrag": lambda o: o.replace("a=ice-ufrag:abcd\r\n", ""),
    "a ufrag that is none": lambda o: o.replace("ice-ufrag:abcd", "ice-ufrag:a b\x00d"),
    "no fingerprint": lambda o: o.replace("a=fingerprint:sha-256", "a=fingerprint:md5"),
    "a fingerprint that is none": lambda o: re.sub(r"(a=fingerprint:sha-256 )\S+", r"\1XY:Z", o),
    "an unknown role": lambda o: o.replace("a=setup:actpass", "a=setup:boss"),
    "no Opus": lambda o: o.replace("opus/48000", "PCMU/8000"),
    "neither VP8 nor an H264 that we take": lambda o: o.replace("VP8/90000", "H264/90000"),
    "a payload type beside RTCP": lambda o: o.replace("RTP/SAVPF 111", "RTP/SAVPF 72").replace(
        ":111 ", ":72 "
    ),
    "a payload type that is no number": lambda o: o.replace("RTP/SAVPF 111", "RTP/SAVPF x").replace(
        ":111 ", ":x "
    ),
    "a mid that breaks the line": lambda o: o.replace("a=mid:0", "a=mid:0 a=x"),
    "an extension id out of range": lambda o: o.replace("a=extmap:4 ", "a=extmap:4096 "),
    "an extension without a name": lambda o: re.sub(r"a=extmap:4 [^\r]*", "a=extmap:4", o),
    "an SSRC too large": lambda o: o.replace("a=ssrc:4369 ", f"a=ssrc:{1 << 32} "),
    "an SSRC that is no number": lambda o: o.replace("a=ssrc:4369 ", "a=ssrc:x "),
    "a port that is no number": lambda o: o.replace("m=audio 9 ", "m=audio x "),
    "no formats": lambda o: o.replace("m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio 9"),
    "a lone surrogate": lambda o: o + "a=x:\udc80\r\n",
}


@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_offer_is_refused_in_a_sentence(wrong: str) -> None:
    text = BAD[wrong](GOOD)
    assert text != GOOD
    with pytest.raises(BadOffer, match=r"^[A-Z].*\.$"):
        parse(text)


def test_their_good_twin_is_answered() -> None:
    assert len(parse(GOOD).sections) == len(BROWSER)
    assert len(parse(GOOD.replace("\r\n", "\n")).sections) == len(BROWSER)


def test_the_fullest_offer_is_answered() -> None:
    filler = "".join(f"a=ssrc:{n} cname:x\r\n" for n in range(62))
    text = write_offer(("send video",) * 40).replace("a=sendonly\r\n", "a=sendonly\r\n" + filler)
    assert len(text) < MAX_OFFER
    assert len(answer(text)) == 40


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("am=v0:;/ \n19ufragice-audvideoBUNDLE"), max_size=300))
def test_any_text_is_an_offer_or_a_bad_one(text: str) -> None:
    with contextlib.suppress(BadOffer):
        parse("v=0\n" + text)


@settings(deadline=None)
@given(st.data())
def test_an_offer_cut_and_stirred_is_an_offer_or_a_bad_one(data: st.DataObject) -> None:
    lines = GOOD.split("\r\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["drop", "twice", "cut", "swap"]))
        if what == "drop":
            del lines[at]
        elif what == "twice":
            lines.insert(at, lines[at])
        elif what == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, 20))]
        else:
            lines[at], lines[0] = lines[0], lines[at]
        if not lines:
            break
    with contextlib.suppress(BadOffer):
        offer = parse("\r\n".join(lines))
        assert write(offer, LOCAL, {}, ()).startswith("v=0")


def test_the_ufrag_of_a_fragment() -> None:
    assert fragment_ufrag("a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n") == "EsAw"
    for wrong in ("", "a=ice-ufrag:", "a=ice-ufrag:a b", "a=x:" + "y" * 20_000 + "\r\na=ice-ufrag:EsAw"):
        with pytest.raises(BadOffer):
            fragment_ufrag(wrong)
