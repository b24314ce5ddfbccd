"""What comes of a question, as text and as JSON: each outcome, on a small base that holds nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.language.conversation import Conversation
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": "source: Programme of 2021\npublisher: The festival\nurl: https://example.org/2021\n",
    "facts/films/zorvan.yaml": """\
film: Zorvan
source: programme
facts:
  directed_by: Ilka Brenn
  starring: [Tesk Ulmer as The Warden, Odo Marsk]
  release_date: 1961-03-14
  runtime: 91 minutes
  genre: drama
  available_on: {value: Kinokiste, certainty: reported}
""",
    "facts/films/two-of-a-name.yaml": """\
- film: Merrow
  source: programme
  facts: {directed_by: Ilka Brenn, release_date: 1961, runtime: 120 minutes}
- film: Merrow
  source: programme
  facts: {directed_by: Odo Marsk, release_date: 2019, runtime: 100 minutes}
""",
    "facts/films/quillane.yaml": """\
film: Quillane
source: programme
facts:
  directed_by: {value: Odo Marsk, certainty: expected, quote: I would love to., said_by: Odo Marsk}
  written_by: {value: Ilka Brenn, certainty: confirmed, as_of: 2021-08-01}
  produced_by: {value: Vara Lund, certainty: rumoured}
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    made = make(FILES)
    assert made.problems == ()
    return made


def unlike(answer: Answer, words: Sequence[str]) -> bool:
    return not any(word in answer.text for word in words)


# -- answered ----------------------------------------------------------------------------------------------------------


def test_an_answer_is_a_sentence_with_its_source(booth: Answerer) -> None:
    answer = booth.answer("who directed zorvan")
    assert answer.status == "answered"
    assert answer.text == "Zorvan (1961) was directed by Ilka Brenn."
    assert answer.answers == ("Ilka Brenn",)
    assert answer.sources == ("Programme of 2021, https://example.org/2021",)


def test_a_list_is_whole(booth: Answerer) -> None:
    answer = booth.answer("which films did Ilka Brenn direct?")
    assert sorted(answer.answers) == ["Merrow", "Zorvan"]
    assert "Merrow (1961) and Zorvan (1961)" in answer.text


def test_a_long_list_is_whole_in_the_answers_and_short_in_the_text(make: Make) -> None:
    names = [f"Number{letter}" for letter in "abcdefghijklmnopqrst"]
    films = "\n".join(f"- {{film: {name}, source: p, facts: {{directed_by: Ilka Brenn}}}}" for name in names)
    answer = make({"facts/films.yaml": films, "facts/p.yaml": "source: P\n"}).answer("films directed by ilka brenn")
    assert sorted(answer.answers) == names
    assert "and 10 more" in answer.text


def test_a_date_reads_well_and_is_plain_in_the_answers(booth: Answerer) -> None:
    answer = booth.answer("when was zorvan released?")
    assert answer.answers == ("1961-03-14",)
    assert "14 March 1961" in answer.text


def test_a_length_reads_well_and_is_plain_in_the_answers(booth: Answerer) -> None:
    answer = booth.answer("how long is zorvan?")
    assert answer.answers == ("91",)
    assert "91 minutes" in answer.text


def test_a_count_is_a_number_and_says_what_was_counted(booth: Answerer) -> None:
    answer = booth.answer("how many films did Ilka Brenn direct?")
    assert answer.answers == ("2",)
    assert "Zorvan" in answer.text
    assert answer.query.startswith("count(")


def test_yes_says_what_is_known(booth: Answerer) -> None:
    answer = booth.answer("is Tesk Ulmer in zorvan?")
    assert answer.answers == ("yes",)
    assert answer.text == "Yes. Tesk Ulmer plays The Warden in Zorvan (1961)."


def test_yes_is_said_of_the_one_who_was_asked_about(booth: Answerer) -> None:
    answer = booth.answer("is Odo Marsk in zorvan?")
    assert answer.text == "Yes. Zorvan (1961) stars Odo Marsk."
    assert [fact.value for fact in answer.facts] == ["Odo Marsk"]


def test_no_says_what_is_so_instead(booth: Answerer) -> None:
    answer = booth.answer("did Odo Marsk direct zorvan?")
    assert answer.answers == ("no",)
    assert answer.text == "No. Zorvan (1961) was directed by Ilka Brenn."


def test_not_known_is_not_no(booth: Answerer) -> None:
    answer = booth.answer("is Ilka Brenn in zorvan?")
    assert (answer.status, answer.answers) == ("unknown", ())
    assert "Tesk Ulmer" in answer.text
    assert not answer.text.startswith(("No", "Yes"))


def test_a_thing_is_described_by_its_facts(booth: Answerer) -> None:
    answer = booth.answer("tell me about zorvan")
    assert answer.status == "answered"
    assert "Ilka Brenn" in answer.text
    assert "1961" in answer.text
    assert answer.sources == ("Programme of 2021, https://example.org/2021",)


def test_somebody_without_a_file_is_described_by_what_they_did(booth: Answerer) -> None:
    answer = booth.answer("who is Tesk Ulmer?")
    assert answer.status == "answered"
    assert "Zorvan" in answer.text


# -- how sure it is ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "words", "certainty"),
    [
        ("who directed zorvan?", [], "reported"),
        ("who wrote quillane?", [], "confirmed"),
        ("where can i watch zorvan?", ["The festival reports"], "reported"),
        ("who directs quillane?", ["is to be directed", "not certain yet"], "expected"),
        ("who produces quillane?", ["Rumour has it (The festival)", "not certain yet"], "rumoured"),
    ],
)
def test_how_sure_a_fact_is_shows(booth: Answerer, question: str, words: list[str], certainty: str) -> None:
    answer = booth.answer(question)
    assert [fact.certainty for fact in answer.facts] == [certainty]
    assert all(word in answer.text for word in words)
    assert words or unlike(answer, ["reports", "certain", "Rumour"])


def test_what_somebody_said_is_quoted_with_the_name(booth: Answerer) -> None:
    assert "Odo Marsk: “I would love to.”" in booth.answer("who directs quillane?").text


def test_yes_is_as_unsure_as_its_fact(booth: Answerer) -> None:
    answer = booth.answer("does Odo Marsk direct quillane?")
    assert answer.answers == ("yes",)
    assert "not certain yet" in answer.text


# -- unknown -----------------------------------------------------------------------------------------------------------


def test_a_name_that_nobody_knows_is_named(booth: Answerer) -> None:
    answer = booth.answer("who directed Alien?")
    assert (answer.status, answer.answers, answer.facts, answer.suggestions) == ("unknown", (), (), ())
    assert "“Alien”" in answer.text


def test_the_nearest_name_is_offered_and_not_taken(booth: Answerer) -> None:
    answer = booth.answer("who directed Zorvath?")
    assert (answer.status, answer.answers) == ("unknown", ())
    assert answer.suggestions == ("Zorvan (1961)",)
    assert "“Zorvath”" in answer.text
    assert "Did you mean Zorvan (1961)?" in answer.text
    assert "Ilka Brenn" not in answer.text


@pytest.mark.parametrize("explained", [False, True])
def test_people_of_two_misspelt_names_are_offered(booth: Answerer, explained: bool) -> None:
    answer = booth.answer("what films did Tekks Umler direct?", explained=explained)
    assert (answer.status, answer.suggestions) == ("unknown", ("Tesk Ulmer",))


def test_what_is_offered_is_of_a_kind_that_fits(booth: Answerer) -> None:
    answer = booth.answer("what films did Zorvath direct?")
    assert answer.status == "unknown"
    assert "Zorvan (1961)" not in answer.suggestions


def test_a_slip_of_the_fingers_is_forgiven(booth: Answerer) -> None:
    answer = booth.answer("who directed zrovan?")
    assert answer.answers == ("Ilka Brenn",)
    (film,) = answer.entities
    assert (film.id, film.mention) == ("zorvan", "zrovan")
    assert film.score < 1.0


def test_a_missing_fact_is_named_and_so_is_what_there_is(booth: Answerer) -> None:
    answer = booth.answer("what is the budget of zorvan?")
    assert (answer.status, answer.answers) == ("unknown", ())
    assert answer.text.startswith("I have no budget for Zorvan (1961).")
    assert "What I know about Zorvan (1961): director, cast, release date" in answer.text
    assert answer.query == "budget(zorvan)"
    assert [entity.id for entity in answer.entities] == ["zorvan"]


def test_a_missing_fact_of_somebody(booth: Answerer) -> None:
    answer = booth.answer("what films did Tesk Ulmer direct?")
    assert (answer.status, answer.answers) == ("unknown", ())
    assert "Tesk Ulmer" in answer.text


def test_what_it_is_has_to_be_said(booth: Answerer) -> None:
    answer = booth.answer("who directed it?")
    assert answer.status == "unknown"
    assert answer.text == "Which film do you mean?"


# -- ambiguous ---------------------------------------------------------------------------------------------------------


def test_two_films_of_a_name_are_shown_and_neither_is_taken(booth: Answerer) -> None:
    answer = booth.answer("who directed Merrow?")
    assert (answer.status, answer.answers) == ("ambiguous", ())
    assert sorted(answer.suggestions) == ["Merrow (1961)", "Merrow (2019)"]
    assert "Merrow (1961)" in answer.text
    assert "Merrow (2019)" in answer.text
    assert unlike(answer, ["Ilka Brenn", "Odo Marsk"])


@pytest.mark.parametrize(
    ("question", "director"),
    [
        ("who directed Merrow (1961)?", "Ilka Brenn"),
        ("who directed Merrow (2019)?", "Odo Marsk"),
        ("who directed merrow 2019", "Odo Marsk"),
        ("who directed the 2019 film merrow", "Odo Marsk"),
        ("who directed merrow from 1961", "Ilka Brenn"),
    ],
)
def test_the_year_picks_one_of_a_name(booth: Answerer, question: str, director: str) -> None:
    assert booth.answer(question).answers == (director,)


def test_where_all_of_a_name_agree_there_is_nothing_to_choose(make: Make) -> None:
    one = "- {{film: Tarsk, source: p, facts: {{directed_by: Ilka Brenn, release_date: {}}}}}\n"
    booth = make({"facts/films.yaml": one.format(1961) + one.format(2019), "facts/p.yaml": "source: P\n"})
    assert booth.answer("who directed tarsk?").answers == ("Ilka Brenn",)
    assert booth.answer("when did tarsk come out?").status == "ambiguous"


@pytest.mark.parametrize("year", ["1962", "1999"])
def test_a_year_that_none_of_a_name_has_picks_none(booth: Answerer, year: str) -> None:
    answer = booth.answer(f"who directed Merrow ({year})?")
    assert answer.answers == ()
    assert answer.status in ("unknown", "ambiguous")


# -- not a question about what it knows --------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "   ", "???", "asdf qwer zxcv", "i love this server", "🎬"])
def test_what_is_no_question_gets_an_example_of_one(booth: Answerer, question: str) -> None:
    answer = booth.answer(question)
    assert (answer.status, answer.answers, answer.facts, answer.entities) == ("unsupported", (), (), ())
    assert answer.suggestions
    assert answer.suggestions[0] in answer.text
    assert answer.confidence == 0.0


def test_a_very_long_question_is_no_harm(booth: Answerer) -> None:
    assert booth.answer("who directed zorvan " * 5000).status in ("answered", "unsupported", "unknown")
    assert booth.answer("x" * 100_000).status in ("unsupported", "unknown")


@pytest.mark.parametrize("hello", ["hello", "Hi!", "thanks", "help", "bye"])
def test_small_talk_is_answered_in_kind(booth: Answerer, hello: str) -> None:
    answer = booth.answer(hello)
    assert (answer.status, answer.answers, answer.query, answer.confidence) == ("smalltalk", (), "", 1.0)
    assert answer.text


def test_help_shows_questions_that_can_be_asked_here(booth: Answerer) -> None:
    text = booth.answer("help").text
    for example in booth.examples(3):
        assert example in text


def test_without_facts_nothing_is_known_and_nothing_breaks(make: Make) -> None:
    empty = make({"facts/p.yaml": "source: P\n"})
    for question in ("who directed zorvan?", "hello", "help", "", "films from 1995", "how many films do you know?"):
        answer = empty.answer(question)
        assert answer.status != "answered", question
        assert answer.text


# -- the contract ------------------------------------------------------------------------------------------------------

KEYS = ["id", "status", "text", "answers", "query", "entities", "facts", "suggestions", "confidence", "ms"]
QUESTIONS = [
    "who directed zorvan?",
    "who directed alien?",
    "who directed merrow?",
    "budget of zorvan",
    "hello",
    "",
    "lol",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_json_has_exactly_these_keys_in_this_order(booth: Answerer, question: str) -> None:
    found = booth.answer(question).as_json("7")
    assert list(found) == KEYS
    assert found["id"] == "7"
    assert found["status"] in ("answered", "unknown", "ambiguous", "unsupported", "smalltalk")
    assert json.loads(json.dumps(found)) == found


def test_an_entity_and_a_fact_in_the_json(booth: Answerer) -> None:
    found = booth.answer("who wrote quillane?").as_json()
    assert found["id"] is None
    assert found["entities"] == [
        {"id": "quillane", "name": "Quillane", "kind": "film", "mention": "quillane", "score": 1.0}
    ]
    assert found["facts"] == [
        {
            "subject": "quillane", "relation": "written_by", "value": "Ilka Brenn", "source": "programme",
            "as_of": "2021-08-01", "certainty": "confirmed", "file": "facts/films/quillane.yaml", "line": 5,
        }
    ]  # fmt: skip


def test_an_entity_is_mentioned_as_it_was_typed(booth: Answerer) -> None:
    (film,) = booth.answer("who directed ZORVAN?").entities
    assert film.mention == "ZORVAN"


@pytest.mark.parametrize("question", QUESTIONS)
def test_confidence_and_scores_lie_between_nothing_and_one(booth: Answerer, question: str) -> None:
    answer = booth.answer(question)
    assert 0.0 <= answer.confidence <= 1.0
    assert all(0.0 < entity.score <= 1.0 for entity in answer.entities)
    assert answer.ms > 0.0


def test_the_same_question_gets_the_same_answer(booth: Answerer) -> None:
    for question in QUESTIONS:
        first, second = booth.answer(question).as_json(), booth.answer(question).as_json()
        assert {**first, "ms": 0} == {**second, "ms": 0}


# -- what goes on from the last question -------------------------------------------------------------------------------


def test_it_is_the_film_asked_about_before(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed zorvan?", conversation)
    assert booth.answer("how long is it?", conversation).answers == ("91",)
    assert booth.answer("how long is it?").status == "unknown"


def test_a_name_that_nobody_knows_never_falls_back_on_the_film_before(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed zorvan?", conversation)
    assert booth.answer("who directed alien?", conversation).answers == ()
    assert booth.answer("how long is it?", conversation).answers == ()


def test_a_conversation_about_other_facts_is_forgotten(make: Make) -> None:
    """What 'it' was is a place in a snapshot, and means nothing in another one."""
    conversation = Conversation()
    make(FILES).answer("who directed zorvan?", conversation)
    others = {**FILES, "facts/films/zorvan.yaml": "film: Tarsk\nsource: programme\nfacts: {runtime: 80}\n"}
    assert make(others).answer("how long is it?", conversation).answers == ()


# -- the trace ---------------------------------------------------------------------------------------------------------


def test_the_explanation_shows_the_readings_and_what_came_of_them(booth: Answerer) -> None:
    lines = booth.answer("who directed zorvan?").explanation.splitlines()
    assert lines[0] == "words: who directed zorvan"
    assert lines[-1] == "outcome: Answered"
    (chosen,) = [line for line in lines if line.endswith("<- chosen")]
    assert chosen.startswith("  reading ")
    assert "directed_by(zorvan)" in chosen
    assert lines[lines.index(chosen) + 1].startswith("    gives Answered")
    assert "    +1.00 zorvan: name of film (1.00)" in lines
    assert lines[-2].startswith("why: ")


def test_the_explanation_says_why_a_reading_was_taken(booth: Answerer) -> None:
    assert "why: no other reading is as good" in booth.answer("how long is zorvan?").explanation
    two = booth.answer("who did ilka brenn direct a film with?", explained=True).explanation
    assert "why: the best, by " in two
    assert "no sense: explains too little" in booth.answer("asdf qwer").explanation


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("who directed alien?", "UnknownName"),
        ("budget of zorvan", "UnknownFact"),
        ("who directed merrow?", "Ambiguous"),
        ("who directed it?", "MissingThing"),
        ("asdf qwer", "NotUnderstood"),
        ("hello", "Smalltalk"),
    ],
)
def test_every_outcome_is_named_in_the_explanation(booth: Answerer, question: str, outcome: str) -> None:
    assert booth.answer(question).explanation.endswith(f"outcome: {outcome}")
