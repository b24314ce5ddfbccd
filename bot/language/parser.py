"""Utterance to ranked queries: normalise, link, cut into pieces, compose, and close each reading into a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.facts.reading import Plain
from bot.facts.text import Word, clean, words
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language import compose, lattice
from bot.language.compose import BARE_NOUN, Context
from bot.language.conversation import Conversation
from bot.language.lattice import Gap, Piece, Unknown
from bot.language.lexicon import Degree, Kinds, Lexicon, Meaning, Noun, Operation, Ordinal, Pronoun, Verb
from bot.language.linking import Mention, link
from bot.language.literals import Literal, Literals
from bot.language.parts import CLAIM, MODIFIER, RELATION, SET, Part, narrow
from bot.language.query import (
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Except,
    Exists,
    Extreme,
    Kind,
    Lookup,
    Nodes,
    Query,
    Range,
    Unplaced,
)

#: Questions longer than this, in words, are cut: nobody asks one, and time grows with their square.
MOST_WORDS = 60

#: What it costs that a claim is not put as a question; that a thing's existence is asked; that everything is.
STATED, EXISTENCE, EVERYTHING = 0.3, 0.2, 0.6
#: That a thing is to be described though nobody said so; that the preposition at the end is a relation of its own.
DESCRIBED, STRANDED = 0.15, 0.15
#: That a noun for a kind ('films') is a verb instead; that nothing makes the utterance a question.
UNUSUAL, UNASKED = 0.35, 1.0
#: What a second name of something unknown costs.
STRANGER = 0.8
#: A reading this much worse than the best is of no interest.
WORTH_TRYING = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an utterance: the query, how well it accounts for the words, and what was assumed for it."""

    query: Query
    score: float
    mentions: tuple[tuple[str, Mention], ...] = ()
    assumed: tuple[int, ...] = ()
    pieces: tuple[str, ...] = ()
    understood: float = 1.0  # of the words that are not names of something unknown, per word
    needs: tuple[str, ...] = ()  # kinds of the thing that the utterance left out, when nothing could be assumed


@dataclass(frozen=True, slots=True)
class Parse:
    """All readings of an utterance, best first, and its words."""

    words: tuple[Word, ...]
    text: str
    readings: tuple[Reading, ...] = ()
    smalltalk: str | None = None
    strangers: tuple[str, ...] = field(default=())


class Parser:
    """Understands one language over one knowledge base."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation], language: Mapping[str, Plain]) -> None:
        self._base = base
        self._relations = relations
        self.lexicon = Lexicon(relations.values(), language)
        self._literals = Literals(language.get("numbers", {}))  # type: ignore[arg-type]

    def parse(self, utterance: str, conversation: Conversation | None = None) -> Parse:
        """The readings of `utterance`, best first; none if nothing in it can be understood."""
        text = clean(utterance)
        found = self._words(text)
        if not found:
            return Parse((), text)
        texts = [word.text for word in found]
        smalltalk = self.lexicon.smalltalk_reply(texts)
        known = {i for i, word in enumerate(texts) if word in self.lexicon.words}
        mentions = link(self._base, texts, known)
        pieces = lattice.pieces(found, self.lexicon, mentions, self._literals.find(texts))
        readings: list[Reading] = []
        conversation = conversation or Conversation()
        best = float("-inf")
        for score, path in lattice.ways(found, pieces, self.lexicon):
            if score < best - WORTH_TRYING:
                break  # joining only costs: no reading of this way can come near the best
            budget = score - best + WORTH_TRYING
            for reading in self._readings(score, budget, path, found, text, conversation):
                best = max(best, reading.score)
                readings.append(reading)
        readings.sort(key=lambda reading: -reading.score)
        unique: dict[object, Reading] = {}
        for reading in readings:
            unique.setdefault(_same(reading.query), reading)
        return Parse(tuple(found), text, tuple(unique.values()), smalltalk)

    def _words(self, text: str) -> list[Word]:
        found: list[Word] = []
        for word in words(text)[:MOST_WORDS]:
            parts = self.lexicon.split(word.text)
            if parts is None:
                found.append(word)
            else:
                middle = min(word.end, word.start + len(parts[0]))
                found += [Word(parts[0], word.start, middle, word.capital), Word(parts[1], middle, word.end)]
        return found

    # -- one way to cut the utterance ----------------------------------------------------------------------------

    def _readings(
        self, score: float, budget: float, path: Sequence[Piece], found: Sequence[Word], text: str, conversation: Conversation
    ) -> Iterator[Reading]:
        content = [piece for piece in path if not isinstance(piece.payload, Gap)]
        if not content:
            return
        gaps = self._gaps(content, path, found)
        texts = [word.text for word in found]
        opening = self._opens(self.lexicon.yes_no, texts)
        follows = self._opens(self.lexicon.follow_up, texts)
        leaves = []
        for index, piece in enumerate(content):
            parts = list(self._leaves(piece, gaps[index + 1], found, text, conversation))
            leaves.append(parts)
        asks = any(part.asks or part.count for leaf in leaves for part in leaf)
        context = Context(self._relations, self.lexicon.bare, not asks)
        strange = [piece for piece in content if isinstance(piece.payload, Unknown)]
        lost = sum(piece.end - piece.start for piece in strange)
        said = tuple((_stretch(p, found, text), p.payload) for p in content if isinstance(p.payload, Mention))
        shown = tuple(f"{_stretch(piece, found, text)}: {_describe(piece)}" for piece in content)
        for part in compose.chart(leaves, gaps, context, budget):
            for query, cost, needs in self._close(part, opening, follows, conversation):
                assumed = [node for node in _pronoun_nodes(leaves) if node in nodes_in(query)]
                if part.cat == RELATION:
                    assumed = sorted(nodes_in(query))
                total = score - part.cost - cost - STRANGER * max(0, len(unplaced_in(query)) - 1)
                understood = (total - sum(piece.score for piece in strange)) / max(1, len(found) - lost)
                yield Reading(query, total, said, tuple(assumed), shown, understood, needs)

    def _gaps(self, content: Sequence[Piece], path: Sequence[Piece], found: Sequence[Word]) -> list[tuple[str, ...]]:
        bounds = [0, *(position for piece in content for position in (piece.start, piece.end)), len(found)]
        gaps = []
        for start, end in zip(bounds[::2], bounds[1::2], strict=True):
            gaps.append(tuple(word.text for word in found[start:end]))
        return gaps

    @staticmethod
    def _opens(phrases: Sequence[tuple[str, ...]], texts: Sequence[str]) -> bool:
        return any(tuple(texts[: len(phrase)]) == phrase for phrase in phrases)

    def _leaves(
        self, piece: Piece, gap_after: tuple[str, ...], found: Sequence[Word], text: str, conversation: Conversation
    ) -> Iterator[Part]:
        payload = piece.payload
        if isinstance(payload, Mention):
            nodes = tuple(node for node, _, _ in payload.nodes)
            kinds = frozenset(kind for _, kind, _ in payload.nodes)
            yield Part(SET, query=Nodes(nodes), kinds=kinds, mention=payload, constant=True, leaf="mention")
        elif isinstance(payload, Literal):
            yield Part(SET, query=payload.range, kinds=frozenset((payload.range.type,)), leaf="literal")
        elif isinstance(payload, Unknown):
            yield Part(SET, query=Unplaced(_stretch(piece, found, text)), constant=True, leaf="unknown")
        elif isinstance(payload, tuple):
            kind = any(isinstance(meaning, Kinds) and not meaning.asks for meaning in payload)
            for meaning in payload:
                for part in self._meaning_leaves(meaning, gap_after, conversation):
                    yield part._replace(cost=part.cost + UNUSUAL) if kind and not isinstance(meaning, Kinds) else part

    def _meaning_leaves(self, meaning: Meaning, gap_after: tuple[str, ...], conversation: Conversation) -> Iterator[Part]:
        trailing = gap_after[0] if gap_after else ""
        match meaning:
            case Noun(relation, role, asks):
                yield Part(RELATION, meaning=meaning, asks=asks, trailing=trailing, leaf="phrase")
                kinds = frozenset(self._relations[relation].kinds(role))
                cost = 0.05 if asks else BARE_NOUN
                yield Part(SET, cost, Lookup(relation, role), kinds, open=True, asks=asks, headed=True, leaf="phrase")
            case Verb(stranded=stranded):
                cost = STRANDED if stranded else 0.0
                yield Part(RELATION, cost, meaning=meaning, trailing=trailing, leaf="phrase")
            case Kinds(kinds, asks, unlike):
                named = frozenset(kinds) if kinds else None
                leaf = ("typed" if kinds else "asks") if asks else "kind"
                rather_not = frozenset(unlike)
                yield Part(
                    SET, 0.0, Kind(kinds), named, open=True, asks=asks, headed=True, unlike=rather_not, leaf=leaf
                )
            case Degree() | Operation():
                yield Part(MODIFIER, meaning=meaning, leaf="phrase")
            case Pronoun(kinds):
                node = conversation.latest(kinds)
                if node is not None:
                    kind = self._base.node(node).kind
                    yield Part(SET, query=Nodes((node,)), kinds=frozenset((kind,)), constant=True, leaf="phrase")
            case Ordinal():
                return

    # -- a part that covers everything, as a question ---------------------------------------------------------------

    def _close(
        self, part: Part, opening: bool, follows: bool, conversation: Conversation
    ) -> Iterator[tuple[Query, float, tuple[str, ...]]]:
        """(query, cost, kinds of what is missing) of each question that `part` can be."""
        if part.cat == CLAIM and part.query is not None:
            yield part.query, 0.0 if opening else STATED + STRANGER * len(unplaced_in(part.query)), ()
        elif part.cat == RELATION:
            yield from self._elliptic(part, conversation)
        elif part.cat == SET and part.query is not None:
            yield from self._closed_set(part, opening, follows, conversation)

    def _closed_set(
        self, part: Part, opening: bool, follows: bool, conversation: Conversation
    ) -> Iterator[tuple[Query, float, tuple[str, ...]]]:
        query = self._finished(part)
        if part.constant:
            if follows and (instead := self._instead(part, conversation)) is not None:
                yield instead, 0.0, ()
            yield Describe(query), 0.0 if part.described else DESCRIBED, ()
        elif part.count:
            yield Count(query), 0.2 if part.open else 0.0, ()
        elif opening and not part.asks:
            yield Exists(query), EXISTENCE, ()
        elif not part.open and not isinstance(query, Range | All) or _looks_up(query):
            yield query, 0.0 if part.asks or part.headed else UNASKED, ()
        elif isinstance(part.query, Lookup | Kind) and part.kinds and not part.kinds.isdisjoint(KINDS):
            yield query, EVERYTHING, ()

    def _finished(self, part: Part) -> Query:
        """The set with its modifiers worked in: the extreme, and without those asked about where the question says 'also'."""
        query = part.query
        assert query is not None
        if part.also:
            kinds = part.kinds or frozenset()
            same = [n for n in sorted(nodes_in(query)) if self._base.node(n).kind in kinds]
            if same:
                query = Except(query, Nodes(tuple(same)) if len(same) == 1 else Any(tuple(Nodes((n,)) for n in same)))
        return Extreme(query, *part.extreme) if part.extreme is not None else query

    def _elliptic(self, part: Part, conversation: Conversation) -> Iterator[tuple[Query, float, tuple[str, ...]]]:
        """'and the runtime?': the argument that the utterance leaves out is what was spoken of last, if it fits."""
        meaning = part.meaning
        if not isinstance(meaning, Noun | Verb):
            return
        relation = self._relations[meaning.relation]
        if isinstance(meaning, Noun):
            ask = meaning.role
            roles = [role for role in (SUBJECT, VALUE) if role != ask]
        else:
            ask, roles = VALUE, [SUBJECT]
        for role in roles:
            node = conversation.latest(relation.kinds(role))
            if node is not None:
                yield Lookup(relation.name, ask, ((role, Nodes((node,))),)), 0.2, ()
            else:
                yield Lookup(relation.name, ask, ((role, Unplaced("")),)), 1.0, tuple(relation.kinds(role))

    def _instead(self, part: Part, conversation: Conversation) -> Query | None:
        """'what about X?': the last question, asked of X in place of the thing of its kind."""
        if conversation.query is None:
            return None
        for stranger in unplaced_in(conversation.query):
            kinds = _kinds_of(conversation.query, stranger, self._relations)
            narrowed = narrow(part, kinds) if kinds else None
            return replaced(conversation.query, stranger, narrowed[0]) if narrowed else None
        for node in nodes_in(conversation.query):
            narrowed = narrow(part, (self._base.node(node).kind,))
            if narrowed is not None:
                return replaced(conversation.query, Nodes((node,)), narrowed[0])
        return None


def _stretch(piece: Piece, found: Sequence[Word], text: str) -> str:
    return text[found[piece.start].start : found[piece.end - 1].end]


def _describe(piece: Piece) -> str:
    if isinstance(piece.payload, tuple):
        return ", ".join(dict.fromkeys(map(str, piece.payload)))
    return str(piece.payload)


def _pronoun_nodes(leaves: Sequence[Sequence[Part]]) -> list[int]:
    return [
        node
        for leaf in leaves
        for part in leaf
        if part.constant and part.mention is None and isinstance(part.query, Nodes)
        for node in part.query.ids
    ]


def parts_of(query: Query) -> tuple[Query, ...]:
    """The queries directly inside a query."""
    match query:
        case Lookup(_, _, given):
            return tuple(part for _, part in given)
        case All(parts) | Any(parts):
            return parts
        case Except(these, those):
            return (these, those)
        case Check(things, among):
            return (things, among)
        case Extreme(of) | Count(of) | Exists(of) | Describe(of):
            return (of,)
        case Beyond(_, _, than):
            return (than,)
    return ()


def nodes_in(query: Query) -> set[int]:
    """The known things that a query names."""
    found = set(query.ids) if isinstance(query, Nodes) else set()
    for part in parts_of(query):
        found |= nodes_in(part)
    return found


def _looks_up(query: Query) -> bool:
    return any(isinstance(part, Lookup) and part.given or _looks_up(part) for part in (query, *parts_of(query)) if part is not query) or (
        isinstance(query, Lookup) and bool(query.given)
    )


def unplaced_in(query: Query) -> set[Unplaced]:
    """The mentions in a query that name nothing known."""
    found = {query} if isinstance(query, Unplaced) else set()
    for part in parts_of(query):
        found |= unplaced_in(part)
    return found


def replaced(query: Query, old: Query, new: Query) -> Query:
    """`query` with `new` wherever `old` stands in it."""

    def swap(part: Query) -> Query:
        return replaced(part, old, new)

    if query == old:
        return new
    match query:
        case Lookup(relation, ask, given):
            return Lookup(relation, ask, tuple((role, swap(part)) for role, part in given))
        case All(parts):
            return All(tuple(map(swap, parts)))
        case Any(parts):
            return Any(tuple(map(swap, parts)))
        case Except(these, those):
            return Except(swap(these), swap(those))
        case Check(things, among):
            return Check(swap(things), swap(among))
        case Extreme(of, relation, most, rank):
            return Extreme(swap(of), relation, most, rank)
        case Count(of):
            return Count(swap(of))
        case Exists(of):
            return Exists(swap(of))
        case Describe(of):
            return Describe(swap(of))
        case Beyond(relation, more, than):
            return Beyond(relation, more, swap(than))
    return query


def _kinds_of(query: Query, filler: Query, relations: Mapping[str, Relation]) -> tuple[str, ...]:
    """The kinds that `filler` would have to be of, where it stands in `query`."""
    if isinstance(query, Lookup):
        for role, part in query.given:
            if part == filler:
                return relations[query.relation].kinds(role)
    return next((kinds for part in parts_of(query) if (kinds := _kinds_of(part, filler, relations))), ())


def _same(query: Query) -> object:
    """A key under which queries that mean the same are equal: 'X among those in Y' is 'Y among those with X'."""
    if isinstance(query, Check) and isinstance(query.among, Lookup):
        among = query.among
        return (among.relation, frozenset([(among.ask, query.things), *among.given]))
    return query
