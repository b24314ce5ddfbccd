"""Several questions in one message: whether two pieces of it are two questions, and their answers as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.answering.answer import Answer
from bot.answering.deciding import Decision, sensible
from bot.answering.outcome import Answered
from bot.language.calling import PERSONS
from bot.language.parse import Parse, Reading
from bot.language.query import All, Describe, Nodes, Query
from bot.language.splitting import Cut
from bot.language.trees import nodes_in, replaced, unplaced_in, walk

T = TypeVar("T")

#: More questions than this of one message are not answered.
MOST_QUESTIONS = 5
#: How much better the parts must be than the whole (less than nothing: how much worse they may be) where an auxiliary
#: follows 'and', which may go on with what was said ('... and was born in X'); where a question word follows a comma;
#: where it follows 'and', or nothing; where a sentence ends.
BETTER = {Cut.AUXILIARY: 0.4, Cut.SIGN: 0.3, Cut.WORD: -0.15, Cut.NOTHING: 0.05, Cut.QUESTION: -0.25}
#: What a word is worth that only joins the parts.
JOINING = 0.5
#: Words before a question that name what nobody knows are a name if they are no more than these.
LONGEST_NAME = 3
#: A name that is spelt this well is not cut.
SPELT = 0.9


def apart(whole: Parse, one: Parse, other: Parse, cut: Cut) -> bool:
    """Whether `whole` is two questions, `one` and `other`: both are understood, and better than as one."""
    if not understood(one) or (understood(whole) and _cuts_a_name(whole, len(one.words))):
        return False
    if cut is Cut.NOTHING and _ends_with_person(one):
        return False  # 'X who was born in Y'
    if not understood(other):  # a question that is not understood is no part of one that is
        ends = cut is Cut.QUESTION and other.smalltalk is None
        return ends and _names_strangers(whole) and not _names_strangers(one)
    if not understood(whole):
        return True
    if cut is not Cut.NOTHING and _asks_the_same(one.readings[0].query, other.readings[0].query):
        return True
    joining = len(whole.words) - len(one.words) - len(other.words)
    parts = one.readings[0].score + other.readings[0].score + JOINING * joining
    better = BETTER[Cut.QUESTION] if cut in (Cut.SIGN, Cut.WORD) and _goes_on(one, other) else BETTER[cut]
    return parts > whole.readings[0].score + better


def _goes_on(one: Parse, other: Parse) -> bool:
    """Whether a question is about what the one before it names: 'who directed X, who wrote it'."""
    asked = other.readings[0]
    spoken_of = set(nodes_in(asked.query)) - _named(asked)
    return not one.readings[0].names and not spoken_of.isdisjoint(_named(one.readings[0]))


def _asks_the_same(one: Query, other: Query) -> bool:
    """Whether two queries differ only in what they name: 'who plays X, who plays Y'."""
    first, second = ({part for part in walk(each) if isinstance(part, Nodes)} for each in (one, other))
    return one != other and len(first) == len(second) == 1 and replaced(one, first.pop(), second.pop()) == other


def _named(reading: Reading) -> set[int]:
    return {named.node for _, mention in reading.mentions for named in mention.nodes}


def only_tells(whole: Parse, one: Parse, other: Parse) -> bool:
    """Whether `one` asks nothing, but says what `other` is about: 'heat, who directed it?'."""
    if not understood(other) or not one.readings or one.smalltalk is not None:
        return False
    best = one.readings[0]
    worse = not understood(whole) or whole.readings[0].score <= best.score + other.readings[0].score
    bare = isinstance(best.query, Describe) and best.names and not unplaced_in(best.query)
    a_name = isinstance(best.query, Describe) and len(one.words) <= LONGEST_NAME and _names_strangers(whole)
    return (bare and worse) or (not understood(one) and bool(other.readings[0].needs) and not a_name)


def _names_strangers(parse: Parse) -> bool:
    return bool(parse.readings) and bool(unplaced_in(parse.readings[0].query))


def only_talks(one: Decision, other: Parse) -> bool:
    """Whether what a writer tells asks nothing, and what follows does: 'my dad loves X, who directed it?'."""
    told = one.outcome
    return understood(other) and not (isinstance(told, Answered) and not isinstance(told.query, Describe))


def tells_which(one: Decision, other: Parse) -> bool:
    """Whether `one` only says which things `other` is about: 'the film with X, how long is it?', 'of X's films, …'."""
    told, outcome = one.reading, one.outcome
    if told is None or not sensible(told) or not told.names or not understood(other):
        return False
    if not isinstance(outcome, Answered) or outcome.holds is not None:
        return False
    asked = other.readings[0]
    if any(told.query == part or _narrows(part, told.query) for part in walk(asked.query)):
        return True
    node = outcome.nodes[0] if len(outcome.nodes) == 1 else None
    return node in nodes_in(asked.query) and node not in _named(asked)


def _narrows(query: Query, wider: Query) -> bool:
    """Whether a query is another one, narrowed down further."""
    wide = set(wider.parts) if isinstance(wider, All) else {wider}
    return isinstance(query, All) and wide < set(query.parts)


def understood(parse: Parse) -> bool:
    """Whether it has a reading that makes sense."""
    return parse.smalltalk is None and bool(parse.readings) and sensible(parse.readings[0])


def _ends_with_person(one: Parse) -> bool:
    mentions = [mention for _, mention in one.readings[0].mentions if mention.end == len(one.words)]
    return any(named.kind in PERSONS for mention in mentions for named in mention.nodes)


def _cuts_a_name(whole: Parse, place: int) -> bool:
    """Whether the word at `place` is inside a name of the best reading."""
    mentions = [mention for _, mention in whole.readings[0].mentions]
    return any(mention.start < place < mention.end and mention.quality >= SPELT for mention in mentions)


def together(answers: Sequence[Answer], further: str = "") -> Answer:
    """The answers to the questions of one message as one; ``further`` is said at its end."""
    first = answers[0]
    if len(answers) == 1 and not further:
        return first
    answered = any(answer.status == "answered" for answer in answers)
    return Answer(
        status="answered" if answered else first.status,
        text="\n".join([*(answer.text for answer in answers), *([further] if further else [])]),
        answers=tuple(value for answer in answers for value in answer.answers),
        query="; ".join(answer.query for answer in answers if answer.query),
        entities=tuple({entity.id: entity for answer in reversed(answers) for entity in answer.entities}.values()),
        facts=_each(answer.facts for answer in answers),
        suggestions=_each(answer.suggestions for answer in answers),
        confidence=min(answer.confidence for answer in answers),
        ms=sum(answer.ms for answer in answers),
        sources=_each(answer.sources for answer in answers),
        explain=lambda: "\n".join(answer.explanation for answer in answers),
        unanswered=_each(answer.unanswered for answer in answers),
    )


def _each(groups: Iterable[Sequence[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))
