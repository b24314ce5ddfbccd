"""How far a thing is, as news has it: 'X has wrapped filming', 'shooting of X starts in March 2027'.

Such a sentence names no value; the relation's ``stages`` say which words come to which one. What stands around them is
the thing, and behind it perhaps a place or a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from bot.facts.dates import read_date
from bot.facts.reading import Plain
from bot.facts.text import Word, clean, normalise, words
from bot.facts.vocabulary import OF, Relation, Stage
from bot.language.blocks import rows
from bot.language.lexicon import Lexicon
from bot.language.words import verb_forms


@dataclass(frozen=True, slots=True)
class Staged:
    """What a sentence comes to: the ``value`` of a relation, for what it calls ``of``, which is of these kinds.

    ``agent`` is who does it, where somebody is said to. ``strange`` is what stands behind and is neither place nor day.
    ``said`` is how many words the stage itself has.
    """

    relation: str
    of: str
    kinds: tuple[str, ...]
    value: str
    strange: str
    said: int
    agent: str = ""


class _Span(NamedTuple):
    """Words [start, end) of a sentence; ``present`` if they are a verb in the present tense."""

    start: int
    end: int
    present: bool = False


class StageReader:
    """Reads sentences with the stages of some relations, in one language."""

    def __init__(self, relations: Collection[Relation], language: Mapping[str, Plain], lexicon: Lexicon) -> None:
        telling = cast(Mapping[str, Sequence[str]], language["telling"])
        small = lexicon.function_words
        self._where = frozenset(map(normalise, telling["where_when"]))
        self._future = {normalise(str(telling["future"]))}
        self._before = small.prepositions | small.articles
        self._small = (lexicon.glue | lexicon.filler_words) - self._where
        days = cast(Mapping[str, Mapping[str, Sequence[str]]], language["telling"])["days"]
        months = cast(Mapping[str, Mapping[str, str]], language["numbers"])["months"]
        self._no_places = frozenset((*months, *days["weekdays"]))
        self._copulas, self._articles = small.copulas, small.articles
        self._irregular = {form: forms for forms in rows(language, "verbs") for form in forms}
        self._stages = [
            (relation.name, stage, self._verbs(stage), [tuple(normalise(of).split()) for of in stage.of])
            for relation in relations
            if lexicon.language in relation.phrasings
            for stage in relation.phrasings[lexicon.language].stages
        ]

    def read(self, claim: str, today: date) -> list[Staged]:
        """Every way to read a claim, those that explain most first."""
        text = clean(claim)
        found = words(text)
        ways = [
            way
            for relation, stage, verbs, activities in self._stages
            for verb in _spans(found, verbs)
            for of in (_spans(found, dict.fromkeys(activities, False)) if activities else (None,))
            if of is None or of.end <= verb.start or verb.end <= of.start
            for way in self._around(relation, stage, text, found, verb, of, today)
        ]
        return sorted(ways, key=lambda way: (-way.said, len(way.strange)))

    def _verbs(self, stage: Stage) -> dict[tuple[str, ...], bool]:
        """The phrases of a stage in all their forms; whether each is in the present tense."""
        forms: dict[tuple[str, ...], bool] = {}
        for phrase in stage.words:
            plain = normalise(phrase).split()
            first, *rest = plain[1:] if plain[0] in self._copulas and len(plain) > 1 else plain
            row = list(self._irregular.get(first, ()))
            for form in verb_forms(first, self._irregular):
                past = form == first or form.endswith("ed") or (form in row and 2 <= row.index(form) < len(row) - 1)
                forms[(form, *rest)] = not past
        return forms

    def _around(
        self, relation: str, stage: Stage, text: str, found: Sequence[Word], verb: _Span, of: _Span | None, today: date
    ) -> Iterator[Staged]:
        """The readings with the verb, and what it is done to, in these places."""
        spans = sorted([verb, *([of] if of else [])])
        first = self._stripped(found, 0, spans[0].start)
        middle = self._stripped(found, spans[0].end, spans[-1].start) if of else (0, 0)
        last = (spans[-1].end, len(found))
        said = sum(span.end - span.start for span in spans)
        nobody = (0, 0)
        if first[0] < first[1] and middle[0] >= middle[1]:
            ways = [(nobody, first, last)]
            if last[0] < last[1] and not self._opens(found[last[0]]):
                ways += [(first, *way) for way in self._broken(found, *last)]
        elif of is not None and spans[0] == of and first[0] >= first[1] and middle[0] < middle[1]:
            ways = [(nobody, middle, last)]
        elif of is not None and first[0] >= first[1] and middle[0] >= middle[1]:
            ways = [(nobody, *way) for way in self._broken(found, *last)]
        else:
            return
        for agent, subject, rest in ways:
            named, typed = _typed(text, found, *subject), _typed(text, found, *rest)
            activity = _typed(text, found, of.start, of.end).lower() if of else ""
            days, strange = self._behind(text, found, *rest)
            to_come = any(word.text in self._future for word in found) or (
                verb.present and any(d > today for d in days)
            )
            value = (stage.ahead if to_come else stage.value).replace(OF, activity)
            if named:
                yield Staged(
                    relation, named, stage.kinds, f"{value} {typed}".strip(), strange, said, _typed(text, found, *agent)
                )

    def _broken(self, found: Sequence[Word], start: int, end: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Every way to have a name first and then places and days."""
        start = self._stripped(found, start, end)[0]
        breaks = (at for at in range(start + 1, end) if self._opens(found[at]))
        return [((start, at), (at, end)) for at in (end, *breaks)]

    def _behind(self, text: str, found: Sequence[Word], start: int, end: int) -> tuple[list[date], str]:
        """The last days of the dates in what stands behind, and of it what is neither a place nor a day."""
        days, strange = [], []
        while start < end:
            stop = next((at for at in range(start + 1, end) if self._opens(found[at])), end)
            inner = start + 1 if self._opens(found[start]) else start
            typed = _typed(text, found, inner, stop)
            day = read_date(typed)
            if day is not None and day.high is not None:
                days.append(_day(int(day.high)))
            elif inner == start or not self._is_place(typed, found[inner:stop]):
                strange.append(_typed(text, found, start, stop))
            start = stop
        return days, " ".join(strange)

    def _is_place(self, typed: str, found: Sequence[Word]) -> bool:
        """Whether words with capitals may be a place; a month or a weekday is none, and no day by itself."""
        small = all(word.capital or word.text in self._before for word in found)
        return bool(typed) and small and typed.casefold() not in self._no_places

    def _opens(self, word: Word) -> bool:
        return word.text in self._where and not word.capital

    def _stripped(self, found: Sequence[Word], start: int, end: int) -> tuple[int, int]:
        """Words without 'the', 'on' before them and 'has already', 'its' behind them."""
        while start < end and found[start].text in self._before and not found[start].capital:
            start += 1
        while start < end and found[end - 1].text in self._small and not found[end - 1].capital:
            end -= 1
        if end - start == 1 and found[start].text in self._articles:
            start = end
        return start, end


def _spans(found: Sequence[Word], phrases: Mapping[tuple[str, ...], bool]) -> Iterator[_Span]:
    """Where one of the phrases stands."""
    texts = [word.text for word in found]
    for phrase, present in phrases.items():
        for start in range(len(texts) - len(phrase) + 1):
            if tuple(texts[start : start + len(phrase)]) == phrase:
                yield _Span(start, start + len(phrase), present)


def _typed(text: str, found: Sequence[Word], start: int, end: int) -> str:
    return text[found[start].start : found[end - 1].end] if start < end else ""


def _day(number: int) -> date:
    return date(number // 10000, number // 100 % 100, number % 100)
