from __future__ import annotations

import random
from pathlib import Path

from bot.answering.answerer import SHIPPED, Answerer
from bot.language.query import Except, Lookup, Nodes
from tests.bench.asking import without_mentioned
from tests.bench.metaqa import Question, make_pack
from tests.bench.removed import without_facts, without_names
from tests.bench.typos import VARIANTS, misspell, vary

TRIPLES = [
    ("Heat", "directed_by", "Michael Mann"),
    ("Heat", "has_genre", "Crime"),
    ("Heat", "has_imdb_votes", "famous"),
    ('No: "Yes" #1', "directed_by", "Michael Mann"),
    ('No: "Yes" #1', "starred_actors", "Sting"),
]
QUESTION = Question("who directed the movie ", "Heat", "", ("Michael Mann",))


def test_a_pack_is_read_without_problems_and_made_once(tmp_path: Path) -> None:
    folder = make_pack(TRIPLES, tmp_path, also=["Nobody Known"])
    answerer = Answerer.open(folder, tmp_path / "cache", SHIPPED)
    assert answerer.problems == ()
    assert answerer.answer("who directed Heat?").answers == ("Michael Mann",)
    answerer.close()
    written = {path: path.stat().st_mtime_ns for path in folder.rglob("*.yaml")}
    assert make_pack(TRIPLES, tmp_path, also=["Nobody Known"]) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.yaml")} == written


def test_typos_are_the_same_every_time_and_only_where_they_belong() -> None:
    for variant in VARIANTS:
        varied = vary(QUESTION, variant)
        assert varied == vary(QUESTION, variant)
        assert (varied.name != QUESTION.name) == (variant in ("name", "both"))
        assert (varied.before != QUESTION.before) == (variant in ("other", "both"))
    assert misspell("up to 11", random.Random(1)) == "up to 11"


def test_what_is_asked_about_leaves_the_second_step() -> None:
    heat = Nodes((1,))
    films = Lookup("directed_by", "subject", (("value", Lookup("directed_by", "value", (("subject", heat),))),))
    asked = Lookup("starring", "value", (("subject", films),))
    assert without_mentioned(asked) == Lookup("starring", "value", (("subject", Except(films, heat)),))


def test_removed_facts_and_names_are_gone() -> None:
    facts, people = without_facts(TRIPLES, [QUESTION])
    assert facts == TRIPLES[1:]
    assert people == set()
    assert without_names(TRIPLES, [Question("", "the heat", "", ())]) == TRIPLES[3:]
