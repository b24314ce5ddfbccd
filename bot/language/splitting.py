"""Where one message may fall into several questions. Whether it does is for whoever understands them to say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import Word, clean, normalise, words
from bot.language.chat import Chat
from bot.language.linking import Mention

#: No message is cut in more places than this: what follows is one piece.
MOST_CUTS = 12

#: '1)', '2.', '-' at the beginning of a line; '2)' inside one that began with '1)'.
_MARKER = re.compile(r"(?m)^[^\S\n]*(?:\(?\d{1,2}[.)]|[-*•–])[^\S\n]+")
_INLINE = re.compile(r"(?<=\s)\(?\d{1,2}\)(?=\s)")
_NUMBERED = re.compile(r"\s*\(?1\)\s")
#: What is quoted is no question of whoever writes.
QUOTED = re.compile(r"[\"“«]([^\"“”«»]+)[\"”»]")
#: Signs that end a sentence or a part of one.
_SIGNS = re.compile(r"[.,;!:–—…]|\s--?\s")


class Cut(Enum):
    """What is between two pieces.

    The end of a question or line; before a question word a word such as 'and', or a sign; before an auxiliary either.
    Nothing at all, where a question word follows what may be a name: 'who directed X who wrote Y'.
    """

    QUESTION = "question"
    WORD = "word"
    SIGN = "sign"
    AUXILIARY = "auxiliary"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Piece:
    """What may be a question by itself, [start, end) of the text, and how it was cut from what is before it.

    ``opens`` if it begins with a word that opens questions; ``marked`` if a question mark stands before it.
    """

    start: int
    end: int
    cut: Cut = Cut.QUESTION
    opens: bool = True
    marked: bool = False


class Splitter:
    """Cuts messages in one language, by its ``several``: words that join questions, open them, tell of the writer."""

    def __init__(
        self, language: Mapping[str, Plain], chat: Chat, known: Collection[str] = (), nouns: Collection[str] = ()
    ) -> None:
        """``known`` are the words that the language's phrases are made of: behind others, a question word asks anew.

        Behind a sign, so does one of the ``nouns`` for what things have: 'budget of X, budget of Y'.
        """
        self._chat, self._known, self._nouns = chat, known, nouns
        several = cast(Mapping[str, list[str]], language["several"])
        self._and = several["joins"][0]
        joins = {tuple(normalise(phrase).split()) for phrase in several["joins"]}
        self._joins = sorted({*joins, ()}, key=len, reverse=True)
        self._asking = frozenset(map(normalise, several["openers"]))
        self._openers = self._asking.union(map(normalise, several["commands"]))
        self._auxiliaries = frozenset(map(normalise, several["auxiliaries"]))
        self._first = self._openers | self._auxiliaries | {join[0] for join in self._joins if join}
        self._anew = frozenset(map(normalise, several["anew"]))
        self._telling = frozenset(map(normalise, several["telling"]))
        self._seeing = frozenset(map(normalise, several["seeing"]))
        self._leads = sorted((tuple(normalise(phrase).split()) for phrase in several["leads"]), key=len, reverse=True)

    def pieces(self, message: str) -> tuple[str, list[Piece]]:
        """The text that was looked at, and the pieces of it that may be questions, in order; one if it is only one."""
        text = clean(message)
        if _NUMBERED.match(text):
            text = _INLINE.sub(lambda found: "\n" * len(found[0]), text)
        text = _MARKER.sub(lambda found: " " * len(found[0]), text)
        found = words(text)
        if not found:
            return text, [Piece(0, len(text))]
        pieces = [Piece(found[0].start, len(text))]
        for before, following in self._cuts(text, found):
            if len(pieces) > MOST_CUTS:
                break
            pieces[-1] = replace(pieces[-1], end=found[before].end)
            pieces.append(following)
        return text, pieces

    def chats(self, piece: str) -> bool:
        """Whether a piece of a message is nothing but chat: 'fair enough', 'nice, and'."""
        return self._chat.only([word.text for word in words(piece)])

    def talks(self, piece: str) -> bool:
        """Whether a piece of a message tells something of who writes it, and asks nothing."""
        found = words(piece)
        said = {word.text for word in found[: len(found) - self._lead(found, len(found))]}
        commands = found[0].text in self._openers if found else False
        return not (commands or self._telling.isdisjoint(said)) and self._asking.isdisjoint(said)

    def shortened(self, text: str, one: Piece, other: Piece) -> str:
        """'when did X come out and when Y': the text with the second question as what goes on from the first.

        Its question word, the same as that of the first, and an auxiliary behind it give way to 'and', without another
        letter moving; the text as it is where they are not the same, or there is no room.
        """
        first, second = words(text[one.start : one.end])[:1], words(text[other.start : other.end])[:2]
        if not first or len(second) < 2 or first[0].text != second[0].text or first[0].text not in self._asking:
            return text
        end = second[0].end
        if second[1].text in self._auxiliaries:
            end = second[1].end
        if end < len(self._and):
            return text
        return text[: other.start] + self._and.ljust(end) + text[other.start + end :]

    def without_verbs(self, mentions: Sequence[Mention]) -> Sequence[Mention]:
        """The names in what a writer tells, without those that are verbs there: 'i saw Alien'."""
        return [each for each in mentions if each.text not in self._seeing or len(mentions) == 1]

    def _lead(self, found: Sequence[Word], place: int) -> int:
        """How many words before `place` only lead to a question: 'I wonder if you could tell me'."""
        texts = [word.text for word in found[max(0, place - len(self._leads[0])) : place]]
        return next((len(lead) for lead in self._leads if tuple(texts[-len(lead) :]) == lead), 0)

    def _cuts(self, text: str, found: Sequence[Word]) -> Iterator[tuple[int, Piece]]:
        """(last word before, everything after) of each place to cut."""
        quoted = [quote.span() for quote in QUOTED.finditer(text)]
        for place in range(1, len(found)):
            if any(start < found[place - 1].end < end for start, end in quoted):
                continue  # '"Who are you?" is a line of which film'
            gap = text[found[place - 1].end : found[place].start]
            opener = self._opener(found, place)
            if "\n" in gap or "?" in gap:
                start = found[opener or place].start
                yield place - 1, Piece(start, len(text), Cut.QUESTION, opener > 0, "\n" not in gap)
            elif opener and (opener > place or _SIGNS.search(gap)):
                cut = Cut.WORD if opener > place else Cut.SIGN
                cut = Cut.AUXILIARY if found[opener].text in self._auxiliaries else cut
                yield place - 1, Piece(found[opener].start, len(text), cut)
            elif found[place].text in self._nouns and _SIGNS.search(gap):
                yield place - 1, Piece(found[place].start, len(text), Cut.SIGN)
            elif opener and (self._led_to(found, place) or self._chatted(found, place)):
                yield place - 1, Piece(found[opener].start, len(text), Cut.SIGN)
            elif opener and self._runs_on(found, place):
                yield place - 1, Piece(found[opener].start, len(text), Cut.NOTHING)

    def _led_to(self, found: Sequence[Word], place: int) -> bool:
        """Whether what is before the question word at `place` tells something, and leads to it."""
        before = [word.text for word in found[: place - self._lead(found, place)]]
        return len(before) < place and not self._telling.isdisjoint(before)

    def _chatted(self, found: Sequence[Word], place: int) -> bool:
        """Whether all that is before the question word at `place` is chat: 'fair enough who directed X'."""
        return found[place].text in self._asking and self._chat.only([word.text for word in found[:place]])

    def _runs_on(self, found: Sequence[Word], place: int) -> bool:
        """Whether a question began before the question word at `place`, which follows what may be a name."""
        asks, anew = found[0].text in self._openers, found[place].text in self._anew
        return asks and anew and found[place - 1].text not in self._known

    def _opener(self, found: Sequence[Word], place: int) -> int:
        """The word at or after `place`, behind a joining word, that opens a question; 0 if there is none."""
        if found[place].text not in self._first:
            return 0
        texts = [word.text for word in found[place : place + 4]]
        for join in self._joins:
            opener = texts[len(join) : len(join) + 1]
            if tuple(texts[: len(join)]) == join and (
                not self._openers.isdisjoint(opener) or not self._auxiliaries.isdisjoint(opener)
            ):
                return place + len(join)
        return 0
