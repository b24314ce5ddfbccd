"""The logical form as text, and what can be asked of it."""

from __future__ import annotations

import pytest

from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Except,
    Exists,
    Extreme,
    Kind,
    Lookup,
    Nodes,
    Query,
    Range,
    Today,
    Unplaced,
)
from bot.language.rendering import render
from bot.language.trees import nodes_in, parts_of, replaced, unplaced_in, walk

NAMES = {1: "heat", 2: "heat-2", 3: "michael-mann", 4: "al-pacino", 5: "vincent-hanna"}
HEAT, MANN, PACINO, HANNA = Nodes((1,)), Nodes((3,)), Nodes((4,)), Nodes((5,))
FILMS_OF_MANN = Lookup("directed_by", "subject", (("value", MANN),))
LONG = Range("duration", 120.5, None, "longer than 2 hours")

SHOWN: list[tuple[Query, str]] = [
    (HEAT, "heat"),
    (Nodes((1, 2)), "heat|heat-2"),
    (Unplaced("alien"), '"alien"'),
    (Kind(("film", "series")), "film|series"),
    (Lookup("directed_by", "value", (("subject", HEAT),)), "directed_by(heat)"),
    (FILMS_OF_MANN, "directed_by(?, michael-mann)"),
    (Lookup("directed_by", "value"), "directed_by(?)"),
    (Lookup("starring", "value", (("subject", HEAT), ("as", HANNA))), "starring(heat, ?, as=vincent-hanna)"),
    (Lookup("starring", "as", (("subject", HEAT), ("value", PACINO))), "starring(heat, al-pacino, as=?)"),
    (Lookup("starring", "as", (("subject", HEAT),)), "starring(heat, as=?)"),
    (Lookup("starring", "value", (("as", HANNA),)), "starring(_, ?, as=vincent-hanna)"),
    (Lookup("starring", "subject", (("as", HANNA),)), "starring(?, as=vincent-hanna)"),
    (Lookup("written_by", "value", (("subject", FILMS_OF_MANN),)), "written_by(directed_by(?, michael-mann))"),
    (Lookup("directed_by", "value", (("subject", Unplaced("alien")),)), 'directed_by("alien")'),
    (All((FILMS_OF_MANN, Kind(("film",)))), "directed_by(?, michael-mann) & film"),
    (Any((HEAT, MANN)), "heat | michael-mann"),
    (Except(FILMS_OF_MANN, HEAT), "directed_by(?, michael-mann) - heat"),
    (Extreme(FILMS_OF_MANN, "runtime", True), "most(runtime, directed_by(?, michael-mann))"),
    (Extreme(Kind(("film",)), "release_date", False, 2), "least(release_date, film, 2)"),
    (Lookup("runtime", "subject", (("value", LONG),)), "runtime(?, longer than 2 hours)"),
    (Lookup("runtime", "subject", (("value", Beyond("runtime", True, HEAT)),)), "runtime(?, >runtime(heat))"),
    (Age(FILMS_OF_MANN), "age(directed_by(?, michael-mann))"),
    (
        Difference(Lookup("release_date", "value", (("subject", HEAT),)), Today()),
        "difference(release_date(heat), today)",
    ),
    (Count(FILMS_OF_MANN), "count(directed_by(?, michael-mann))"),
    (Check(PACINO, Lookup("starring", "value", (("subject", HEAT),))), "al-pacino in starring(heat)"),
    (Exists(FILMS_OF_MANN), "exists(directed_by(?, michael-mann))"),
    (Describe(HEAT), "describe(heat)"),
]


@pytest.mark.parametrize(("query", "text"), SHOWN, ids=[text for _, text in SHOWN])
def test_a_query_is_shown_as_text(query: Query, text: str) -> None:
    assert render(query, NAMES.__getitem__) == text


@pytest.mark.parametrize("query", [query for query, _ in SHOWN], ids=[text for _, text in SHOWN])
def test_a_thing_in_a_query_can_be_replaced_wherever_it_stands(query: Query) -> None:
    new = Nodes((2,))
    for old in (HEAT, MANN, PACINO):
        changed = replaced(query, old, new)
        assert (changed == query) == (old not in list(walk(query)))
        assert old not in list(walk(changed))


@pytest.mark.parametrize("query", [query for query, _ in SHOWN], ids=[text for _, text in SHOWN])
def test_a_walk_meets_every_part_once(query: Query) -> None:
    met = list(walk(query))
    assert met[0] == query
    assert len(met) == 1 + sum(len(list(walk(part))) for part in parts_of(query))


@pytest.mark.parametrize("query", [query for query, _ in SHOWN], ids=[text for _, text in SHOWN])
def test_equal_queries_are_one(query: Query) -> None:
    assert len({query, replaced(query, Unplaced("nothing"), HEAT)}) == 1


def test_the_things_that_a_query_names_in_its_order() -> None:
    assert nodes_in(Lookup("starring", "as", (("value", PACINO), ("subject", Any((HEAT, Nodes((2, 1)))))))) == [4, 1, 2]


def test_the_names_that_a_query_could_not_place() -> None:
    query = All((Lookup("directed_by", "subject", (("value", Unplaced("bay")),)), Unplaced("x"), Unplaced("bay")))
    assert unplaced_in(query) == [Unplaced("bay"), Unplaced("x")]
    assert unplaced_in(FILMS_OF_MANN) == []
