"""People and films of one name, and labels that are written in several ways: who is offered, and in which order."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": "source: Programme of 2021\n",
    "facts/films.yaml": """\
- film: Merrow
  id: merrow-1961
  source: programme
  facts: {directed_by: Odo Marsk, release_date: 1961, rating: {value: 6.1, votes: 12}}
- film: Merrow
  id: merrow-2019
  source: programme
  facts: {directed_by: Odo Marsk, release_date: 2019, rating: {value: 5.9, votes: 90000}}
- film: Zorvan
  source: programme
  facts: {written_by: Abel Quill, runtime: 70 minutes, genre: comedy, starring: Tesk Ulmer}
- film: Hollow Kestrel
  source: programme
  facts: {directed_by: Bruno Quill, runtime: 80 minutes, genre: Comedies, starring: Tesk Ulmer}
- film: Tarsk
  source: programme
  facts: {directed_by: Bruno Quill, runtime: 90 minutes, genre: drama}
- film: Lamp
  source: programme
  facts: {directed_by: Cato Quill, runtime: 95 minutes, genre: drama}
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    made = make(FILES)
    assert [str(problem) for problem in made.problems] == []
    return made


def test_the_film_that_more_people_voted_on_is_offered_first(booth: Answerer) -> None:
    assert booth.answer("when was merrow released").suggestions == ("Merrow (2019)", "Merrow (1961)")


def test_who_is_in_more_works_is_offered_first(booth: Answerer) -> None:
    assert booth.answer("the longest film directed by quill").suggestions == ("Bruno Quill", "Cato Quill")


def test_who_fits_another_relation_is_not_taken_where_several_fit_the_likelier_one(booth: Answerer) -> None:
    answer = booth.answer("what is the shortest film by quill")
    assert (answer.status, answer.answers) == ("ambiguous", ()), answer.explanation


def test_a_label_that_is_written_in_two_ways_is_both(booth: Answerer) -> None:
    assert set(booth.answer("comedies with tesk ulmer").answers) == {"Zorvan", "Hollow Kestrel"}


def test_the_first_film_is_told_without_its_year_twice(booth: Answerer) -> None:
    assert booth.answer("what is the first film directed by odo marsk").text == (
        "The first film directed by Odo Marsk is Merrow (1961)."
    )


def test_of_many_of_one_name_it_is_asked_whom_to_describe(make: Make) -> None:
    films = [
        f"- film: Film {n}\n  source: programme\n  facts: {{directed_by: {name} Ost}}\n"
        for n, name in enumerate(["Ada", "Bo", "Cai", "Dee", "Dee"])
    ]
    booth = make({"facts/sources/programme.yaml": "source: Programme of 2021\n", "facts/films.yaml": "".join(films)})
    answer = booth.answer("who is ost?")
    assert (answer.status, answer.suggestions[0], len(answer.suggestions)) == ("ambiguous", "Dee Ost", 4)
    assert booth.answer("who is dee ost?").status == "answered"
