"""Queries against a small knowledge base: what each kind fetches, and the facts that it stands on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answering import superlatives
from bot.answering.evaluate import Evaluator
from bot.answering.result import Result
from bot.answering.snapshots import Snapshot
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
from tests.making import Compiled

FILES = {
    "facts/sources/programme.yaml": "source: The programme\n",
    "facts/films.yaml": """\
- film: Zorvan
  id: zorvan
  source: programme
  facts:
    directed_by: Ilka Brenn
    written_by: [Ilka Brenn, Odo Marsk]
    starring: [Tesk Ulmer as The Warden, Vara Lund]
    release_date: 1961-03-14
    runtime: 91 minutes
    genre: [drama, comedy]
- film: Quillane
  id: quillane
  source: programme
  facts:
    directed_by: Ilka Brenn
    written_by: Odo Marsk
    starring: [Vara Lund as The Warden]
    release_date: 1975
    runtime: 120 minutes
    genre: drama
    follows: Zorvan
- film: Merrow
  id: merrow
  source: programme
  facts:
    directed_by: Odo Marsk
    release_date: 2019-05-01
    runtime: 100 minutes
- series: Tarsk
  id: tarsk
  source: programme
  facts: {directed_by: Ilka Brenn}
""",
}


@pytest.fixture
def snapshot(compiled: Compiled) -> Snapshot:
    found = compiled(FILES)
    assert found.problems == ()
    return found


@pytest.fixture
def it(snapshot: Snapshot) -> Callable[..., Nodes]:
    """The query that names things by their ids."""

    def named(*idents: str) -> Nodes:
        nodes = [snapshot.base.by_ident(ident) for ident in idents]
        return Nodes(tuple(node for node in nodes if node is not None))

    return named


@pytest.fixture
def evaluate(snapshot: Snapshot) -> Callable[[Query], Result]:
    return Evaluator(snapshot.base, snapshot.relations).evaluate


Named = Callable[..., Nodes]
Evaluate = Callable[[Query], Result]


@pytest.fixture
def fetch(snapshot: Snapshot, evaluate: Evaluate) -> Callable[[Query], list[str]]:
    """The names that a query fetches, in order."""
    return lambda query: [snapshot.base.node(node).name for node in evaluate(query).nodes]


Fetch = Callable[[Query], list[str]]

FILMS = Kind(("film",))


def by(person: Query, relation: str = "directed_by") -> Lookup:
    """What a person made."""
    return Lookup(relation, "subject", (("value", person),))


# -- sets --------------------------------------------------------------------------------------------------------------


def test_named_things_are_themselves(fetch: Fetch, it: Named) -> None:
    assert fetch(it("zorvan")) == ["Zorvan"]
    assert fetch(it("zorvan", "quillane")) == ["Zorvan", "Quillane"]


def test_what_could_not_be_placed_is_nothing(fetch: Fetch, it: Named) -> None:
    assert fetch(Unplaced("alien")) == []
    assert fetch(Lookup("directed_by", "value", (("subject", Unplaced("alien")),))) == []
    assert fetch(Any((it("zorvan"), Unplaced("alien")))) == ["Zorvan"]


def test_everything_of_some_kinds(fetch: Fetch) -> None:
    assert sorted(fetch(FILMS)) == ["Merrow", "Quillane", "Zorvan"]
    assert sorted(fetch(Kind(("film", "series")))) == ["Merrow", "Quillane", "Tarsk", "Zorvan"]


def test_a_look_up_goes_in_every_direction(fetch: Fetch, it: Named) -> None:
    zorvan, ulmer, warden = it("zorvan"), it("tesk-ulmer"), it("the-warden")
    assert fetch(Lookup("directed_by", "value", (("subject", zorvan),))) == ["Ilka Brenn"]
    assert fetch(by(it("ilka-brenn"))) == ["Zorvan", "Quillane", "Tarsk"]
    assert fetch(Lookup("starring", "as", (("value", ulmer), ("subject", zorvan)))) == ["The Warden"]
    assert fetch(Lookup("starring", "value", (("as", warden),))) == ["Tesk Ulmer", "Vara Lund"]
    assert fetch(Lookup("starring", "value", (("as", warden), ("subject", zorvan)))) == ["Tesk Ulmer"]


def test_a_look_up_of_everything(fetch: Fetch) -> None:
    assert fetch(Lookup("follows", "subject")) == ["Quillane"]


def test_a_value_of_several_facts_is_there_once(fetch: Fetch) -> None:
    assert fetch(Lookup("directed_by", "value", (("subject", FILMS),))) == ["Ilka Brenn", "Odo Marsk"]


def test_look_ups_nest(fetch: Fetch, it: Named) -> None:
    director = Lookup("directed_by", "value", (("subject", it("zorvan")),))
    assert fetch(Lookup("written_by", "value", (("subject", by(director)),))) == ["Ilka Brenn", "Odo Marsk"]


def test_several_constraints_at_once(fetch: Fetch, it: Named) -> None:
    assert fetch(All((by(it("ilka-brenn")), by(it("odo-marsk"), "written_by")))) == ["Zorvan", "Quillane"]
    assert fetch(All((by(it("ilka-brenn")), FILMS))) == ["Zorvan", "Quillane"]
    assert fetch(All((FILMS, by(it("ilka-brenn")), by(it("vara-lund"), "starring")))) == ["Zorvan", "Quillane"]
    assert fetch(All((FILMS, Kind(("series",))))) == []


def test_one_constraint_or_another(fetch: Fetch, it: Named) -> None:
    assert fetch(Any((by(it("odo-marsk")), by(it("odo-marsk"), "written_by")))) == ["Merrow", "Zorvan", "Quillane"]


def test_everything_except_some(fetch: Fetch, it: Named) -> None:
    assert fetch(Except(by(it("ilka-brenn")), it("zorvan"))) == ["Quillane", "Tarsk"]
    assert fetch(Except(it("zorvan"), it("zorvan"))) == []


@pytest.mark.parametrize(
    ("low", "high", "films"),
    [(19610101, 19611231, ["Zorvan"]), (None, 19800000, ["Quillane", "Zorvan"]), (20200000, None, [])],
)
def test_a_stretch_of_time(fetch: Fetch, low: float | None, high: float | None, films: list[str]) -> None:
    dated = Lookup("release_date", "subject", (("value", Range("date", low, high, "…")),))
    assert sorted(fetch(dated)) == films


def test_longer_than_another(fetch: Fetch, it: Named) -> None:
    def than(more: bool) -> Lookup:
        return Lookup("runtime", "subject", (("value", Beyond("runtime", more, it("merrow"))),))

    assert fetch(than(more=True)) == ["Quillane"]
    assert fetch(than(more=False)) == ["Zorvan"]


def test_longer_than_something_whose_length_nobody_knows(fetch: Fetch, it: Named) -> None:
    assert fetch(Lookup("runtime", "subject", (("value", Beyond("runtime", True, it("tarsk"))),))) == []


@pytest.mark.parametrize(
    ("relation", "most", "rank", "found"),
    [
        ("runtime", True, 1, ["Quillane"]),
        ("runtime", True, 2, ["Merrow"]),
        ("runtime", False, 1, ["Zorvan"]),
        ("release_date", True, 1, ["Merrow"]),
        ("release_date", False, 1, ["Zorvan"]),
        ("runtime", True, 4, []),
        ("box_office", True, 1, []),
    ],
)
def test_the_most_and_the_least(fetch: Fetch, relation: str, most: bool, rank: int, found: list[str]) -> None:
    assert fetch(Extreme(FILMS, relation, most, rank)) == found


@pytest.mark.parametrize("relation", ["runtime", "release_date"])
@pytest.mark.parametrize("most", [True, False])
@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_of_very_many_the_same_is_found(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch, relation: str, most: bool, rank: int
) -> None:
    text = """\
- {film: Ondrel, source: p, facts: {runtime: 90, release_date: [1950-05-01, 2001-01-01]}}
- {film: Pellar, source: p, facts: {runtime: 120, release_date: 1980}}
- {film: Quarn, source: p, facts: {runtime: 90, release_date: [1990, 2001-01-01]}}
- {film: Rasp, source: p}
- {series: Sool, source: p, facts: {release_date: 2010}}
"""
    found = compiled({"facts/films.yaml": text, "facts/p.yaml": "source: P\n"})
    evaluator = Evaluator(found.base, found.relations)
    few = evaluator.evaluate(Extreme(Except(FILMS, Nodes(())), relation, most, rank))
    monkeypatch.setattr(superlatives, "MANY", 0)
    for films in (FILMS, Except(FILMS, Nodes(()))):
        assert evaluator.evaluate(Extreme(films, relation, most, rank)) == few


def test_equals_are_first_together(compiled: Compiled) -> None:
    text = "- {film: A1, source: p, facts: {runtime: 90}}\n- {film: B1, source: p, facts: {runtime: 90}}\n"
    found = compiled({"facts/films.yaml": text, "facts/p.yaml": "source: P\n"})
    longest = Evaluator(found.base, found.relations).evaluate(Extreme(FILMS, "runtime", True))
    assert len(longest.nodes) == 2


# -- the facts that an answer stands on --------------------------------------------------------------------------------


def test_an_answer_stands_on_its_facts(snapshot: Snapshot, evaluate: Evaluate, it: Named) -> None:
    found = evaluate(Lookup("directed_by", "value", (("subject", it("zorvan")),)))
    (said,) = snapshot.base.statements(found.facts)
    assert (said.relation, said.file) == ("directed_by", "facts/films.yaml")


def test_every_step_of_a_nested_answer_is_there(snapshot: Snapshot, evaluate: Evaluate, it: Named) -> None:
    sequel = Lookup("follows", "subject", (("value", it("zorvan")),))
    found = evaluate(Lookup("directed_by", "value", (("subject", sequel),)))
    assert sorted(said.relation for said in snapshot.base.statements(found.facts)) == ["directed_by", "follows"]


def test_the_longest_film_stands_on_its_length(snapshot: Snapshot, evaluate: Evaluate) -> None:
    found = evaluate(Extreme(FILMS, "runtime", True))
    (said,) = snapshot.base.statements(found.facts)
    assert (said.relation, said.subject) == ("runtime", found.nodes[0])


def test_nothing_stands_on_nothing(evaluate: Evaluate) -> None:
    assert evaluate(Lookup("box_office", "value", (("subject", FILMS),))) == Result()


# -- counts, descriptions, existence -----------------------------------------------------------------------------------


def test_counted_is_what_would_be_listed(evaluate: Evaluate, it: Named) -> None:
    films = by(it("ilka-brenn"))
    assert evaluate(Count(films)) == evaluate(films)


def test_described_is_the_thing_itself(evaluate: Evaluate, it: Named) -> None:
    assert evaluate(Describe(it("zorvan"))).nodes == it("zorvan").ids


def test_what_is_found_exists_and_what_is_not_found_may(evaluate: Evaluate, it: Named) -> None:
    assert evaluate(Exists(Lookup("follows", "subject", (("value", it("zorvan")),)))).holds is True
    assert evaluate(Exists(Lookup("follows", "subject", (("value", it("merrow")),)))).holds is None


# -- yes and no --------------------------------------------------------------------------------------------------------


def cast(film: Query) -> Lookup:
    return Lookup("starring", "value", (("subject", film),))


def test_yes_is_what_a_fact_says(evaluate: Evaluate, it: Named) -> None:
    assert evaluate(Check(it("tesk-ulmer"), cast(it("zorvan")))).holds is True
    assert evaluate(Check(it("zorvan"), by(it("ilka-brenn")))).holds is True


def test_yes_of_two_is_yes_of_both(evaluate: Evaluate, it: Named) -> None:
    both = Any((it("tesk-ulmer"), it("vara-lund")), every=True)
    assert evaluate(Check(both, cast(it("zorvan")))).holds is True
    assert evaluate(Check(both, cast(it("quillane")))).holds is not True


def test_what_nobody_wrote_down_is_not_no(evaluate: Evaluate, it: Named) -> None:
    """A cast is seldom written down whole."""
    found = evaluate(Check(it("ilka-brenn"), cast(it("zorvan"))))
    assert found.holds is None
    assert len(found.nodes) == 2  # what is known instead


def test_no_is_what_a_single_or_complete_value_rules_out(snapshot: Snapshot, evaluate: Evaluate, it: Named) -> None:
    ((ninety_one, _),) = snapshot.base.lookup("runtime", "value", {"subject": it("zorvan").ids})
    assert snapshot.relations["directed_by"].complete
    assert evaluate(Check(it("odo-marsk"), Lookup("directed_by", "value", (("subject", it("zorvan")),)))).holds is False
    assert (
        evaluate(Check(Nodes((ninety_one,)), Lookup("runtime", "value", (("subject", it("merrow")),)))).holds is False
    )
    assert evaluate(Check(it("quillane"), by(it("odo-marsk")))).holds is False


def test_without_any_value_nothing_is_ruled_out(evaluate: Evaluate, it: Named) -> None:
    assert evaluate(Check(it("odo-marsk"), Lookup("edited_by", "value", (("subject", it("zorvan")),)))).holds is None


def test_who_plays_a_role_rules_others_out(evaluate: Evaluate, it: Named) -> None:
    role = Lookup("starring", "value", (("subject", it("zorvan")), ("as", it("the-warden"))))
    assert evaluate(Check(it("vara-lund"), role)).holds is False
    assert evaluate(Check(it("tesk-ulmer"), role)).holds is True
