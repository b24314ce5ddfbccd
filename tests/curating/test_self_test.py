from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.curating.self_test import check, examples, self_test
from bot.facts.fact_file import read_fact_file
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.model import Ask, Entity, Location
from bot.facts.reading import read_rules
from tests.making import SHIPPED, Make, read_folder, write

HERE = Location("facts/x.yaml", 3, 3)
RELATIONS = read_rules(list_knowledge(SHIPPED, SHIPPED)).vocabulary

FILES = {
    "facts/papers.yaml": "source: The Evening Papers\n",
    "facts/lantern.yaml": """
film: Lantern Hour
source: papers
facts:
  directed_by: Ada Example
  genre: [thriller, comedy]
asks:
  who directed Lantern Hour?: Ada Example
  what genre is Lantern Hour?: [comedy, thriller]
  when did Lantern Hour come out?: unknown
  who wrote Lantern Hour?: Ben Sample
""",
}


def asks_of(entities: Iterable[Entity]) -> list[Ask]:
    return [ask for entity in entities for ask in entity.asks]


def test_the_shipped_facts_get_the_answers_that_they_want(answerer: Answerer) -> None:
    entities = read_folder(SHIPPED).entities
    tested = self_test(answerer.answer, asks_of(entities), answerer.snapshot.base, answerer.snapshot.relations)
    assert [str(broken) for broken in tested.broken] == []
    assert tested.asked >= 100
    assert sum(len(entity.asks) for entity in entities) >= 8


def test_what_no_longer_holds_is_named_with_its_place(make: Make, tmp_path: Path) -> None:
    made = make(FILES)
    entities = read_folder(write(tmp_path, FILES)).entities
    tested = self_test(made.answer, asks_of(entities), made.snapshot.base, made.snapshot.relations)
    (broken,) = tested.broken
    assert (broken.question, broken.expected, broken.answers) == ("who wrote Lantern Hour?", ("Ben Sample",), ())
    assert str(broken).startswith("facts/lantern.yaml:11:3: 'who wrote Lantern Hour?' is to get Ben Sample, and gets: ")


@pytest.mark.parametrize(
    ("question", "expected", "holds"),
    [
        ("who directed Lantern Hour?", ("ada example",), True),
        ("who directed Lantern Hour?", (), False),
        ("who directed Lantern Hour?", ("Ada Example", "Ben Sample"), False),
        ("what genre is Lantern Hour?", ("thriller",), False),
        ("is Lantern Hour a comedy?", ("yes",), True),
        ("who wrote Lantern Hour?", (), True),
        ("who directed Nothing At All?", (), True),
    ],
)
def test_all_answers_are_compared(make: Make, question: str, expected: tuple[str, ...], holds: bool) -> None:
    assert (check(make(FILES).answer, Ask(question, expected, HERE)) is None) is holds


def test_examples_are_asked_of_facts_whose_names_mean_one_thing(make: Make) -> None:
    base, relations = (snapshot := make(FILES).snapshot).base, snapshot.relations
    asked = {ask.question: ask.expected for ask in examples(base, relations)}
    assert asked["who directed Lantern Hour?"] == ("Ada Example",)
    assert asked["what films did Ada Example direct?"] == ("Lantern Hour",)


@pytest.mark.parametrize(
    ("asks", "what"),
    [
        ("asks: who directed it?", "'asks' is a mapping"),
        ("asks:\n  who directed it?: [unknown, Ada]", "'unknown' among other answers"),
        ("asks:\n  who directed it?: {a: b}", "an answer"),
        ("asks:\n  who directed it?: ''", "answer"),
    ],
)
def test_asks_that_cannot_be_read_are_problems(asks: str, what: str) -> None:
    found = read_fact_file(f"film: Lantern Hour\n{asks}\n".encode(), "facts/lantern.yaml", RELATIONS)
    assert [problem for problem in found.problems if what in problem.what]
    assert found.entities == ()
