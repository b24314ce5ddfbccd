"""Relation files: what they become, and every rule that they must keep."""

from __future__ import annotations

import pytest

from bot.facts.relation_file import read_vocabulary
from bot.facts.vocabulary import Clause, Stage, Vocabulary

STARRING = """\
relation: starring
meaning: The person who acts in the work.
subject: [film, series]
value: person
values: many
qualifiers: {as: character, where: [place, organisation]}
en:
  name: cast
  nouns:
    value: [actor, star]
  verbs:
    - "{value} starred in {subject}"
    - "{value} played {as} in {subject}"
    - "{subject} {value}"
    - "{subject} came out"
    - "{subject} was {value} tall"
  asks: {value: [who all was in]}
  compare:
    more: []
  answer:
    value: "{subject} stars {value}."
    subject: "{value} can be seen in {subject}."
    as: "{value} plays {as} in {subject}."
    where: "{subject} was played at {where}."
  answer_expected:
    value: "{subject} is to star {value}."
  naming:
    value: "actors of {subject}"
  missing:
    value: "I have no cast for {subject}."
  examples:
    value: ["who stars in {subject}?", "cast of {subject}"]
"""
RUNTIME = """\
relation: runtime
meaning: How long it is.
subject: film
value: duration
values: one
en:
  name: runtime
  compare: {more: [longer], most: [longest]}
  answer: {subject: "{subject} takes {value}.", value: "{subject} takes {value}."}
"""


BORN = """\
relation: born_on
meaning: The day of the birth.
subject: person
value: date
values: one
begins: yes
en:
  name: date of birth
  answer: {subject: "Born {value}: {subject}.", value: "{subject} was born {value}."}
  age: "{subject} is {age} old."
"""


def read(text: str, name: str = "starring") -> Vocabulary:
    return read_vocabulary([(f"relations/{name}.yaml", text.encode())])


def test_a_relation() -> None:
    vocabulary = read(STARRING)
    assert vocabulary.problems == ()
    starring = vocabulary["starring"]
    assert (starring.subject, starring.value, starring.many) == (("film", "series"), ("person",), True)
    assert starring.qualifiers == {"as": ("character",), "where": ("place", "organisation")}
    assert starring.roles == ("subject", "value", "as", "where")
    assert starring.file == "relations/starring.yaml"
    english = starring.phrasings["en"]
    assert english.name == "cast"
    assert english.nouns == {"value": ("actor", "star")}
    assert english.asks == {"value": ("who all was in",)}
    assert english.answer["as"] == "{value} plays {as} in {subject}."
    assert english.answer_expected == {"value": "{subject} is to star {value}."}
    assert english.naming == {"value": "actors of {subject}"}
    assert english.missing == {"value": "I have no cast for {subject}."}
    assert english.examples == {"value": ("who stars in {subject}?", "cast of {subject}")}
    assert english.verbs == (
        Clause("value", "starred in", "subject"),
        Clause("value", "played", "as", (("in", "subject"),)),
        Clause("subject", "", "value"),
        Clause("subject", "came out"),
        Clause("subject", "was", "value", tail="tall"),
    )


def test_a_relation_with_a_number_line_may_be_compared() -> None:
    runtime = read(RUNTIME, "runtime")["runtime"]
    assert (runtime.subject, runtime.value, runtime.many) == (("film",), ("duration",), False)
    assert runtime.phrasings["en"].compare == {"more": ("longer",), "most": ("longest",)}


def test_another_language_is_another_block() -> None:
    german = RUNTIME.split("en:\n")[1]
    vocabulary = read(f"{RUNTIME}de:\n{german}", "runtime")
    assert set(vocabulary["runtime"].phrasings) == {"en", "de"}


def test_prose_is_never_asked_for_its_subject() -> None:
    text = RUNTIME.replace("duration", "text").replace("  compare: {more: [longer], most: [longest]}\n", "")
    assert read(text.replace('subject: "{subject} takes {value}.", ', ""), "runtime").problems == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("relation: starring\n", "", "'relation' is missing"),
        ("relation: starring", "relation: starrin", "call the file starrin.yaml"),
        ("relation: starring", "relation: Star Ring", "use small letters, digits and _"),
        ("meaning:", "meanin:", "unknown key 'meanin' (did you mean 'meaning'?)"),
        ("[film, series]", "[film, serie]", "unknown kind 'serie' (did you mean 'series'?)"),
        ("value: person", "value: persona", "unknown kind 'persona' (did you mean 'person'?)"),
        ("value: person", "value: [person, date]", "'date' cannot stand in a list"),
        ("subject: [film, series]", "subject: date", "unknown kind 'date'"),
        ("values: many", "values: several", "write one or many"),
        ("values: many", "values: many\nvalues: one", "'values' stands here twice"),
        ("as: character,", "as: charakter,", "did you mean 'character'?"),
        ("as: character,", "source: person, as: character,", "'source' cannot be a qualifier's name"),
        ("qualifiers: {", "qualifiers: [", "is not closed"),
        ("  name: cast\n", "", "'name' is missing"),
        ("  name: cast", "  nam: cast", "unknown key 'nam' (did you mean 'name'?)"),
        ("    value: [actor, star]", "    values: [actor]", "unknown key 'values' (did you mean 'value'?)"),
        ("    value: [actor, star]", "    - actor", "'nouns' is a mapping"),
        ("{value} played {as}", "{value} played {ass}", "unknown role 'ass'"),
        ("{value} played {as} in {subject}", "{value} played {as", "a brace without its partner"),
        ("{value} played {as} in {subject}", "he played {as}", "a clause begins with a role"),
        ("{value} played {as} in {subject}", "{value} and {value}", "a role stands here twice"),
        ("{value} played {as} in {subject}", "{value} a {as} b {subject} c {where}", "three roles at the most"),
        ("{subject} came out", "{subject}", "needs a verb"),
        ("more: []", "more: [longer]", "'compare' needs values on a number line"),
        ("more: []", "larger: []", "unknown key 'larger'"),
        ("  answer:\n", "  answers:\n", "unknown key 'answers' (did you mean 'answer'?)"),
        ('    as: "{value} plays {as} in {subject}."\n', "", "the answer to a question for the as is missing"),
        ('    subject: "{value} can be seen in {subject}."\n', "", "a question for the subject is missing"),
        ("{subject} stars {value}.", "{subject} stars somebody.", "never says {value}"),
        ("actors of {subject}", "actors of {film}", "unknown role 'film'"),
        ("actors of {subject}", "{value:one|some} who {value:is|are} in {subject}", "{value} stands there twice"),
        ("I have no cast for {subject}.", "I know no {value}.", "is what is asked for"),
        ("cast of {subject}", "is {value} in {subject}?", "names it already"),
        ("values: many", "values: many\nbegins: maybe", "'begins' is 'maybe'"),
        ("values: many", "values: many\nbegins: yes", "goes with  value: date  only"),
        ("  name: cast", "  name: cast\n  age: '{subject} is {age}.'", "goes with  begins: yes  or  ends: yes"),
        ("values: many", "values: many\nopen: yes", "'open' goes with  value: label  only"),
        ("  name: cast", "  name: cast\n  stages: [{words: x, value: y}]", "'stages' goes with  value: text  only"),
        ("  name: cast", "  name: cast\n  instead: [was moved]", "a clause begins with a role"),
        ("values: many", "values: many\nunites: [staring]", "'unites' names 'staring', and there is no such relation"),
        ("values: many", "values: many\nfame: as", "'fame' is 'as', and that is no number here"),
        ("values: many", "values: many\nfame: votes", "'fame' is 'votes', and that is no number here"),
        ("en:", "english:", "unknown key 'english'"),
    ],
)
def test_problems(old: str, new: str, says: str) -> None:
    assert old in STARRING
    vocabulary = read(STARRING.replace(old, new, 1))
    assert any(says in str(problem) for problem in vocabulary.problems), vocabulary.problems
    assert all(problem.hint and problem.location.file == "relations/starring.yaml" for problem in vocabulary.problems)
    assert len(vocabulary) == 0
    assert vocabulary.broken == {"starring"}


def test_an_age_counts_from_what_begins_a_thing() -> None:
    born = read(BORN, "born_on")["born_on"]
    assert (born.begins, born.ends) == (True, False)
    assert born.phrasings["en"].age == "{subject} is {age} old."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('  age: "{subject} is {age} old."\n', ""),
        ("{subject} is {age} old.", "{subject} is old."),
        ("{age}", "{value}"),
    ],
)
def test_what_an_age_counts_from_says_how_it_is_told(old: str, new: str) -> None:
    (problem,) = read(BORN.replace(old, new, 1), "born_on").problems
    assert problem.what == "the sentence that tells an age has {subject} and {age}"
    assert problem.hint


@pytest.mark.parametrize("text", ["", "x", "[a]", "en: x", "relation: {a: b}", "relation:\nsubject:\nvalue:\n"])
def test_a_file_that_is_no_relation_has_problems_and_nothing_raises(text: str) -> None:
    assert read(text).problems


def test_all_files_are_read_and_a_name_is_used_once() -> None:
    files = [("relations/a/runtime.yaml", RUNTIME), ("relations/b/runtime.yaml", RUNTIME), ("relations/x.yaml", "x")]
    vocabulary = read_vocabulary([(name, text.encode()) for name, text in files])
    assert list(vocabulary) == ["runtime"]
    assert vocabulary["runtime"].file == "relations/a/runtime.yaml"
    assert [problem.location.file for problem in vocabulary.problems] == [name for name, _ in files[1:]]


def test_a_relation_may_unite_others() -> None:
    united = RUNTIME.replace("values: one", "values: one\nunites: [starring]")
    known = read_vocabulary([("runtime.yaml", united.encode()), ("starring.yaml", STARRING.encode())])
    assert not known.problems
    assert known["runtime"].sources == ("runtime", "starring")
    assert known["starring"].sources == ("starring",)


STATUS = """\
relation: status
meaning: How far it is.
subject: film
value: text
values: one
en:
  name: status
  stages:
    - words: [wrapped, finished]
      of: [filming]
      value: "done with {of}"
      ahead: "to finish {of}"
      kinds: [film]
    - {words: shelved, value: shelved}
  answer: {value: "{subject} is {value}."}
"""


def test_stages_say_what_news_comes_to() -> None:
    phrasing = read(STATUS, "status")["status"].phrasings["en"]
    assert phrasing.stages == (
        Stage(("wrapped", "finished"), "done with {of}", ("filming",), "to finish {of}", ("film",)),
        Stage(("shelved",), "shelved", (), "shelved"),
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("words: [wrapped, finished]", "word: [wrapped]", "unknown key 'word' (did you mean 'words'?)"),
        ('      value: "done with {of}"\n', "", "a stage has 'words' and a 'value'"),
        ("value: shelved}", 'value: "shelved {of}"}', "in 'value' only {of} may stand in braces"),
        ("to finish {of}", "to finish {subject}", "in 'ahead' only {of} may stand in braces"),
        ("kinds: [film]", "kinds: [movie]", "unknown kind 'movie'"),
        ("    - {words: shelved, value: shelved}", "    - shelved", "a stage is a mapping"),
    ],
)
def test_problems_of_stages(old: str, new: str, says: str) -> None:
    assert old in STATUS
    problems = read(STATUS.replace(old, new, 1), "status").problems
    assert any(says in str(problem) for problem in problems), problems
    assert all(problem.hint for problem in problems)
