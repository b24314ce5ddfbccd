"""The examples in every relation's file work, on made-up facts: two for every relation, with all of its qualifiers.

The facts are made from the declarations, so this runs for a relation that a curator adds, too. The names are invented,
because a question must not be answered by what its names happen to mean.
"""

from __future__ import annotations

import json
import random
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.reading import read_rules
from bot.facts.vocabulary import SUBJECT, Relation
from bot.language.fuzzy import distance
from tests import failing
from tests.making import SHIPPED, write

RELATIONS = read_rules(list_knowledge(SHIPPED, SHIPPED)).vocabulary


@dataclass(frozen=True)
class Filler:
    """What stands in a role: as a file writes it, as the answer gives it, as a question says it."""

    written: str
    given: str
    said: str


@dataclass(frozen=True)
class Made:
    """A made-up fact: the filler of each role."""

    relation: str
    roles: Mapping[str, Filler]


class Inventor:
    """Invents names and values. No two names are so alike that one could be the other misspelt."""

    def __init__(self) -> None:
        self._random = random.Random(1895)
        self._words: list[str] = []
        self._number = 0

    def word(self) -> str:
        """Four syllables that nobody has heard before."""
        while True:
            syllables = ("".join(map(self._random.choice, ("bdgkvz", "aeou", "lmnrx"))) for _ in range(3))
            word = "".join(syllables) + self._random.choice(("ik", "ulo", "esh", "app", "yw"))
            if all(distance(word, other, 4) > 4 for other in self._words):
                self._words.append(word)
                return word

    def filler(self, kind: str) -> Filler:
        """Something of a kind, or a value of a type."""
        self._number += 1
        word, number = self.word(), self._number
        name = word.capitalize()
        match kind:
            case "person" | "character":
                name = f"{name} {self.word().capitalize()}"
            case "text":
                name = f"{name} and {self.word()}"
            case "label":
                name = word
            case "date":
                year = 1890 + number % 130
                return Filler(f"{year}-03-14", f"{year}-03-14", str(year))
            case "duration":
                return Filler(f"{60 + number} minutes", str(60 + number), f"{60 + number} minutes")
            case "money":
                return Filler(f"${number} million", f"${number},000,000", f"{number} million dollars")
            case "number":
                return Filler(str(number), str(number), str(number))
            case "length":
                return Filler(f"1{number % 100:02} cm", f"1.{number % 100:02} m", f"1{number % 100:02} cm")
        return Filler(name, name, name)


def made_up(together: bool) -> tuple[Made, ...]:
    """Two facts for each relation about one subject, or one where it has one value only.

    With `together`, the relations that are first of all about films are about the same film, and so on.
    """
    inventor = Inventor()
    facts, subjects = [], dict[str, Filler]()
    for relation in RELATIONS.values():
        kind = relation.subject[0]
        subject = subjects[kind] if together and kind in subjects else inventor.filler(kind)
        subjects[kind] = subject
        for _ in range(2 if relation.many else 1):
            roles = {role: inventor.filler(_type(relation, role)) for role in relation.roles if role != SUBJECT}
            facts.append(Made(relation.name, {SUBJECT: subject, **roles}))
    return tuple(facts)


def _type(relation: Relation, role: str) -> str:
    first = relation.kinds(role)[0]
    return "label" if first == relation.name else first


def fact_file(facts: Sequence[Made]) -> str:
    """The text of a pack that holds these facts."""
    entries: dict[str, dict[str, list[Made]]] = {}
    for fact in facts:
        first = f"- {RELATIONS[fact.relation].subject[0]}: {fact.roles[SUBJECT].written}"
        entries.setdefault(first, {}).setdefault(fact.relation, []).append(fact)
    lines = []
    for first, relations in entries.items():
        lines += [first, "  source: made-up", "  facts:"]
        for relation, values in relations.items():
            lines.append(f"    {relation}:")
            for fact in values:
                keys = [
                    f"{role}: {json.dumps(filler.written)}" for role, filler in fact.roles.items() if role != SUBJECT
                ]
                lines.append(("      - " if RELATIONS[relation].many else "        ") + "\n        ".join(keys))
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Base:
    """Made-up facts, and what answers from them."""

    facts: tuple[Made, ...]
    answerer: Answerer


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Base]]:
    """A base in which each relation has a subject of its own, and one in which many share it."""
    made = []
    for together in (False, True):
        facts = made_up(together)
        files = {"facts/made-up.yaml": fact_file(facts), "facts/sources/made-up.yaml": "source: Made up\n"}
        folder = write(tmp_path_factory.mktemp("made-up"), files)
        made.append(Base(facts, Answerer.open(folder, tmp_path_factory.mktemp("cache"))))
    yield made
    for base in made:
        base.answerer.close()


def cases() -> Iterator[object]:
    for relation in RELATIONS.values():
        for ask, questions in relation.phrasings["en"].examples.items():
            for question in questions:
                name = f"{relation.name}.{ask}: {question}"
                marks = failing.marks(failing.EXAMPLES.get((name,)))
                yield pytest.param(relation, ask, question, id=name, marks=marks)


def gives(answer: Answer, fillers: set[str], relation: Relation) -> bool:
    """Whether the answer is these, from this relation or what it unites; or says how many, or says it in prose."""
    if answer.query.startswith("describe(") or answer.answers in (("yes",), ("no",)):
        return all(filler in answer.text for filler in fillers)
    if not {relation.name} <= {fact.relation for fact in answer.facts} <= {*relation.sources}:
        return False
    if answer.query.startswith("count("):
        return answer.answers == (str(len(fillers)),)
    return sorted(answer.answers) == sorted(fillers)


def test_the_made_up_facts_are_good_ones(bases: list[Base]) -> None:
    for base in bases:
        assert [str(problem) for problem in base.answerer.problems] == []


@pytest.mark.parametrize(("relation", "ask", "example"), [*cases()])
def test_an_example_gets_the_answer_of_its_fact(bases: list[Base], relation: Relation, ask: str, example: str) -> None:
    for base in bases:
        facts = [fact for fact in base.facts if fact.relation == relation.name]
        known = [fact for fact in base.facts if fact.relation in relation.sources]
        filled = [field for _, field, _, _ in string.Formatter().parse(example) if field]
        same = [fact for fact in known if all(fact.roles[role] == facts[0].roles[role] for role in filled)]
        wanted = {fact.roles[ask].given for fact in same}
        question = example.format(**{role: filler.said for role, filler in facts[0].roles.items()})
        answer = base.answerer.answer(question)
        said = f"{question}\nwanted: {sorted(wanted)}\n{answer.text}\n{answer.explanation}"
        assert answer.status == "answered", said
        assert gives(answer, wanted, relation), said


def test_every_relation_has_a_fact_with_all_its_roles() -> None:
    for together in (False, True):
        facts = made_up(together)
        assert {fact.relation for fact in facts} == set(RELATIONS)
        assert all(set(fact.roles) == set(RELATIONS[fact.relation].roles) for fact in facts)


def test_what_is_known_to_fail_is_an_example() -> None:
    assert {name for (name,) in failing.EXAMPLES} <= {
        f"{relation.name}.{ask}: {question}"
        for relation in RELATIONS.values()
        for ask, questions in relation.phrasings["en"].examples.items()
        for question in questions
    }
