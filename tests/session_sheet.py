"""A small session file that has every part of one, to be changed and read."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

import pytest
from ruamel.yaml import YAML

from vcsession.convene import BadSessionFile, parse_session
from vcsession.core.convocation import Convocation

# Small, so that a hundred of them are read in a moment; yet every part of a session file is in it.
SHEET = """\
id: round-2
symbol: JS/R/2
kind: consultations
ordinal: 2
previous: round-1
organisation: {en: Organization, ru: Организация}
subject:
  kind: plan
  name: {en: plan, ru: план}
  year: 2021
  forces: {en: forces, ru: силы}
  purpose: {en: to train, ru: отработка}
  location: {en: range, ru: полигон}
  host_state: FIN
title: {en: Second consultations, ru: Вторые консультации}
purpose: {en: To finalize, ru: Завершить}
date_from: 2021-03-27
date_to: 2021-03-28
time_zone: Europe/Helsinki
venue: {en: Joint Staff, ru: Объединенный штаб}
mode: remote
host_body: {en: Staff, ru: Штаб}
languages:
  working: [ru, en]
  authentic: ru
  interpreted: [en]
legal_basis:
  - instrument: {en: Regulation, ru: Положение}
    approving_act: {en: Decision, ru: Решение}
    approving_body: {en: Council, ru: Совет}
    date: 2019-11-28
overall_lead: {title: {en: Lead, ru: Руководитель}, rank: {en: General, ru: генерал}}
delegations:
  - code: FIN
    kind: member_state
    official: {en: Republic of Finland, ru: Финляндская Республика}
    short: {en: Finland, ru: Финляндия}
    of: {en: Finland, ru: Финляндии}
    represents: [{en: Ministry, ru: Министерство}]
    head: {title: {en: Head of FIN, ru: Глава FIN}}
    members:
      - post: {title: {en: Expert, ru: Эксперт}}
        mandate: false
    time_zone: Europe/Mariehamn
  - code: EST
    kind: member_state
    official: {en: Republic of Estonia, ru: Эстонская Республика}
    short: {en: Estonia, ru: Эстония}
    of: {en: Estonia, ru: Эстонии}
    represents: [{en: Ministry of EST, ru: Министерство EST}]
    head: {title: {en: Head of EST, ru: Глава EST}}
    time_zone: Europe/Tallinn
  - code: SEC
    kind: organ
    official: {en: Secretariat, ru: Секретариат}
    short: {en: Sec., ru: Секр.}
    of: {en: the Secretariat, ru: Секретариата}
    represents: []
    head: {title: {en: Head of SEC, ru: Глава SEC}}
    time_zone: Europe/Riga
    speaks: en
    rights: {may_speak: true}
    items: [2]
officers:
  chair: {title: {en: Chair, ru: Председатель}}
  deputies: [{title: {en: Deputy, ru: Заместитель}}]
  secretaries: [{title: {en: Secretary, ru: Секретарь}}]
  interpreters: [{into: en, out_of: ru}]
sittings:
  - {number: 1, opens_at: 2021-03-27 10:00}
  - {number: 2, opens_at: 2021-03-28 10:00}
agenda:
  - {number: 1, title: {en: One, ru: Один}, rapporteur: {en: Staff, ru: Штаб}, minutes: 60}
  - number: 2
    title: {en: Two, ru: Два}
    rapporteur: {en: Council, ru: Совет}
    minutes: 45
    documents: [R/WD.2]
documents:
  - {symbol: R/WD.1, title: {en: Draft plan, ru: Проект плана}}
  - {symbol: R/WD.2, title: {en: Note, ru: Записка}}
draft:
  symbol: R/WD.1
  title: {en: Draft plan, ru: Проект плана}
  rows:
    - path: 1
      title: {en: First, ru: Первое}
      cells:
        - {path: 1.date, kind: date, text: {en: in May, ru: в мае}}
        - {path: 1.venue, kind: venue, text: {en: by the lake, ru: у озера}}
    - path: 2
      title: {en: Second, ru: Второе}
      cells: [{path: 2.text, kind: paragraph, text: {en: Later., ru: Позже.}}]
proposals:
  - number: FIN/1
    delegation: FIN
    kind: comment
    unit: 1.date
    received: 2021-03-20
    text: {en: Too early., ru: Слишком рано.}
  - {number: SEC/1, delegation: SEC, kind: comment, unit: 2.text, received: 2021-03-21, text: {en: A, ru: Б}}
rules:
  quorum_open: {form: number, number: 2}
  quorum_decide: {form: fraction, numerator: 2, denominator: 3}
  chair_grace_s: 30
  succession_timeout_s: 90
  objection_window_s: 20
  speech_limits: {reply: 60}
  vote: {numerator: 1, denominator: 2, constant: 1, of: voting}
"""


def mutated(old: str, new: str) -> str:
    assert SHEET.count(old) == 1, f"{old!r} must stand once in the sheet"
    return SHEET.replace(old, new)


def line_of(text: str, part: str) -> int:
    assert text.count(part) == 1, f"{part!r} must stand once"
    return text.count("\n", 0, text.index(part)) + 1


def refusal(text: str) -> BadSessionFile:
    with pytest.raises(BadSessionFile) as caught:
        parse_session(text, "sheet.yaml")
    return caught.value


def plain(text: str) -> Any:
    """The sheet as JSON has it: all scalars text, which from_json takes for numbers too."""
    return json.loads(_json(text))


@functools.cache
def _json(text: str) -> str:
    return json.dumps(YAML(typ="base", pure=True).load(text))


def outcome(read: Callable[[], Convocation]) -> Convocation | BadSessionFile:
    try:
        return read()
    except BadSessionFile as error:
        return error
