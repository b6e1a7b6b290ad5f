"""What is wrong with a session file, in Russian: for whoever fills in the form.

The reader and the core word each fault once, in English (`convene`, `core.coherence`, the matter `amending`);
a test holds this table to all of their sentences.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_RUSSIAN: Final[dict[str, str]] = {
    "this field is missing.": "это поле не заполнено.",
    "this field is empty.": "это поле не заполнено.",
    "this must be a group of fields.": "здесь должна быть группа полей.",
    "this must be a list.": "здесь должен быть список.",
    "this must be words by language, such as {}.": "здесь должны быть слова по языкам, например {}.",
    "this must be text.": "здесь должен быть текст.",
    "{} is not a whole number.": "{} — не целое число.",
    "{} is neither true nor false.": "{} — не «да» и не «нет».",
    "{} is not a date, such as 2020-07-07.": "{} — не дата, например 2020-07-07.",
    "{} is not a time, such as 2020-07-07 10:00.": "{} — не время, например 2020-07-07 10:00.",
    "{} is not a local time without an offset, such as 2020-07-07 10:00.": (
        "{} — не местное время без смещения, например 2020-07-07 10:00."
    ),
    "{} is not a time with its offset, such as 2020-07-07T10:43:00Z.": (
        "{} — не время со смещением, например 2020-07-07T10:43:00Z."
    ),
    "this must be {}, not {}.": "здесь должно стоять {}, а не {}.",
    'there is no such field; did you mean "{}"?': "такого поля нет; может быть, «{}»?",
    "there is no such field.": "такого поля нет.",
    "the fields of a session are missing.": "полей сессии нет.",
    "the file cannot be read ({}).": "файл не читается ({}).",
    "the text is not UTF-8.": "текст не в кодировке UTF-8.",
    "this is not YAML: {}.": "это не YAML: {}.",
    "there is a second document here.": "здесь начинается второй документ.",
    "anchors and aliases are not read here.": "якоря и ссылки здесь не читаются.",
    "tags are not read here.": "теги здесь не читаются.",
    "this is given twice, first in line {}.": "это дано дважды, впервые в строке {}.",
    "a session file has at most {} KB.": "файл сессии — не больше {} КБ.",
    "a session file has at most {} fields.": "в файле сессии не больше {} полей.",
    "a list has at most {} entries.": "в списке не больше {} строк.",
    "this is nested too deep.": "вложено слишком глубоко.",
    "the name of a field has 1 to {} characters.": "в имени поля от 1 до {} знаков.",
    "a text has at most {} characters.": "в тексте не больше {} знаков.",
    "there is a control character in the text.": "в тексте есть управляющий знак.",
    "the clocks of {} leap over this time.": "часы пояса {} перескакивают через это время.",
    '"{}" has not the form of an id, such as "{}".': "«{}» не имеет вида идентификатора, например «{}».",
    '"{}" has not the form of a symbol, such as "{}".': "«{}» не имеет вида обозначения, например «{}».",
    '"{}" has not the form of a code, such as "{}".': "«{}» не имеет вида кода, например «{}».",
    '"{}" has not the form of a number, such as "{}".': "«{}» не имеет вида номера, например «{}».",
    '"{}" has not the form of a path, such as "{}" or "{}".': "«{}» не имеет вида пути, как «{}» или «{}».",
    '"{}" has not the form of "{}/1".': "«{}» не имеет вида «{}/1».",
    '"{}" is given twice.': "«{}» дано дважды.",
    "a session cannot follow itself.": "сессия не может следовать за самой собой.",
    "a session needs a legal basis.": "сессии нужно правовое основание.",
    '"{}" is not a language known here ({}).': "язык «{}» здесь неизвестен ({}).",
    '"{}" is not a language known here.': "язык «{}» здесь неизвестен.",
    '"{}" is not a working language.': "«{}» — не рабочий язык.",
    '"{}" is neither a working nor an interpreted language.': "«{}» — не рабочий язык и не язык перевода.",
    '"{}" is not interpreted.': "на «{}» не переводят.",
    "a booth works between two languages.": "кабина переводит между двумя языками.",
    'no interpreter works into "{}".': "на «{}» никто не переводит.",
    'the words in "{}" are missing.': "нет слов на языке «{}».",
    "the words are missing.": "слов нет.",
    "a short name has at most {} letters, to fit on a plate.": "в кратком имени не больше {} букв.",
    "{} is before {}, the first day.": "{} раньше первого дня, {}.",
    '"{}" is not a time zone; did you mean "{}"?': "«{}» — не часовой пояс; может быть, «{}»?",
    '"{}" is not a time zone.': "«{}» — не часовой пояс.",
    "a session needs at least one sitting.": "сессии нужно хотя бы одно заседание.",
    "{} is not within {} to {}, the states entitled.": "{} — не от {} до {}, числа имеющих право государств.",
    "{} is not within {} to the denominator.": "{} — не от {} до знаменателя.",
    "{} is not within {} to {}.": "{} — не в пределах от {} до {}.",
    "a sitting opens after the one before it.": "заседание открывается после предыдущего.",
    "a session needs at least one member state.": "сессии нужно хотя бы одно государство-член.",
    "no member state counts for the quorum.": "ни одно государство-член не входит в кворум.",
    "a member state names the departments it speaks for.": "государство-член называет свои ведомства.",
    "a member state takes part in every item.": "государство-член участвует во всех вопросах.",
    'the agenda has no item "{}".': "в повестке нет вопроса «{}».",
    "only a member state counts for the quorum.": "в кворум входит только государство-член.",
    "only a member state may block a decision.": "заблокировать решение может только государство-член.",
    "a session needs at least one deputy of the chair.": "сессии нужен заместитель председателя.",
    "a session needs at least one secretary.": "сессии нужен секретарь.",
    '"{}" is the name of an office.': "«{}» — название должности.",
    "a session has at most {} seats.": "в сессии не больше {} мест.",
    "a session needs at least one item on its agenda.": "в повестке нужен хотя бы один вопрос.",
    '"{}" is not among the documents; did you mean "{}"?': "документа «{}» нет; может быть, «{}»?",
    '"{}" is not among the documents.': "документа «{}» нет.",
    "{} is registered under another title.": "{} зарегистрирован под другим названием.",
    "a draft needs at least one row.": "в проекте нужна хотя бы одна строка.",
    "a row needs at least one cell.": "в строке нужна хотя бы одна ячейка.",
    '"{}" is not among the delegations; did you mean "{}"?': "делегации «{}» нет; может быть, «{}»?",
    '"{}" is not among the delegations.': "делегации «{}» нет.",
    '"{}" has no right to propose.': "«{}» не имеет права предложений.",
    '"{}" is no cell of the draft; did you mean "{}"?': "в проекте нет ячейки «{}»; может быть, «{}»?",
    '"{}" is no cell of the draft.': "в проекте нет ячейки «{}».",
    "{} is after the session's last day.": "{} позже последнего дня сессии.",
    "decisions and reservations of a former round need its id here.": (
        "решениям и оговоркам прошлого раунда нужен его идентификатор."
    ),
    "this time needs its offset from UTC.": "этому времени нужно смещение от UTC.",
    "nobody is left to confirm it.": "подтверждать это некому.",
    "an agreed unit stands in no brackets.": "согласованная часть не стоит в скобках.",
    "the chair's grace ends before the succession times out.": "льгота председателя короче срока замены.",
    "the fraction is not between 0 and 1.": "дробь не между 0 и 1.",
    # of an amendment
    "this stays as it was convened": "это остается, как при созыве",
    "times with their offset from UTC": "время — со смещением от UTC",
    "sitting {} was scheduled beside the file": "заседание {} назначено помимо файла",
    "a sitting opens after the one before it": "заседание открывается после предыдущего",
    "sitting {} is not within the session's days": "заседание {} не в дни сессии",
    "the seat {} stays as it was issued; revoke it instead": "место {} уже выдано; его можно отозвать",
    "the seat {} was issued beside the file": "место {} выдано помимо файла",
}


def in_russian(sentence: str) -> str:
    """The sentence about a session file; a sentence that is not known here stays in English."""
    for form, russian in _forms():
        if found := form.fullmatch(sentence):
            return russian.format(*found.groups())
    return sentence


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The longest first, so that a sentence is not taken for a shorter one with a long word in it."""
    ordered = sorted(_RUSSIAN.items(), key=lambda entry: -len(entry[0]))
    return tuple(
        (re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL), russian)
        for english, russian in ordered
    )
