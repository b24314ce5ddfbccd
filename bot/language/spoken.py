"""What a word stands for that was spoken of before: 'he', 'them', 'the second one', 'the sequel', 'the latest'."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.conversation import Conversation
from bot.language.function_words import FunctionWords
from bot.language.linking import Mention
from bot.language.look_ups import OTHER, in_row
from bot.language.meanings import Degree, Noun, Pronoun
from bot.language.parts import ITSELF, SET, Part
from bot.language.pieces import Piece
from bot.language.query import All, Any, Count, Except, Extreme, Kind, Lookup, Nodes

#: What it costs that what a noun is of was spoken of before; that 'them' are those that were listed.
ASSUMED, THOSE = 0.15, 0.05
#: ... that a pronoun means something spoken of before something else that fits; one, where several were told.
FURTHER_BACK, ONE_OF_THEM = 0.04, 0.1
#: ... that 'the latest' is that of those.
OF_LIST = 0.1
#: What it costs that a pronoun is what the rest is said of: 'films by those who wrote them'.
REFLEXIVE = 0.05


def pronoun(word: str, kinds: Sequence[str], words: FunctionWords, conversation: Conversation) -> Iterator[Part]:
    """'he', 'it', 'they': what was spoken of, those who were told, or what the rest is said of ('directed them')."""
    if word not in words.possessives:
        yield Part(SET, REFLEXIVE, Kind(()), bound=ITSELF, leaf="phrase")
    several = conversation.several(word)
    for back, (node, kind) in enumerate(conversation.meant_by(word, kinds)):
        part = spoken_of(conversation.alike(node), kind, back)
        yield part._replace(cost=part.cost + ONE_OF_THEM) if several else part
    if several:
        each = Any(tuple(Nodes((node,)) for node in several), every=True)
        known = {node: kind for node, kind in (*conversation.last_list, *conversation.topics) if node in several}
        yield Part(SET, query=each, kinds=frozenset(known.values()), constant=True, spoken=True, leaf="phrase")


def those(conversation: Conversation) -> Iterator[Part]:
    """'of them': those that were listed, or the two that were spoken of."""
    listed = not conversation.is_placed() or len(conversation.answers) > 1
    last = conversation.list_query if listed else conversation.query
    last = last.of if isinstance(last, Count) else last
    if (two := conversation.last_two(KINDS)) and len(conversation.answers) < 2:
        kind = next(kind for node, kind in conversation.topics if node == two[0])
        either = Any(tuple(Nodes((node,)) for node in two), every=True)
        yield Part(SET, THOSE, either, frozenset((kind,)), constant=True, leaf="phrase")
    if len(conversation.answers) > 1 and isinstance(last, Lookup | All | Except | Kind | Extreme):
        kinds = frozenset(kind for node, kind in conversation.last_list if node in conversation.answers)
        yield Part(SET, THOSE, last, kinds, headed=True, leaf="listed")


def of_list(degree: Degree, the: bool, relations: Mapping[str, Relation], conversation: Conversation) -> Iterator[Part]:
    """'the latest one': of those that were listed."""
    if not (degree.superlative and the):
        return
    listed, those = conversation.at_list(), relations[degree.relation].subject
    kinds = frozenset(kind for node, kind in conversation.last_list if node in listed.answers and kind in those)
    if len(listed.answers) > 1 and kinds and listed.query is not None:
        of = listed.query.of if isinstance(listed.query, Count) else listed.query
        best = Extreme(of, degree.relation, degree.more, degree.rank, degree.many)
        yield Part(SET, OF_LIST, best, kinds, headed=True, leaf="phrase")


def assumed(noun: Noun, relation: Relation, conversation: Conversation) -> Iterator[Part]:
    """'the sequel' for that of the film spoken of last."""
    role = VALUE if noun.role == SUBJECT else SUBJECT
    known = conversation.part(noun.relation, noun.role, relation.kinds(noun.role))
    if known is not None and not noun.asks and relation.kinds(noun.role)[0] in KINDS:
        kinds = frozenset(relation.kinds(noun.role))
        yield Part(SET, ASSUMED, Nodes((known,)), kinds, constant=True, headed=True, spoken=True, leaf="assumed")
        return
    node = conversation.latest(relation.kinds(role))
    if node is not None and not noun.asks and noun.role in (SUBJECT, VALUE) and relation.kinds(noun.role)[0] in KINDS:
        query = Lookup(relation.name, noun.role, ((role, conversation.alike(node)),))
        yield Part(SET, ASSUMED, query, frozenset(relation.kinds(noun.role)), headed=True, leaf="assumed")


def placed(rank: int, relations: Mapping[str, Relation], conversation: Conversation) -> Iterator[Part]:
    """'the second one': of those that were listed, or of the row of the film that was spoken of."""
    for listed in dict.fromkeys((conversation.listed(rank), conversation.listed(rank, through=True))):
        if listed is not None:
            yield spoken_of(Nodes((listed[0],)), listed[1], 0)
    if not conversation.goes_through_list():
        yield from _of_row(rank, relations, conversation)


def _of_row(rank: int, relations: Mapping[str, Relation], conversation: Conversation) -> Iterator[Part]:
    """'the first one', where a film was spoken of that others follow."""
    for row in relations.values():
        kinds = row.kinds(SUBJECT) if row.row else ()
        for node, kind in conversation.latest_of_each(kinds)[:1]:
            place = in_row(node, kind, rank, row, relations)
            if place is not None:
                yield Part(SET, ASSUMED, place, frozenset((kind,)), constant=True, headed=True, leaf="phrase")


def named_before(
    piece: Piece,
    text: str,
    leading: str,
    others: Sequence[Piece],
    relations: Mapping[str, Relation],
    words: FunctionWords,
) -> Iterator[Part]:
    """'he', or 'the sequel', for whom, or that of what, the same question names: 'is X longer than the sequel'."""
    meanings = piece.payload if isinstance(piece.payload, tuple) and not isinstance(piece.payload, Mention) else ()
    if text not in words.tying:
        kinds = {kind for meaning in meanings if isinstance(meaning, Pronoun) for kind in meaning.kinds}
        if (found := _before(piece, others, kinds)) is not None:
            yield spoken_of(*found, 1)
    for noun in meanings if leading in words.definite else ():
        if isinstance(noun, Noun) and not noun.asks and noun.role in OTHER:
            relation, (role,) = relations[noun.relation], OTHER[noun.role]
            kinds = set(relation.kinds(role)) & set(KINDS)
            if relation.kinds(noun.role)[0] in KINDS and (found := _before(piece, others, kinds)) is not None:
                query = Lookup(relation.name, noun.role, ((role, found[0]),))
                yield Part(SET, ASSUMED, query, frozenset(relation.kinds(noun.role)), headed=True, leaf="phrase")


def _before(piece: Piece, others: Sequence[Piece], kinds: Collection[str]) -> tuple[Nodes, str] | None:
    """What is named before a piece, of some kinds: the longest name, and of its length the last."""
    before = [
        (other.end - other.start, other.end, other.payload)
        for other in others
        if isinstance(other.payload, Mention) and other.end <= piece.start and other.payload.nodes[0].kind in kinds
    ]
    if not before:
        return None
    named = max(before, key=lambda found: found[:2])[2]
    kind = named.nodes[0].kind
    return Nodes(named.of((kind,))[0]), kind


def spoken_of(things: Nodes, kind: str, back: int) -> Part:
    """Things of a kind that were spoken of, so many others of which may rather be meant."""
    kinds = frozenset((kind,))
    return Part(SET, FURTHER_BACK * back, things, kinds, constant=True, spoken=True, leaf="phrase")
