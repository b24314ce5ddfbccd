"""Utterance to ranked queries: normalise, link, cut into pieces, compose, and close each reading into a question."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple, cast

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.reading import Plain
from bot.facts.text import Word, clean, words
from bot.facts.vocabulary import Relation
from bot.language.applying import Context
from bot.language.capitals import CERTAIN
from bot.language.chart import MOST_MADE, Chart
from bot.language.chat import Chat
from bot.language.conversation import Conversation
from bot.language.elsewhere import Elsewhere
from bot.language.followups import FollowUps
from bot.language.fuzzy import corrections
from bot.language.joining import Joining
from bot.language.lattice import cut
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention, link
from bot.language.listing import Listing
from bot.language.literals import Literal, Literals
from bot.language.misfit import loosened
from bot.language.names import known_words
from bot.language.near_names import nearly
from bot.language.near_words import near_words
from bot.language.parse import EQUAL, Parse, Reading
from bot.language.pieces import Piece
from bot.language.pieces import pieces as find_pieces
from bot.language.query import All, Check, Lookup, Query
from bot.language.slots import Kinds, Slots
from bot.language.strangers import nearly_named
from bot.language.untold import Untold
from bot.language.utterance import Utterance

#: Questions longer than this, in words, are cut: nobody asks one, and time grows with their square.
MOST_WORDS = 60
#: How many parts are made where names may be anything: such questions are short, or not worth it.
MOST_MADE_LOOSELY = 140
#: A reading this much worse than the best is of no interest.
WORTH_TRYING = 0.15
#: Of so many words it is remembered what they are misspelt for.
MOST_MISSPELT = 2_000
#: Of so many texts it is remembered what they are made of.
MOST_REMEMBERED = 16


class _Made(NamedTuple):
    """What a text is made of, whatever was said before: its words, and what stretches of them may be.

    At the positions ``known`` stand words of the language; those ``named`` are in some name.
    """

    words: Sequence[Word]
    texts: list[str]
    known: frozenset[int]
    named: Collection[str]
    mentions: list[Mention]
    literals: list[Literal]
    pieces: Sequence[Piece]

    def says(self, start: int, end: int) -> bool:
        """Whether [start, end) are words of the language."""
        return self.known.issuperset(range(start, end))


class Parser:
    """Understands one language over one knowledge base."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._base = base
        self._relations = relations
        self.lexicon = Lexicon(relations.values(), language)
        self._elsewhere = Elsewhere(language)
        self._untold = Untold(language, self.lexicon.glue | self.lexicon.filler_words)
        self.chat = Chat(language)
        self._listing = Listing(language, self.lexicon)
        self._literals = Literals(cast(Mapping[str, object], language["numbers"]), today)
        self._number_words = sorted(word for word in self._literals.words if word.isalpha() and len(word) > 3)
        self._misspelt: dict[str, str | None] = {}
        lexicon, self._kinds = self.lexicon, Kinds()
        context = Context(
            *(relations, lexicon.function_words, lexicon.bare, lexicon.implied, lexicon.filler_words, self._kinds.of)
        )
        self._joining = Joining(context)
        self._texts: dict[tuple[int, str], _Made | None] = {}

    def parse(
        self,
        utterance: str,
        conversation: Conversation,
        claim: bool = False,
        loose: bool = False,
        whole: bool = False,
        near: bool = False,
        best: bool = False,
        above: float = -math.inf,
    ) -> Parse:
        """The readings of `utterance`, best first; none if nothing in it can be understood.

        With `best`, only the best of them and its equals, which are found sooner than those that are close behind; and
        sooner again only those whose score is `above` that of one that is known.
        With `claim`, it is asked whether what it says is so; with `loose`, names stand for things of whatever kind;
        with `whole`, any words may be a name that nobody knows; with `near`, those that come near one may.
        """
        text = self._in_order(clean(utterance))
        made = self._made_of(text)
        if made is None:
            return Parse()
        smalltalk = self.lexicon.smalltalk_reply(made.texts)
        chat = 0
        if not claim:
            chat, text, made = self._without_chat(text, made)
        found, texts, mentions = made.words, made.texts, made.mentions
        pieces = self._pieces(found, loosened(mentions), made.literals, made.named) if loose else made.pieces
        pieces = [*pieces, *self._listing.pieces(texts, conversation)]
        if near:
            nearest = nearly(self._base, texts, made.known, self.lexicon.glue)
            named = nearly_named(nearest, mentions, found, self.lexicon)
            if not named:
                return Parse(tuple(found))  # there are no other readings than without
            pieces += named
        followups = FollowUps(conversation, self._relations, cache(lambda node: self._base.node(node).kind))
        lattice = cut(found, pieces, self.lexicon, whole)
        most = MOST_MADE_LOOSELY if loose or whole else MOST_MADE
        slots = Slots(self._kinds, followups.kind, any(isinstance(piece.payload, Literal) for piece in pieces))
        chart = Chart(lattice, self._joining, -above, most_made=most)
        asked = Utterance(text, found, self.lexicon, self._relations, conversation, followups, chart, slots, claim)
        readings = list(asked.readings(EQUAL if best else WORTH_TRYING))
        readings.sort(key=lambda reading: -reading.score)
        if best:  # between others that were found there may be some that were not
            readings = [reading for reading in readings if reading.score >= readings[0].score - EQUAL]
        unique: dict[object, Reading] = {}
        for reading in readings:
            unique.setdefault(_same(reading.query), reading)
        if unique and self._elsewhere.asked(texts, next(iter(unique.values()))):
            unique = {}
        certain = [each for each in mentions if each.quality >= CERTAIN and not made.says(*each[:2])]
        spelt = tuple(each for each in certain if not any(_inside(each, other) for other in certain))
        untold = self._untold.reply(texts, certain)
        readings_ = () if untold else tuple(unique.values())
        typed = [replace(word, start=word.start + chat, end=word.end + chat) for word in found] if chat else found
        return Parse(tuple(typed), readings_, smalltalk, untold, lattice.before[lattice.size], spelt)

    def strays(self, utterance: str) -> bool:
        """Whether words side by side, which the language does not have, are in no name together."""
        made = self._made_of(self._in_order(clean(utterance)))
        if made is None:
            return False
        pairs = (at for at in range(len(made.texts) - 1) if not made.known.intersection((at, at + 1)))
        return any(not any(m.start <= at and at + 1 < m.end for m in made.mentions) for at in pairs)

    def _without_chat(self, text: str, made: _Made) -> tuple[int, str, _Made]:
        """How many letters before what is asked are chat, and what is asked."""
        first, end = self.chat.around(made.texts)
        if end - first < len(made.texts):
            first, end = self.chat.around(made.texts, [*self._meaning(made)])
        if end - first == len(made.texts) or self.lexicon.glue.issuperset(made.texts[first:end]):
            return 0, text, made
        start = made.words[first].start
        asked = text[start : made.words[end - 1].end if end < len(made.texts) else len(text)]
        return start, asked, self._made_of(asked) or made

    def _meaning(self, made: _Made) -> Iterator[range]:
        """Where a text has names, and phrases of the language: none of a single word at its beginning."""
        yield from (range(each.start, each.end) for each in made.mentions if not each.misspelt)
        for start in range(len(made.texts)):
            ends = (end for end, _ in self.lexicon.spelt(made.texts, start))
            yield from (range(start, end) for end in ends if start > 0 or end > 1)

    def _made_of(self, text: str) -> _Made | None:
        """What a text is made of, if anything; a question is often parsed in several ways, and looked at once."""
        key = (self._base.state, text)
        if key not in self._texts:
            if len(self._texts) >= MOST_REMEMBERED:
                self._texts.clear()
            self._texts[key] = self._looked_at(text)
        return self._texts[key]

    def _looked_at(self, text: str) -> _Made | None:
        found, lexicon = self._words(text), self.lexicon
        if not found:
            return None
        texts = [word.text for word in found]
        known = frozenset(at for at, word in enumerate(texts) if word in lexicon.words or word in lexicon.short)
        joining = lexicon.function_words.joining
        nouns = frozenset(at for at, word in enumerate(texts) if word in lexicon.nouns)
        mentions = link(self._base, text, found, known, nouns, lexicon.exists, lexicon.spoken, joining)
        named = known_words(self._base, texts)
        strange = [word for at, word in enumerate(texts) if at not in known and word not in named]
        meant = {word: other for word in strange if (other := self._meant(word)) is not None}
        literals = self._literals.find(found, text, meant)
        return _Made(found, texts, known, named, mentions, literals, self._pieces(found, mentions, literals, named))

    def _meant(self, word: str) -> str | None:
        """The word of those that numbers are told with that an unknown one is misspelt for, if any."""
        lexicon = self.lexicon
        if word not in self._misspelt:
            if len(self._misspelt) >= MOST_MISSPELT:
                self._misspelt.clear()
            plain = word.isalpha() and word not in lexicon.filler_words and not lexicon.exists(word)
            near = corrections(word, self._number_words, exists=False, named=False) if plain else ()
            self._misspelt[word] = near[0].word if near else None
        return self._misspelt[word]

    def _pieces(
        self,
        found: Sequence[Word],
        mentions: Sequence[Mention],
        literals: Sequence[Literal],
        named: Collection[str],
    ) -> Sequence[Piece]:
        return find_pieces(found, self.lexicon, mentions, literals, named)

    def _in_order(self, text: str) -> str:
        """'What is X a sequel to' for 'to what is X a sequel'."""
        found, lexicon = words(text), self.lexicon
        if len(found) < 4 or found[0].text not in lexicon.function_words.prepositions:
            return text
        if found[1].text not in lexicon.fronted or found[2].text not in lexicon.auxiliaries:
            return text
        last = found[-1].end
        return f"{text[found[1].start : last]} {text[found[0].start : found[0].end]}{text[last:]}"

    def _words(self, text: str) -> list[Word]:
        """The words of a text; those that were run together are taken apart ('costar'), unless they name something."""
        found: list[Word] = []
        typed = words(text)[:MOST_WORDS]
        named: set[str] | None = None
        for at, word in enumerate(typed):
            parts = self.lexicon.split(word.text)
            if parts is not None and named is None:
                named = known_words(self._base, [each.text for each in typed])
            if parts is None or (named and word.text in named) or self._beside_name(typed, at):
                found.append(word)
            else:
                middle = min(word.end, word.start + len(parts[0]))
                found += [Word(parts[0], word.start, middle, word.capital), Word(parts[1], middle, word.end)]
        return found

    def _beside_name(self, typed: Sequence[Word], at: int) -> bool:
        """Whether a word comes near one in a name, and stands beside another that the language does not have."""
        around = [typed[place].text for place in (at - 1, at + 1) if 0 <= place < len(typed)]
        if self.lexicon.words.issuperset(around):
            return False
        near = near_words(self._base, [typed[at].text], [0])
        return any(word.edits for word in near.get(0, ()))


def _inside(one: Mention, other: Mention) -> bool:
    """Whether a name is a part of a longer one."""
    return other.start <= one.start and one.end <= other.end and one[:2] != other[:2]


def _same(query: Query) -> object:
    """A key under which queries that mean the same are equal: 'X among those in Y' is 'Y among those with X'."""
    if isinstance(query, All):
        return frozenset(map(_same, query.parts))
    if isinstance(query, Check) and isinstance(query.among, Lookup):
        among = query.among
        return (among.relation, frozenset([(among.ask, query.things), *among.given]))
    return query
