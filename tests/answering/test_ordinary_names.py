"""A server that knows very many films has one for nearly every word: what is asked is not about those."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": "source: Programme of 2021\n",
    "facts/films.yaml": """\
- film: Zorvan
  source: programme
  facts:
    directed_by: Ilka Brenn
    written_by: Odo Marsk
    starring: [Tesk Ulmer, Vara Lund]
    release_date: 1961-03-14
    runtime: 191 minutes
    genre: [horror, war]
- film: Merrow
  source: programme
  facts:
    directed_by: Ilka Brenn
    written_by: Odo Marsk
    starring: Vara Lund
    release_date: 1980-05-02
    runtime: 95 minutes
    genre: [horror, comedy, romance]
- film: Kelm
  id: kelm-1932
  source: programme
  facts: {directed_by: Odo Marsk, release_date: 1932}
- film: Kelm
  id: kelm-1954
  source: programme
  facts: {directed_by: Ilka Brenn, release_date: 1954}
- {film: The Director, source: programme, facts: {directed_by: Anno Virk, release_date: 2013}}
- {film: The Writer, source: programme, facts: {directed_by: Bero Quist, release_date: 2015}}
- {film: A Movie, source: programme, facts: {directed_by: Cato Rell, release_date: 1958}}
- {film: Horror, source: programme, facts: {directed_by: Dana Solt, release_date: 2000}}
- {film: A War, source: programme, facts: {directed_by: Edo Trant, release_date: 2016}}
- {film: "1961", source: programme, facts: {directed_by: Fenna Ulm, runtime: 88 minutes, release_date: 2007}}
- {film: "1980", source: programme, facts: {directed_by: [Gale Vost, The 1980], release_date: 2008}}
- {film: "Vara Lund: Remembered", source: programme, facts: {directed_by: Hanno Wilm, release_date: 1999}}
- {film: Who, source: programme, facts: {directed_by: Ivo Xand, starring: The Who, release_date: 2018}}
- {film: The Average Woman, source: programme, facts: {directed_by: Jora Yelt, release_date: 1924}}
- {film: Odd One, source: programme, facts: {genre: Horror Movies, directed_by: Kasp Zorn, release_date: 1990}}
- {film: Odd Two, source: programme, facts: {genre: Romantic Comedy, starring: Lisl Abt, release_date: 1991}}
- {film: Odd Three, source: programme, facts: {genre: Movies, starring: With, release_date: 1992}}
- {film: Brazil, source: programme, facts: {directed_by: Mona Besk, release_date: 1985}}
- {film: Odd Four, source: programme, facts: {directed_by: Nils Cord, country: Brazil, release_date: 1993}}
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    return make(FILES)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("films by the director of zorvan", ("Zorvan", "Merrow", "Kelm")),
        ("what films did the writer of zorvan write", ("Zorvan", "Merrow")),
        ("what else has the director of zorvan made", ("Merrow", "Kelm")),
        ("who is the writer of merrow", ("Odo Marsk",)),
        ("is there a movie by ilka brenn from 1980", ("yes",)),
        ("which movies of 1961 are longer than 3 hours", ("Zorvan",)),
        ("give me a list of horror films from 1980", ("Merrow",)),
        ("films before 1961 by ilka brenn", ("Kelm",)),
        ("who directed the most films in 1980", ("Ilka Brenn",)),
        ("horror movies by ilka brenn", ("Zorvan", "Merrow")),
        ("romantic comedies with vara lund", ("Merrow",)),
        ("what was the first film with vara lund", ("Zorvan",)),
        ("is zorvan a war film", ("yes",)),
        ("did ilka brenn direct zorvan or was it marsk", ("Ilka Brenn",)),
    ],
)
def test_ordinary_words_are_what_they_are(booth: Answerer, question: str, answers: tuple[str, ...]) -> None:
    answer = booth.answer(question, explained=True)
    assert sorted(answer.answers) == sorted(answers), answer.explanation


@pytest.mark.parametrize(
    ("question", "director"),
    [
        ("who directed the director", "Anno Virk"),
        ("who directed the writer", "Bero Quist"),
        ("who is the director of the writer", "Bero Quist"),
        ("who directed a war", "Edo Trant"),
        ("who directed 1961", "Fenna Ulm"),
        ("who directed brazil", "Mona Besk"),
        ("who directed who", "Ivo Xand"),
        ("Who directed Horror?", "Dana Solt"),
    ],
)
def test_films_called_so_are_found_all_the_same(booth: Answerer, question: str, director: str) -> None:
    answer = booth.answer(question, explained=True)
    assert answer.answers == (director,), answer.explanation


def test_only_those_of_a_name_are_told_of_that_the_question_fits(booth: Answerer) -> None:
    answer = booth.answer("which kelm was directed by ilka brenn")
    assert "Kelm (1954)" in answer.text
    assert "Kelm (1932)" not in answer.text


def test_an_unknown_year_of_a_known_title_is_named(booth: Answerer) -> None:
    answer = booth.answer("who directed zorvan (1977)")
    assert answer.status == "unknown"
    assert "“zorvan (1977)”" in answer.text


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("average length of brenn movies", "averages"),
        ("movies with 'love' in the title", "search titles"),
        ("movies whose title starts with z", "search titles"),
        ("which movies are like zorvan", "recommend nothing"),
    ],
)
def test_what_it_cannot_do_it_says(booth: Answerer, question: str, says: str) -> None:
    answer = booth.answer(question)
    assert answer.status == "unsupported"
    assert says in answer.text


def test_a_label_that_is_only_a_noun_for_films_is_none(booth: Answerer) -> None:
    assert booth.answer("movies by women").status == "unsupported"
