"""Several things or readings that a question may mean: what there is to choose from, and the answer to that."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.language.conversation import Conversation
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": "source: Programme of 2021\n",
    "facts/films.yaml": """\
- film: Merrow
  id: merrow-1961
  source: programme
  facts: {directed_by: Ilka Brenn, release_date: 1961, runtime: 120 minutes}
- film: Merrow
  id: merrow-2019
  source: programme
  facts: {directed_by: Odo Marsk, release_date: 2019, runtime: 100 minutes}
- film: Tarsk
  id: tarsk-1
  source: programme
  facts: {directed_by: Ilka Brenn, runtime: 80 minutes}
- film: Tarsk
  id: tarsk-2
  source: programme
  facts: {directed_by: Odo Marsk, runtime: 90 minutes}
- film: Hollow Kestrel
  id: kestrel-1
  source: programme
  facts: {directed_by: Ilka Brenn, runtime: 80 minutes, release_date: 1915}
- film: Hollow Kestrel
  id: kestrel-2
  source: programme
  facts: {directed_by: Ilka Brenn, runtime: 90 minutes, release_date: 1915}
- film: The Quiet Lamp of Osterby
  id: lamp
  source: programme
  facts: {directed_by: Ilka Brenn, runtime: 75 minutes}
- film: Zorvan
  id: zorvan
  source: programme
  facts: {directed_by: Ilka Brenn, guarded_by: Vara Lund, watched_by: Tesk Ulmer, starring: [Tesk Ulmer]}
- person: John Quill
  id: quill-1
  source: programme
  facts: {born_on: 1920}
- person: John Quill
  id: quill-2
  source: programme
  facts: {born_on: 1931}
- film: Quillane
  id: quillane
  source: programme
  facts: {directed_by: {id: quill-1, name: John Quill}, starring: {id: quill-2, name: John Quill}}
""",
    **{
        f"relations/{name}_by.yaml": f"""\
relation: {name}_by
meaning: The person who {name} the set.
subject: film
value: person
values: many
en:
  name: {noun}
  nouns: {{value: [{noun}]}}
  verbs: ["{{value}} minded {{subject}}"]
  answer: {{value: "{{subject}} was {name} by {{value}}.", subject: "{{value}} {name} {{subject}}."}}
  naming: {{value: "{noun} of {{subject}}", subject: "films {name} by {{value}}"}}
  examples: {{value: ["who minded {{subject}}?"]}}
"""
        for name, noun in (("guarded", "guard"), ("watched", "watchman"))
    },
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    made = make(FILES)
    assert [str(problem) for problem in made.problems] == []
    return made


def last(booth: Answerer, *turns: str) -> Answer:
    conversation = Conversation()
    answers = [booth.answer(turn, conversation) for turn in turns]
    return answers[-1]


@pytest.mark.parametrize(
    ("reply", "director"),
    [
        ("the 1961 one", "Ilka Brenn"),
        ("the 2019 one", "Odo Marsk"),
        ("2019", "Odo Marsk"),
        ("the first one", "Ilka Brenn"),
        ("the second", "Odo Marsk"),
        ("2", "Odo Marsk"),
        ("#1", "Ilka Brenn"),
        ("the last one please", "Odo Marsk"),
        ("Merrow (2019)", "Odo Marsk"),
        ("the film from 1961", "Ilka Brenn"),
    ],
)
def test_the_choice_is_answered_in_the_next_turn(booth: Answerer, reply: str, director: str) -> None:
    answer = last(booth, "who directed Merrow?", reply)
    assert (answer.status, answer.answers) == ("answered", (director,)), answer.explanation


@pytest.mark.parametrize("reply", ["the 1999 one", "3", "the third one", "the film", "0"])
def test_a_choice_that_there_is_not_picks_nothing(booth: Answerer, reply: str) -> None:
    assert last(booth, "who directed Merrow?", reply).answers == ()


def test_another_question_is_no_choice(booth: Answerer) -> None:
    assert last(booth, "who directed Merrow?", "how long is zorvan?").query == "runtime(zorvan)"
    assert last(booth, "who directed Merrow?", "who directed zorvan?", "2").answers == ()


def test_after_the_choice_it_is_what_was_chosen(booth: Answerer) -> None:
    assert last(booth, "who directed Merrow?", "the 2019 one", "how long is it?").answers == ("100",)


def test_a_choice_survives_a_thank_you(booth: Answerer) -> None:
    assert last(booth, "who directed Merrow?", "ok", "the second one").answers == ("Odo Marsk",)


def test_films_of_one_name_without_a_year_are_told_apart_by_what_is_known(booth: Answerer) -> None:
    answer = booth.answer("how long is tarsk?")
    assert answer.suggestions == ("Tarsk, director: Ilka Brenn", "Tarsk, director: Odo Marsk")
    assert last(booth, "how long is tarsk?", "the one by odo marsk").answers == ("90",)
    assert last(booth, "how long is tarsk?", "ilka brenn").answers == ("80",)


def test_people_of_one_name_are_told_apart_by_what_they_are_known_for(booth: Answerer) -> None:
    answer = booth.answer("when was john quill born?")
    assert answer.status == "ambiguous"
    assert answer.suggestions == ("John Quill, director of Quillane", "John Quill, cast of Quillane")
    assert last(booth, "when was john quill born?", "the director").answers == ("1920",)


def test_readings_that_are_equals_are_a_choice(booth: Answerer) -> None:
    answer = booth.answer("who minded zorvan?")
    assert (answer.status, answer.answers) == ("ambiguous", ()), answer.explanation
    assert answer.text == "Which one do you mean: guard of Zorvan or watchman of Zorvan?"
    assert answer.suggestions == ("guard of Zorvan", "watchman of Zorvan")


@pytest.mark.parametrize(("reply", "who"), [("the watchman", "Tesk Ulmer"), ("1", "Vara Lund"), ("guard", "Vara Lund")])
def test_a_reading_is_chosen_as_well(booth: Answerer, reply: str, who: str) -> None:
    assert last(booth, "who minded zorvan?", reply).answers == (who,)


def test_equals_with_the_same_answer_are_no_choice(make: Make) -> None:
    files = {name: text.replace("watched_by: Tesk Ulmer", "watched_by: Vara Lund") for name, text in FILES.items()}
    assert make(files).answer("who minded zorvan?").answers == ("Vara Lund",)


def test_of_equals_the_one_that_is_known_is_taken(make: Make) -> None:
    files = {name: text.replace("watched_by: Tesk Ulmer, ", "") for name, text in FILES.items()}
    assert make(files).answer("who minded zorvan?").answers == ("Vara Lund",)


# -- a name that completes a question ----------------------------------------------------------------------------------


@pytest.mark.parametrize("reply", ["yes", "Yes please", "zorvan", "the first one", "that's it", "ok"])
def test_did_you_mean_can_be_answered(booth: Answerer, reply: str) -> None:
    assert last(booth, "who directed zorvath?", reply).answers == ("Ilka Brenn",)


def test_yes_to_nothing_is_nothing(booth: Answerer) -> None:
    assert last(booth, "yes").answers == ()
    assert last(booth, "who directed alien?", "yes").answers == ()
    assert last(booth, "who directed zorvan?", "yes").answers == ()


def test_the_film_that_was_asked_for_completes_the_question(booth: Answerer) -> None:
    assert last(booth, "who directed it?", "zorvan").answers == ("Ilka Brenn",)
    assert last(booth, "how long is it?", "merrow", "the second one").answers == ("100",)
    assert last(booth, "who directed it?", "how long is zorvan?").query == "runtime(zorvan)"
    assert last(booth, "who directed it?", "tell me about zorvan").query == "describe(zorvan)"


def test_films_that_only_their_ids_tell_apart_are_offered_with_them(booth: Answerer) -> None:
    answer = booth.answer("how long is hollow kestrel?")
    assert answer.status == "ambiguous"
    assert answer.suggestions == ("Hollow Kestrel (1915, kestrel-1)", "Hollow Kestrel (1915, kestrel-2)")


@pytest.mark.parametrize("typed", ["quiet lamp of", "lamp of osterby", "quiet osterby", "the quiet lantern of osterby"])
def test_a_name_in_part_is_offered_rather_than_answered(booth: Answerer, typed: str) -> None:
    answer = booth.answer(f"how long is {typed}?")
    assert (answer.status, answer.suggestions[:1]) == ("unknown", ("The Quiet Lamp of Osterby",)), answer.text


def test_a_long_name_may_be_misspelt_in_several_words(booth: Answerer) -> None:
    assert booth.answer("how long is qyiet lamps of ostreby?").answers == ("75",)


def test_the_words_of_a_name_in_another_order_are_that_name(booth: Answerer) -> None:
    assert booth.answer("how long is the lamp quiet of osterby?").answers == ("75",)
