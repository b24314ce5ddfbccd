"""What is told in words of its own: the text behind 'the synopsis of X is …', and behind 'X is' as its status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.answering.snapshots import Snapshot
from bot.facts.text import words
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.conversation import Conversation
from bot.language.meanings import Noun
from bot.language.parse import Reading
from bot.language.parser import Parser
from bot.language.query import Lookup, Nodes, Query, Unplaced

#: How well what asks for a text must be understood, a word.
WELL = 0.55


class InProse(NamedTuple):
    """A relation, and what is in its roles: the value is a text."""

    relation: str
    roles: Mapping[str, Query]


class Prose:
    """Reads sentences over one snapshot, as what a question would ask for and the answer behind it."""

    def __init__(self, snapshot: Snapshot, parser: Parser) -> None:
        self._relations, self._parser, self._lexicon = snapshot.relations, parser, parser.lexicon
        self._copulas = _split_at(parser.lexicon.function_words.copulas)

    def read(self, claim: str) -> InProse | None:
        """The text that a claim tells, if it tells one."""
        return next(self._named(claim), None) or self._stage(claim)

    def _named(self, claim: str) -> Iterator[InProse]:
        """'The status of X is …'."""
        for copula in self._copulas.finditer(claim):
            left, right = claim[: copula.start()].strip(), claim[copula.end() :].strip()
            for reading in self._parser.parse(left, Conversation()).readings[:1]:
                query = self._asks_for_text(reading)
                if query is not None and right and len(query.given) == 1 and self._names_it(query.relation, left):
                    yield _told(query, right)

    def _stage(self, claim: str) -> InProse | None:
        """'X is in production': words that ask for a text and are one."""
        first = self._copulas.search(claim)
        if first is None:
            return None
        for reading in self._parser.parse(claim, Conversation()).readings[:1]:
            query = self._asks_for_text(reading)
            if query is not None:
                return _told(query, claim[first.end() :])
        return None

    def _asks_for_text(self, reading: Reading) -> Lookup | None:
        """What a reading asks for, if that is a text about something known."""
        query = reading.query
        if not isinstance(query, Lookup) or query.ask != VALUE or reading.understood < WELL:
            return None
        text = self._relations[query.relation].value == ("text",)
        return query if text and isinstance(dict(query.given).get(SUBJECT), Nodes) else None

    def _names_it(self, relation: str, text: str) -> bool:
        """Whether a noun for the values of a relation is in a text, and no question: 'the synopsis of X'."""
        texts = [word.text for word in words(text)]
        spelt = (meanings for at in range(len(texts)) for _, meanings in self._lexicon.spelt(texts, at))
        nouns = (each for meanings in spelt for each in meanings if isinstance(each, Noun) and not each.asks)
        return any(noun.relation == relation for noun in nouns)


def _told(query: Lookup, text: str) -> InProse:
    subject = dict(query.given)[SUBJECT]
    return InProse(query.relation, {SUBJECT: subject, VALUE: Unplaced(text.strip(' "“”.'))})


def _split_at(copulas: Iterable[str]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(map(re.escape, copulas), key=len, reverse=True))
    return re.compile(rf"(?: (?:{longest_first})(?= )|:(?= ))", re.IGNORECASE)
