"""Dates, times, plural forms and enumerations, as a protocol writes them in each language.

Own tables, since CLDR has no Tajik months or plurals, American dates for English, and ranges with
abbreviated months (`domain.md` 4.4).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date as Day
from datetime import datetime, time, tzinfo


class Grammar(ABC):
    """One language's way of writing."""

    code: str
    months: tuple[str, ...]
    and_: str
    time_separator: str

    @abstractmethod
    def plural(self, count: int, *forms: str) -> str:
        """The form that goes with the count; the forms in the order of the language's rules."""

    @abstractmethod
    def date(self, day: Day) -> str:
        """ "8 July 2020"."""

    @abstractmethod
    def date_range(self, first: Day, last: Day) -> str:
        """ "7–8 July 2020"."""

    @abstractmethod
    def at(self, moment: datetime, day: Day | None) -> str:
        """ "at 10:05", with the date before it where the day is not the one that the reader has in mind."""

    @abstractmethod
    def span(self, since: datetime, until: datetime, day: Day | None) -> str:
        """ "from 11:05 to 11:30"."""

    def time(self, moment: time | datetime) -> str:
        return f"{moment:%H}{self.time_separator}{moment:%M}"

    def listing(self, words: Sequence[str], separator: str = ", ") -> str:
        """ "A, B and C"."""
        if len(words) < 2:
            return "".join(words)
        return f"{separator.join(words[:-1])} {self.and_} {words[-1]}"

    def _day_month(self, day: Day) -> str:
        return f"{day.day} {self.months[day.month - 1]}"


class English(Grammar):
    code = "en"
    months = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip
    and_ = "and"
    time_separator = ":"

    def plural(self, count: int, *forms: str) -> str:
        one, other = forms
        return one if count == 1 else other

    def date(self, day: Day) -> str:
        return f"{self._day_month(day)} {day.year}"

    def date_range(self, first: Day, last: Day) -> str:
        if first == last:
            return self.date(first)
        if first.year != last.year:
            return f"{self.date(first)} – {self.date(last)}"
        if first.month != last.month:
            return f"{self._day_month(first)} – {self.date(last)}"
        return f"{first.day}–{self.date(last)}"

    def at(self, moment: datetime, day: Day | None) -> str:
        if moment.date() == day:
            return f"at {self.time(moment)}"
        return f"on {self.date(moment)} at {self.time(moment)}"

    def span(self, since: datetime, until: datetime, day: Day | None) -> str:
        if since.date() == until.date() == day:
            return f"from {self.time(since)} to {self.time(until)}"
        return f"from {self.time(since)} on {self.date(since)} to {self.time(until)} on {self.date(until)}"


class Russian(Grammar):
    code = "ru"
    months = (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    )  # fmt: skip
    and_ = "и"
    time_separator = "."

    def plural(self, count: int, *forms: str) -> str:
        one, few, many = forms
        if count % 10 == 1 and count % 100 != 11:
            return one
        if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
            return few
        return many

    def date(self, day: Day) -> str:
        return f"{self._day_month(day)} {day.year} г."

    def date_range(self, first: Day, last: Day) -> str:
        if first == last:
            return self.date(first)
        if first.year != last.year:
            return f"{self._day_month(first)} {first.year} года – {self._day_month(last)} {last.year} года"
        if first.month != last.month:
            return f"{self._day_month(first)} – {self._day_month(last)} {last.year} года"
        return f"{first.day}–{self._day_month(last)} {last.year} года"

    def at(self, moment: datetime, day: Day | None) -> str:
        if moment.date() == day:
            return f"в {self.time(moment)}"
        return f"{self.date(moment)} в {self.time(moment)}"

    def span(self, since: datetime, until: datetime, day: Day | None) -> str:
        if since.date() == until.date() == day:
            return f"с {self.time(since)} до {self.time(until)}"
        return f"с {self.time(since)} {self.date(since)} до {self.time(until)} {self.date(until)}"


GRAMMARS: dict[str, Grammar] = {grammar.code: grammar for grammar in (English(), Russian())}


def offset(zone: tzinfo, day: Day) -> str:
    """The zone's distance from UTC at noon of that day: "UTC+3", "UTC+5:30"."""
    delta = datetime.combine(day, time(12), zone).utcoffset()
    minutes = 0 if delta is None else int(delta.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
