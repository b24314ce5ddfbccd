"""Why a sentence tells no fact, whatever it is about: it asks, thinks, denies, or leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from bot.curating.refusals import Refusals
from bot.curating.told import NEGATED, OPINION, QUESTION, VAGUE, NotTold
from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.language.blocks import entries, listed
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention
from bot.language.parse import Parse


class Faults:
    """Finds it by the words of one language; the words of names are looked over."""

    def __init__(self, language: Mapping[str, Plain], lexicon: Lexicon) -> None:
        telling = cast(Mapping[str, Sequence[str]], language["telling"])
        operations = cast(Mapping[str, Sequence[str]], language["operations"])
        self._refuse = Refusals(language)
        self._asks = _phrases(word for entry in entries(language, "asks") for word in entry["words"])
        self._yes_no = _phrases(listed(language, "yes_no"))
        self._phrases = (
            (
                OPINION,
                _phrases([*telling["opinions"], *lexicon.function_words.own]),
                "opinion",
            ),
            (
                NEGATED,
                _phrases([*operations["not"], *telling["not"]]),
                "negated",
            ),
            (VAGUE, _phrases(telling["vague"]), "vague"),
        )

    def of(self, sentence: str, claim: str, parse: Parse, names: Iterable[str]) -> NotTold | None:
        """What is wrong with a sentence; ``names`` are new names in it, which a reading along a clause has found."""
        named = {at for mention in _mentions(parse) for at in range(mention.start, mention.end)}
        told = f" {' '.join(' ' if at in named else word.text for at, word in enumerate(parse.words))} "
        opens = any(told.startswith(f" {opening} ") for opening in self._yes_no)
        rest = told
        for name in filter(
            self._is_name, names
        ):  # 'Everything Must Go was directed by X'; but 'Did X direct Y' names nobody called Did X
            rest = rest.replace(f" {normalise(name)} ", "   ", 1)
        opens = opens or any(rest.startswith(f" {opening} ") for opening in self._asks)
        if sentence.rstrip().endswith("?") or opens:
            return self._refuse(QUESTION, claim, "question")
        for why, phrases, hint in self._phrases:
            said = _without_capitals(rest, parse) if why == OPINION else rest  # 'in the US'
            if (phrase := next((phrase for phrase in phrases if f" {phrase} " in said), None)) is not None:
                return self._refuse(why, phrase, hint)
        return None

    def _is_name(self, name: str) -> bool:
        """Whether a new name can be one: nobody is called Nobody."""
        return not any(normalise(name) in phrases for _, phrases, _ in self._phrases)


def _without_capitals(told: str, parse: Parse) -> str:
    """What is told without the words that have a capital though they begin nothing, but for a word of one letter."""
    for word in parse.words[1:]:
        if word.capital and len(word.text) > 1:
            told = told.replace(f" {word.text} ", "   ", 1)
    return told


def _mentions(parse: Parse) -> Iterator[Mention]:
    """The names in a sentence, as its best reading has them."""
    if parse.readings:
        yield from (mention for _, mention in parse.readings[0].mentions)
    else:
        yield from parse.named


def _phrases(listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(normalise, listed), key=len, reverse=True))
