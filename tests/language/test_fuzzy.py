"""When one spelling may stand for another, and when it is another word or another name."""

from __future__ import annotations

import pytest

from bot.language.fuzzy import (
    OFFER,
    allowed_edits,
    corrections,
    distance,
    is_slip,
    name_likeness,
    nearest,
    same_word,
    sound,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("heat", "heat"),
        ("haet", "heat"),  # neighbours swapped
        ("hheat", "heat"),  # doubled
        ("heeat", "heat"),
        ("hest", "heat"),  # the key beside it
        ("hrat", "heat"),
        ("ehat", "heat"),
        ("wrot", "wrott"),
        ("movei", "movie"),
        ("direcetd", "directed"),
        ("diretced", "directed"),
        ("dirrected", "directed"),
        ("pacnio", "pacino"),
        ("pachino", "pacino"),
        ("macauley", "mccauley"),
        ("thriler", "thriller"),
        ("cinematografer", "cinematographer"),
        ("soundtrak", "soundtrack"),
    ],
)
def test_the_same_word_mistyped(typed: str, meant: str) -> None:
    assert same_word(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("meat", "heat"),
        ("heart", "heat"),
        ("hat", "heat"),
        ("heal", "heat"),
        ("heath", "heat"),
        ("heats", "heat"),  # a plural is no slip
        ("heat", "heats"),
        ("director", "directors"),
        ("neat", "heat"),
        ("her", "heat"),
        ("dinner", "winner"),  # fingers slip on the first letter least
        ("water", "later"),
        ("alien", "avian"),
        ("2", "3"),
        ("1995", "1996"),
        ("rocky2", "rocky3"),
        ("up", "us"),
        ("it", "in"),
        ("cat", "car"),
        ("directed", "dictated"),
        ("", "a"),
    ],
)
def test_another_word(typed: str, meant: str) -> None:
    assert not same_word(typed, meant)


@pytest.mark.parametrize(("typed", "meant"), [("haet", "heat"), ("heeat", "heat"), ("het", "heat"), ("boks", "books")])
def test_whether_a_word_is_a_slip_does_not_depend_on_which_of_two_was_typed_when_letters_move(
    typed: str, meant: str
) -> None:
    assert is_slip(typed, meant) == is_slip(meant, typed)


def likeness(typed: str, name: str) -> float:
    return name_likeness(typed.split(), name.split())


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("heat", "heat"),
        ("star wars", "starwars"),
        ("starwars", "star wars"),
        ("spider man", "spiderman"),
        ("robert deniro", "robert de niro"),
    ],
)
def test_a_name_is_itself_spaces_aside(typed: str, name: str) -> None:
    assert likeness(typed, name) == 1.0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("haet", "heat"),
        ("micheal mann", "michael mann"),
        ("michael man", "michael mann"),
        ("al pachino", "al pacino"),
        ("robert dinero", "robert deniro"),
        ("the jerico mile", "the jericho mile"),
        ("rokcy 2", "rocky 2"),
        ("starsky and huthc", "starsky and hutch"),
        ("leonardo dicaprico", "leonardo dicaprio"),
        ("the godfahter", "the godfather"),
        ("haet 2", "heat 2"),
    ],
)
def test_a_name_misspelt_is_nearly_itself(typed: str, name: str) -> None:
    assert 0.5 < likeness(typed, name) < 1.0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("meat", "heat"),
        ("heart", "heat"),
        ("heats", "heat"),
        ("rocky 3", "rocky 2"),
        ("rocky 3", "rocky"),
        ("rocky", "rocky 2"),
        ("heat", "heat 2"),
        ("heat 2", "heat"),
        ("1917", "1971"),
        ("body heat", "red heat"),
        ("body heat", "heat"),
        ("alien", "aliens"),
        ("aliens", "alien"),
        ("tom hanks", "tom hardy"),
        ("jon hamm", "jon voight"),
        ("al capone", "al pacino"),
        ("michael mann", "michael bay"),
        ("the insider", "the outsider"),
        ("her", "hero"),
        ("up", "us"),
        ("", "heat"),
        ("batman", "catman"),
    ],
)
def test_another_name_is_nothing_like_it(typed: str, name: str) -> None:
    assert name_likeness(typed.split(), name.split(), exists=typed.split()) == 0.0


def test_what_is_no_word_is_a_name_mistyped() -> None:
    assert name_likeness(["hheart"], ["heart"], exists=()) > 0.0
    assert name_likeness(["nheart"], ["heart"], exists=()) > 0.0
    assert name_likeness(["batman"], ["catman"], exists=()) > 0.0  # as far as it knows
    assert name_likeness(["aliens"], ["alien"], exists=()) == 0.0  # but a plural is another name


def test_fewer_mistakes_are_more_alike() -> None:
    assert 1.0 > likeness("micheal mann", "michael mann") > likeness("micheel man", "michael mann")


@pytest.mark.parametrize(("length", "edits"), [(1, 0), (3, 0), (4, 1), (8, 1), (9, 2), (13, 2), (14, 3), (40, 3)])
def test_longer_spellings_may_have_more_mistakes(length: int, edits: int) -> None:
    assert allowed_edits(length) == edits


@pytest.mark.parametrize(
    ("one", "other", "edits"), [("heat", "heat", 0), ("haet", "heat", 1), ("heat", "heart", 1), ("heat", "meal", 2)]
)
def test_swapped_neighbours_are_one_edit(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 3) == edits


def test_a_distance_is_not_followed_further_than_asked() -> None:
    assert distance("heat", "something else", 2) == 3


def test_the_nearest_names_come_best_first_and_none_that_is_far() -> None:
    found = nearest("meat", ["heat", "the insider", "heat 2", "mean streets"])
    assert [name for name, _ in found][:2] == ["heat", "heat 2"]
    assert all(score >= OFFER for _, score in found)
    assert "the insider" not in [name for name, _ in found]


def test_there_need_not_be_a_nearest_name() -> None:
    assert nearest("xyzzy", ["heat"]) == []
    assert nearest("heat", []) == []


KNOWN = [
    *["directed", "director", "runtime", "write", "wrote", "screenwriter"],
    *["have", "over", "what", "which", "who", "the"],
]


def meant(typed: str, exists: bool = False, named: bool = False) -> list[str]:
    return [correction.word for correction in corrections(typed, KNOWN, exists, named)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("direcetd", ["directed"]),
        ("wriote", ["write", "wrote"]),
        ("wht", ["what"]),
        ("waht", ["what"]),
        ("hwich", ["which"]),
        ("wo", ["who"]),
        ("hwo", ["who"]),
        ("teh", ["the"]),
        ("zzzzzz", []),
        ("wha", ["what", "who"][:1]),
    ],
)
def test_the_words_that_a_misspelt_one_may_be(typed: str, words: list[str]) -> None:
    assert meant(typed) == words


def cost(typed: str, exists: bool = False, named: bool = False) -> float:
    return corrections(typed, KNOWN, exists, named)[0].cost


def test_a_word_that_exists_is_hardly_another_one_mistyped() -> None:
    assert cost("hvae") < cost("hvae", named=True) < cost("wave", exists=True)
    assert cost("overr", exists=True) < cost("oven", exists=True)  # a slip of the fingers makes some


def test_more_mistakes_cost_more() -> None:
    assert cost("screnwriter") < cost("screnwritr") < 2 * cost("screnwriter")
    assert cost("directd") < cost("sirected")  # fingers slip on the first letter least


def test_beside_a_name_an_existing_word_is_part_of_the_name() -> None:
    (oven, *_) = corrections("oven", KNOWN, exists=True, named=False)
    (ovr, *_) = corrections("ovr", KNOWN, exists=False, named=False)
    assert oven.beside_name > 5 * ovr.beside_name


def test_no_more_than_four_words_are_offered() -> None:
    near = ["starry", "starra", "starri", "starro", "starre"]
    assert len(corrections("starrs", near, exists=False, named=False)) == 4


@pytest.mark.parametrize(
    ("one", "other"), [("joon", "jun"), ("murphy", "murfy"), ("cillian", "kilian"), ("zack", "zak")]
)
def test_words_that_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("chan", "can"), ("heat", "hat"), ("jon", "jan")])
def test_words_that_do_not_sound_alike(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_a_name_spelt_by_ear() -> None:
    assert name_likeness(["bong", "jun", "ho"], ["bong", "joon", "ho"]) > 0.7
    assert name_likeness(["jun"], ["joon"]) == 0.0  # too little to tell by
