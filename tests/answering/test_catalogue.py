from __future__ import annotations

import pytest

from bot.answering.catalogue import Catalogue
from tests.making import Make

FILES = {
    "facts/sources/gazette.yaml": "source: The Gazette\n",
    "facts/films/quarry.yaml": (
        "film: Quarry\nsource: gazette\nfacts:\n  directed_by: Ida Falk\n  release_date: 2019-06-07\n"
        "  starring: [Tom Berg as The Mason, Una Lind]\n  genre: [drama]\n  synopsis: A mason stays.\n"
        "  runtime: {value: 101 minutes, certainty: reported, as_of: 2026-05}\n"
    ),
    "facts/films/quarry-2.yaml": "film: Quarry 2\nsource: gazette\nfacts:\n  production_status: filming\n",
    "facts/films/the-long-road.yaml": "film: The Long Road North\nsource: gazette\nfacts:\n  runtime: 90 minutes\n",
}


@pytest.fixture
def catalogue(make: Make) -> Catalogue:
    return make(FILES).catalogue


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("quar", "quarry"), ("QUARRY", "quarry"), ("quarry 2", "quarry-2"), ("long ro", "the-long-road"),
        ("north", "the-long-road"), ("road lon", "the-long-road"), ("quary", "quarry"), ("falk", "ida-falk"),
    ],
)  # fmt: skip
def test_a_name_that_is_being_typed(catalogue: Catalogue, typed: str, first: str) -> None:
    assert catalogue.offers(typed)[0].ident == first


def test_only_of_the_kinds_that_are_wanted(catalogue: Catalogue) -> None:
    assert [offer.ident for offer in catalogue.offers("", ("film",))] == ["quarry", "quarry-2", "the-long-road"]
    assert catalogue.offers("falk", ("film",)) == []


def test_the_better_known_are_offered_first(make: Make) -> None:
    casts = [["Una Lint", "Una Linde-Marrow"], ["Una Linde-Marrow"], ["Una Linde-Marrow", "Una Ling"], ["Una Ling"]]
    films = "".join(
        f"- {{film: F{at}, source: gazette, facts: {{starring: {cast}}}}}\n" for at, cast in enumerate(casts)
    )
    found = make({**FILES, "facts/films.yaml": films}).catalogue.offers("una l", ("person",))
    assert [offer.label for offer in found][:2] == ["Una Linde-Marrow", "Una Ling"]


@pytest.mark.parametrize("typed", ["quarry", "Quarry", "quarry (2019)"])
def test_what_is_written_out_needs_no_choice(catalogue: Catalogue, typed: str) -> None:
    assert catalogue.find(typed) == "quarry"


@pytest.mark.parametrize("typed", ["", "quar", "nothing like it"])
def test_what_is_not_names_nothing(catalogue: Catalogue, typed: str) -> None:
    assert catalogue.find(typed) is None


def test_a_card_has_what_is_known_by_relation_and_what_it_is_to_others(catalogue: Catalogue) -> None:
    card = catalogue.card("quarry")
    assert card
    assert (card.label, card.kind, card.prose) == ("Quarry (2019)", "film", "A mason stays.")
    assert dict(card.rows)["cast"] == ("Tom Berg (The Mason)", "Una Lind")
    assert card.sources == ("The Gazette",)
    person = catalogue.card("ida-falk")
    assert person
    assert [values for _, values in person.rows] == [("Quarry (2019)",)]


def test_a_fact_shows_how_sure_it_is_and_from_when(catalogue: Catalogue) -> None:
    card = catalogue.card("quarry")
    assert card
    [runtime] = [fact for fact in card.facts if fact.relation == "runtime"]
    assert (runtime.value, runtime.certainty, runtime.as_of, runtime.source) == (
        "101 minutes", "reported", "May 2026", "The Gazette",
    )  # fmt: skip


def test_relations_and_values_that_fit(catalogue: Catalogue) -> None:
    assert "directed_by" in [offer.ident for offer in catalogue.relations("quarry", "dir")]
    assert "born_in" not in [offer.ident for offer in catalogue.relations("quarry")]
    assert [offer.ident for offer in catalogue.values("quarry-2", "directed_by", "fal")] == ["ida-falk"]
    assert "drama" in [offer.ident for offer in catalogue.values("quarry-2", "genre", "dra")]
    assert catalogue.values("quarry-2", "runtime", "1") == []


def test_what_is_typed_beside_a_value_goes_on_with_what_the_relation_has(catalogue: Catalogue) -> None:
    assert [label for _, label in catalogue.details("award", "")] == ["winner: …", "year: …"]
    assert [ident for ident, _ in catalogue.details("award", "year: 1995; w")] == ["year: 1995; winner: "]
    assert [ident for ident, _ in catalogue.details("award", "year: 1995; ")] == ["year: 1995; winner: "]
    assert catalogue.details("award", "winner: fal") == [("winner: ida-falk", "winner: Ida Falk")]
    assert catalogue.details("award", "year: 19") == []
    assert catalogue.details("runtime", "") == catalogue.details("nonsense", "") == []
