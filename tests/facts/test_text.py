"""The normaliser: what people take for the same text is the same words, and what they do not is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.text import MAX_CHARACTERS, clean, compact, fold, normalise, short_forms, uncontracted, words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Heat", "heat"),
        ("HEAT", "heat"),
        ("  Heat   2 ", "heat 2"),
        ("Léon", "leon"),
        ("AMÉLIE", "amelie"),
        ("Łódź", "lodz"),
        ("Bjørn", "bjorn"),
        ("Æon Flux", "aeon flux"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("七人の侍", "七人の侍"),
        ("Сталкер", "сталкер"),
        ("Ｈｅａｔ", "heat"),  # full-width letters, as some keyboards type them
        ("He\u200bat", "heat"),
        ("Starsky & Hutch", "starsky and hutch"),
        ("Starsky and Hutch", "starsky and hutch"),
        ("Spider-Man", "spider man"),
        ("Spider–Man", "spider man"),
        ("E.T.", "et"),
        ("L.A.", "la"),
        ("Mr. & Mrs. Smith", "mr and mrs smith"),
        ("M*A*S*H", "m a s h"),
    ],
)
def test_case_accents_and_signs_do_not_count(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize("sign", ["'", "’", "‘", "`"])
def test_every_apostrophe_is_one(sign: str) -> None:
    assert normalise(f"Ocean{sign}s Eleven") == normalise("Ocean's Eleven") == "ocean 's 11"
    assert normalise(f"don{sign}t") == "dont"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rocky II", "Rocky 2"),
        ("Rocky two", "rocky 2"),
        ("Part IV", "part four"),
        ("Rocky III", "Rocky 3"),  # no stretched letters
        ("Henry VIII", "henry 8"),
        ("Ocean's Twelve", "Ocean's 12"),
        ("The Ten Commandments", "the 10 commandments"),
        ("Twenty", "20"),
    ],
)
def test_numbers_are_digits_however_they_are_written(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("title", ["I", "V", "X", "One", "Mi", "Mix"])
def test_words_that_could_be_numbers_stay_words(title: str) -> None:
    """*V* and *X* are titles, and 'I' is whoever asks."""
    assert normalise(title) == title.lower()


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("h3at", "heat"),
        ("Se7en", "seten"),  # the title 'Seven' has it as another name
        ("p@cino", "pacino"),
        ("Love Pot1on", "love potion"),
        ("heaaaat", "heaat"),
        ("looooong", "loong"),
    ],
)
def test_digits_for_letters_and_stretched_letters_are_read(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize("typed", ["1917", "12", "2nd", "90s", "8mm", "3d", "1080p", "21st"])
def test_what_has_digits_by_right_keeps_them(typed: str) -> None:
    assert normalise(typed) == typed


@pytest.mark.parametrize("title", ["$", "...", "?!", "*", "???"])
def test_a_text_without_words_is_its_signs(title: str) -> None:
    assert normalise(title) == title


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b"])
def test_nothing_is_nothing(text: str) -> None:
    assert normalise(text) == ""
    assert not words(clean(text))


def test_a_possessive_is_a_word_of_its_own() -> None:
    assert [word.text for word in words("Pacino's films")] == ["pacino", "'s", "films"]
    assert [word.text for word in words("the actors' roles")] == ["the", "actors", "roles"]


def test_a_word_knows_where_it_was_typed() -> None:
    typed = "Who directed Léon's film?"
    assert [typed[word.start : word.end] for word in words(typed)] == ["Who", "directed", "Léon", "'s", "film"]


def test_a_word_knows_whether_it_had_a_capital() -> None:
    assert [word.capital for word in words("who directed Heat")] == [False, False, True]


def test_a_very_long_text_is_cut() -> None:
    assert len(clean("x" * 100_000)) == MAX_CHARACTERS
    assert len(clean("½" * MAX_CHARACTERS)) == MAX_CHARACTERS


@pytest.mark.parametrize(
    "text",
    [
        "Heat",
        "Rocky II",
        "h3at",
        "Łódź",
        "M*A*S*H",
        "E.T.",
        "$",
        "...",
        "Æon Flux",
        "heaaat",
        "8½",
        "&",
    ],
)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.sampled_from("aaB1209 ei'é&.½-"), max_size=20))
def test_a_name_is_its_words(text: str) -> None:
    found = [word.text for word in words(clean(text))]
    assert normalise(text) == (" ".join(found) or "".join(clean(text).split()))


@pytest.mark.parametrize("word", ["heat", "2", "pacino", "leon", "12"])
def test_a_plain_word_folds_to_itself(word: str) -> None:
    assert fold(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("Star Wars", "starwars"), ("Spider-Man", "spiderman"), ("WALL·E", "walle")]
)
def test_run_together_they_meet(one: str, other: str) -> None:
    assert compact(normalise(one)) == compact(normalise(other))


def test_run_together_a_possessive_is_an_s() -> None:
    assert compact(normalise("Ocean's Eleven")) == compact(normalise("oceans eleven"))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Heat", []),
        ("The Insider", ["insider"]),
        ("A Prophet", ["prophet"]),
        ("Alien: Covenant", ["alien"]),
        (
            "The Mummy: Tomb of the Dragon Emperor",
            ["mummy tomb of the dragon emperor", "mummy", "the mummy", "tomb of the dragon emperor"],
        ),
        ("Dune: Part Two", ["dune 2", "dune"]),
        ("The", []),
        ("", []),
        ("The Part", ["part"]),
    ],
)
def test_the_short_forms_of_a_name(name: str, forms: list[str]) -> None:
    assert sorted(short_forms(name)) == sorted(forms)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("You've Got Mail", ["you have got mail", "you got mail"]),
        ("We're No Angels", ["we are no angels", "we no angels"]),
        ("Who's That Girl", ["who is that girl", "who 's that girl"]),
        ("Schindler's List", []),
        ("Heat", []),
    ],
)
def test_the_contractions_of_a_name_spelt_out_and_left_out(name: str, forms: list[str]) -> None:
    assert uncontracted(name) == forms


@pytest.mark.parametrize(
    ("typed", "word"), [("12years", "12years"), ("101Dalmatians", "101dalmatians"), ("4liens", "aliens")]
)
def test_a_number_before_a_word_is_a_number(typed: str, word: str) -> None:
    assert fold(typed) == word
