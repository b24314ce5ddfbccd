"""What is said otherwise, and in full what goes on from the last answer: 'those from X' for 'only the ones from X'."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import Word, normalise
from bot.language.blocks import ANYTHING
from bot.language.conversation import Conversation
from bot.language.lexicon import Lexicon
from bot.language.meanings import Kinds, Meaning, Those

Phrase = tuple[str, ...]


class Pattern:
    """A phrase with ``...`` in it for any words: 'what (did|has) ... done in ...'."""

    def __init__(self, phrase: str) -> None:
        spaced = phrase.replace("'s", " 's").replace("(", "(?:")
        self._said = re.compile(spaced.replace(ANYTHING, "(.+?)"))

    def held(self, words: Sequence[str]) -> list[range]:
        """The places of what stands for any words, if an utterance is of this pattern."""
        text = " ".join(words)
        found = self._said.fullmatch(text)
        spans = [found.span(at + 1) for at in range(self._said.groups)] if found is not None else []
        return [range(text.count(" ", 0, start), text.count(" ", 0, end) + 1) for start, end in spans]


class Rephrasing:
    """Says them in full in one language, by its ``going_on``."""

    def __init__(self, language: Mapping[str, Plain], lexicon: Lexicon) -> None:
        going_on = cast(Mapping[str, list[Mapping[str, object]]], language["going_on"])
        narrowing = going_on.get("narrowing", [])
        self._narrowing = sorted({phrase for entry in narrowing for phrase in phrases_of(entry)}, key=len, reverse=True)
        self._tied = {phrase for entry in narrowing if "tied" in entry for phrase in phrases_of(entry)}
        rewritten = cast(list[Mapping[str, str | list[str]]], language.get("said_otherwise", []))
        self._meant = [
            (Pattern(phrase), str(entry["meant"])) for entry in rewritten for phrase in cast(list[str], entry["words"])
        ]
        operations = cast(Mapping[str, Collection[str]], language["operations"])
        self._leaving_out = {*map(normalise, operations["not"]), *map(normalise, operations["except"])}
        self._those = cast(Sequence[str], language["listed"])[1]
        small = lexicon.function_words
        self._ties, self._each, self._possessives = small.prepositions | small.tying, small.each, small.possessives
        self._matches, self._follow_up = lexicon.spelt, small_openings(lexicon)
        self._small = lexicon.glue

    def ways(
        self,
        utterance: str,
        typed: Sequence[Word],
        words: Sequence[str],
        conversation: Conversation,
        named: Sequence[range],
    ) -> Iterator[str]:
        """The ways to say otherwise what is said, and in full what goes on from what was said before: the best first.

        Where the names are that stand in it, no pattern has words.
        """
        for pattern, meant in self._meant:
            held = pattern.held(words)
            if held and all(any(_inside(name, each) for each in held) for name in named):
                yield meant.format(*(utterance[typed[each.start].start : typed[each.stop - 1].end] for each in held))
        first = 0
        while first < len(words) and words[first] in self._follow_up:
            first += 1
        for phrase in self._narrowing:
            end = first + len(phrase)
            tied = phrase not in self._tied or (end < len(words) and words[end] in self._ties)
            if tuple(words[first:end]) == phrase and end < len(words) and tied:
                leaving_out = [word for word in phrase[:1] if word in self._leaving_out]  # 'not the ones by X'
                yield " ".join([self._those, *leaving_out, utterance[typed[end].start :]])
        left_out = next((at for at in range(first, len(words) - 1) if words[at] in self._leaving_out), first)
        picking = [self._picks(word) for word in words[first:left_out] if word not in self._small]
        if picking and all(picking):  # 'which are not by X'
            yield " ".join([self._those, "not", utterance[typed[left_out + 1].start :]])
        if len(words) > 1 and words[-1] in self._each:  # 'who is in both'
            yield f"{utterance} {self._those}"
        rest = words[first:]
        if conversation.query is not None and len(rest) > 2 and rest[0] in self._possessives and first:
            yield f"{' '.join(words[:first])} {utterance[typed[first + 2].start :]}"  # 'and his brother X'
        asks = {end for end, meanings in self._matches(rest, 0) if any(map(_asks, meanings))} if rest else set()
        if len(rest) in asks and conversation.said:
            before = normalise(conversation.said).split()
            place = next((at for at in range(len(before)) if any(self._matches(before, at))), 0)  # 'hi, who ...'
            ends = [end for end, meanings in self._matches(before, place) if any(map(_asks, meanings))]
            if ends and before[place : max(ends)] != list(rest):
                yield " ".join([*rest, *before[max(ends) :]])

    def _picks(self, word: str) -> bool:
        """Whether a word only asks for some of those that were told."""
        meanings = [each for _, found in self._matches([word], 0) for each in found]
        return any(_asks(each) or isinstance(each, Those) for each in meanings)


def small_openings(lexicon: Lexicon) -> frozenset[str]:
    """The words that say nothing at the beginning of what goes on from the last answer."""
    return frozenset({phrase[0] for phrase in lexicon.follow_up if len(phrase) == 1} | lexicon.filler_words)


def phrases_of(entry: Mapping[str, object]) -> frozenset[Phrase]:
    """The phrases of an entry of the language file, each by its words."""
    return frozenset(tuple(normalise(words).split()) for words in cast(list[str], entry["words"]))


def _inside(name: range, words: range) -> bool:
    return words.start <= name.start and name.stop <= words.stop


def _asks(meaning: Meaning) -> bool:
    return isinstance(meaning, Kinds) and meaning.asks
