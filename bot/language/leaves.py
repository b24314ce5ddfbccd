"""The smallest parts: what each piece of an utterance means before anything is joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.facts.model import KINDS
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.conversation import Conversation
from bot.language.costs import BARE_NOUN, DROPPED, unusual
from bot.language.function_words import FunctionWords
from bot.language.linking import Mention
from bot.language.literals import Literal
from bot.language.meanings import (
    LIGHT,
    Degree,
    Facet,
    Kinds,
    Meaning,
    Noun,
    Operation,
    Ordinal,
    Pronoun,
    Rank,
    Same,
    Those,
    Verb,
)
from bot.language.parts import DOUBT, ITS, MODIFIER, OWN, RELATION, SET, Part
from bot.language.pieces import Gap, Piece, Unknown
from bot.language.query import All, Any, Kind, Lookup, Nodes, Unplaced
from bot.language.spoken import assumed, of_list, placed, pronoun, spoken_of, those

#: What it costs that a label stands for what has it.
LABELLED = 0.2
#: ... for the work, rather than for whom a further role names.
TAKEN_BY = 0.002
#: What it costs that a label is a noun for what may be had several times, where only one is called so.
ONE_LABEL = 0.05
#: What it costs that a label is the name of a place of which nothing is known.
NO_PLACE = 0.3
#: What 'which ones' gains for being asked of those that were listed.
ASKED_OF = 0.25
#: What it costs that a number is the name of something unknown ('who directed 1917?').
NO_NUMBER = 1.0
#: What it costs that a noun for a kind ('films') is a verb instead; that a preposition at the end is a relation of
#: its own; that a question phrase ('how long') stands for its answers.
UNUSUAL, STRANDED, ASKED_NOUN = 0.35, 0.15, 0.05
#: What it costs that a word behind an article is a verb: 'has X a follow-up'.
AS_NOUN = 0.4
#: ... that a verb is misspelt of which the preposition is missing as well.
MISSPELT_UNSAID = 0.25
#: What it costs that somebody's 'own' films are any.
ANYBODYS = 0.1


class Around(NamedTuple):
    """The glue words before and after a piece, and all words of the utterance."""

    before: str
    after: str
    said: frozenset[str]


def leaves(
    piece: Piece,
    text: str,
    around: Around,
    relations: Mapping[str, Relation],
    words: FunctionWords,
    conversation: Conversation,
) -> Iterator[Part]:
    """The parts that a piece may be. ``text`` are its words as typed."""
    payload = piece.payload
    if isinstance(payload, Mention):
        yield from _named(payload, text, relations)
    elif isinstance(payload, Literal):
        for line in payload.ranges:
            yield Part(SET, query=line, kinds=frozenset((line.type,)), leaf="literal")
        yield Part(SET, NO_NUMBER, query=Unplaced(text), constant=True, leaf="literal")
    elif isinstance(payload, Unknown):
        if around.before not in words.own:  # 'what is your token' asks about no name
            yield Part(SET, query=Unplaced(text), constant=True, leaf="unknown")
    elif not isinstance(payload, Gap):
        kind = any(isinstance(meaning, Kinds) and not meaning.asks for meaning in payload)
        for meaning in payload:
            for part in _meant(meaning, text, around, relations, words, conversation):
                if piece.corrected and part.unsaid:
                    part = part._replace(cost=part.cost + MISSPELT_UNSAID)  # noqa: PLW2901
                if piece.beside_name and part.leaf in DROPPED:
                    part = part._replace(leaf="phrase")  # noqa: PLW2901 - who corrects a word must make sense of it
                yield part._replace(cost=part.cost + UNUSUAL) if kind and not isinstance(meaning, Kinds) else part


def _named(mention: Mention, text: str, relations: Mapping[str, Relation]) -> Iterator[Part]:
    """What has a name: one of some things, or all of them; what has a label."""
    nodes = tuple(named.node for named in mention.nodes)
    kinds = frozenset(named.kind for named in mention.nodes)
    if mention.together:
        each = Any(tuple(Nodes((node,)) for node in nodes), every=True)
        yield Part(SET, query=each, kinds=kinds, constant=True, leaf="mention")
        return
    yield Part(SET, query=Nodes(nodes), kinds=kinds, mention=mention, constant=True, leaf="mention")
    labels = [relations[kind] for kind in sorted(kinds & relations.keys())]
    for relation in labels:
        yield from _labelled(relation, mention)
    if "place" not in kinds and any(relation.places for relation in labels):  # 'shot in England'
        yield Part(SET, NO_PLACE, Unplaced(text), frozenset(("place",)), constant=True, leaf="unknown")


def _labelled(relation: Relation, mention: Mention) -> Iterator[Part]:
    """'comedies': the works that have the label; of a prize whoever took it, where that was not the work itself."""
    nodes, quality = mention.of(relation.kinds(VALUE))
    doubt = (1.0 - quality) * DOUBT
    cost = LABELLED + doubt
    if relation.qualifiers:  # what one has on some occasion: 'how many oscars did X win', 'the most oscars'
        noun, some = Noun(relation.name, VALUE), Nodes(nodes)
        usual = doubt + (ONE_LABEL if len(nodes) == 1 else 0.0)
        yield Part(RELATION, usual, some, meaning=noun, leaf="phrase")
        had, kinds = All((Lookup(relation.name, VALUE), some)), frozenset(relation.kinds(VALUE))
        yield Part(SET, usual + BARE_NOUN, had, kinds, headed=True, leaf="phrase")
    for role in (*relation.qualifiers, SUBJECT):
        if relation.kinds(role)[0] in KINDS:
            query = Lookup(relation.name, role, ((VALUE, Nodes(nodes)),))
            yield Part(SET, cost + TAKEN_BY * (role == SUBJECT), query, frozenset(relation.kinds(role)), headed=True)


def _meant(
    meaning: Meaning,
    text: str,
    around: Around,
    relations: Mapping[str, Relation],
    words: FunctionWords,
    conversation: Conversation,
) -> Iterator[Part]:
    leading = around.before
    if isinstance(meaning, Noun) and leading in words.definite:
        yield from assumed(meaning, relations[meaning.relation], conversation)
    match meaning:
        case Noun():
            yield from _noun(meaning, around, relations, words)
        case Verb():
            yield _verb(meaning, around, words)
        case Kinds():
            yield from _kinds(meaning, leading, words)
        case Same(relation, span):
            yield Part(RELATION, meaning=Noun(relation, VALUE, span=span), share=True, leaf="phrase")
        case Degree():
            the = leading in words.articles
            yield Part(MODIFIER, meaning=meaning, headed=the, trailing=around.after, leaf="phrase")
            yield from of_list(meaning, leading in words.articles, relations, conversation)
        case Facet(kinds) if leading in words.definite and (known := conversation.latest_of_each(kinds)):
            yield Part(MODIFIER, meaning=meaning, leaf="phrase")
            yield spoken_of(conversation.alike(known[0][0]), known[0][1], 1)  # 'the script'
        case Operation() | Rank() | Facet():
            yield Part(MODIFIER, meaning=meaning, leaf="light" if meaning == Operation(LIGHT) else "phrase")
        case Pronoun(kinds):
            yield from pronoun(normalise(text), kinds, words, conversation)
        case Those(asks):
            yield from (part._replace(asks=asks, cost=part.cost - ASKED_OF * asks) for part in those(conversation))
        case Ordinal(rank):
            yield from placed(rank, relations, conversation)


def _kinds(meaning: Kinds, leading: str, words: FunctionWords) -> Iterator[Part]:
    """A noun for everything of some kinds, or for those of whom it is said; or what asks for them."""
    kinds, asks = meaning.kinds, meaning.asks
    leaf = ("typed" if kinds else "asks") if asks else "kind"
    named, unlike = frozenset(kinds) if kinds else None, frozenset(meaning.unlike)
    cost = ANYBODYS if leading in words.reflexive else 0.0
    part = Part(
        SET, cost, Kind(kinds), named, open=True, asks=asks, relative=asks, headed=True, unlike=unlike, leaf=leaf
    )
    yield part._replace(several=meaning.several, some=meaning.some) if meaning.several or meaning.some else part
    if leading in words.reflexive and not asks:
        yield Part(SET, query=Kind(kinds), kinds=named, bound=OWN, leaf="phrase")


def _noun(noun: Noun, around: Around, relations: Mapping[str, Relation], words: FunctionWords) -> Iterator[Part]:
    """A noun as what is of something, and as everything that it is said of: 'directors'."""
    usual = unusual(noun.order)
    leaf = "typed" if noun.asks else "phrase"
    whose = around.before in words.possessives
    part = Part(RELATION, usual, meaning=noun, asks=noun.asks, trailing=around.after, whose=whose, leaf=leaf)
    yield part._replace(counted=noun.counted)
    if around.before in words.whose:
        return
    if whose and not noun.asks:
        kinds = frozenset(relations[noun.relation].kinds(noun.role))
        yield Part(SET, usual, Lookup(noun.relation, noun.role), kinds, bound=ITS, leaf="phrase")
    kinds = frozenset(relations[noun.relation].kinds(noun.role))
    cost = usual + (ASKED_NOUN if noun.asks else BARE_NOUN)
    found = Lookup(noun.relation, noun.role)
    yield Part(SET, cost, found, kinds, open=True, asks=noun.asks, headed=True, span=noun.span, leaf=leaf)


def _verb(verb: Verb, around: Around, words: FunctionWords) -> Part:
    further = (phrase for phrase, _ in verb.clause.rest if phrase not in words.of)  # 'whose' says 'of'
    behind = (verb.preposition, *further)
    unsaid = any(phrase and around.said.isdisjoint(phrase.split()) for phrase in behind)
    noun = around.before in words.articles | words.possessives
    cost = unusual(verb.order) + STRANDED * verb.stranded + AS_NOUN * noun
    return Part(RELATION, cost, meaning=verb, trailing=around.after, unsaid=unsaid, leaf="phrase")
