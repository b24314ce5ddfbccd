"""Mentions: which stretch of a question names what, exactly, misspelt or in part; and what it does not name."""

from __future__ import annotations

import pytest

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.text import clean, normalise, words
from bot.language.dictionary import dictionary
from bot.language.linking import Mention, Spoken, link
from bot.language.names import split
from bot.language.near_names import nearly, suggestions
from tests.making import Compiled

#: What stands for the words of the language here: they are never misspelt names.
PLAIN = frozenset(normalise("who directed wrote in the a films film of is did play played when and").split())

FILES = {
    "facts/sources/programme.yaml": "source: The programme\n",
    "facts/names.yaml": """\
- film: Heat
  source: programme
  facts: {release_date: 1995, directed_by: Michael Mann, starring: [Al Pacino as Vincent Hanna, Robert De Niro as Neil]}
- film: Heat 2
  source: programme
  also_known_as: [Heat Part 2]
- {book: Heat 2, id: heat-2-novel, source: programme}
- {film: The Jericho Mile, source: programme}
- {film: Star Wars, source: programme}
- {film: "Alien: Covenant", source: programme}
- {film: Léon, source: programme}
- {film: Ocean's Eleven, source: programme}
- {film: The Heat, source: programme, facts: {release_date: 2013}}
- {film: Taxi, source: programme, id: taxi-1998, facts: {release_date: 1998}}
- {film: Taxi, source: programme, id: taxi-2004, facts: {release_date: 2004}}
- {film: Rocky, source: programme}
- {film: Rocky II, source: programme}
- {person: Terrence Malick, source: programme}
- {person: Thomas Mann, source: programme}
- {person: Cher, source: programme}
""",
}


@pytest.fixture
def base(compiled: Compiled) -> KnowledgeBase:
    snapshot = compiled(FILES)
    assert snapshot.problems == ()
    return snapshot.base


def mentions(base: KnowledgeBase, question: str) -> list[Mention]:
    text = clean(question)
    found = words(text)
    plain = {at for at, word in enumerate(found) if word.text in PLAIN}
    exists, spoken = dictionary("en").__contains__, Spoken({"u": ("you",), "2": ("to", "too")}, {}, {})
    return link(base, text, found, plain, (), exists, spoken, {"and", "or"})


def named(base: KnowledgeBase, question: str, whole: str) -> set[str | None]:
    """The ids of what the words `whole` of a question may name."""
    return {
        base.node(node).ident
        for mention in mentions(base, question)
        if question[_at(question, mention.start) : _at(question, mention.end - 1, ending=True)] == whole
        for node in mention.of(None)[0]
    }


def _at(question: str, word: int, ending: bool = False) -> int:
    found = words(clean(question))[word]
    return found.end if ending else found.start


@pytest.mark.parametrize(
    ("question", "whole", "ids"),
    [
        ("who directed heat", "heat", {"heat-1995"}),
        ("who directed HEAT", "HEAT", {"heat-1995"}),
        ("who directed the heat", "the heat", {"the-heat-2013"}),
        ("who directed heat 2", "heat 2", {"heat-2", "heat-2-novel"}),
        ("who directed heat two", "heat two", {"heat-2", "heat-2-novel"}),
        ("who directed Heat II", "Heat II", {"heat-2", "heat-2-novel"}),
        ("who directed heat part 2", "heat part 2", {"heat-2", "heat-2-novel"}),
        ("who directed the jericho mile", "the jericho mile", {"the-jericho-mile"}),
        ("who directed jericho mile", "jericho mile", {"the-jericho-mile"}),
        ("who directed starwars", "starwars", {"star-wars"}),
        ("who directed leon", "leon", {"leon"}),
        ("who directed Léon", "Léon", {"leon"}),
        ("who directed oceans 11", "oceans 11", {"oceans-eleven"}),
        ("who directed alien covenant", "alien covenant", {"alien-covenant"}),
        ("who directed alien", "alien", {"alien-covenant"}),
        ("who directed taxi", "taxi", {"taxi-1998", "taxi-2004"}),
        ("films of pacino", "pacino", {"al-pacino"}),
        ("films of mann", "mann", {"michael-mann", "thomas-mann"}),
        ("who played hanna", "hanna", {"vincent-hanna"}),
        ("who played vincent", "vincent", {"vincent-hanna"}),
        ("films of michael", "michael", {"michael-mann"}),
        ("films of michael zzyzx", "michael", set()),
        ("is cher in heat", "cher", {"cher"}),
    ],
)
def test_a_name_as_it_is_written(base: KnowledgeBase, question: str, whole: str, ids: set[str]) -> None:
    assert named(base, question, whole) == ids


@pytest.mark.parametrize(
    ("question", "whole", "ids"),
    [
        ("who directed haet", "haet", {"heat-1995"}),
        ("who directed the jerico mile", "the jerico mile", {"the-jericho-mile"}),
        ("films of micheal mann", "micheal mann", {"michael-mann"}),
        ("films of al pachino", "al pachino", {"al-pacino"}),
        ("films of robert dinero", "robert dinero", {"robert-de-niro"}),
        ("films of terence malik", "terence malik", {"terrence-malick"}),
        ("who directed star wras", "star wras", {"star-wars"}),
        ("who directed rocyk 2", "rocyk 2", {"rocky-ii"}),
    ],
)
def test_a_name_misspelt(base: KnowledgeBase, question: str, whole: str, ids: set[str]) -> None:
    assert named(base, question, whole) >= ids


@pytest.mark.parametrize(
    ("question", "ident"),
    [
        ("who directed meat", "heat-1995"),
        ("who directed heart", "heat-1995"),
        ("who directed hat", "heat-1995"),
        ("who directed neat", "heat-1995"),
        ("who directed heathers", "heat-1995"),
        ("who directed rocky 3", "rocky-ii"),
        ("who directed rocky iv", "rocky-ii"),
        ("films of al capone", "al-pacino"),
        ("films of thomas manning", "thomas-mann"),
        ("films of char", "cher"),
        ("films of robert redford", "robert-de-niro"),
        ("who directed oceans 12", "oceans-eleven"),
        ("films of pachino", "al-pacino"),  # a last name by itself, misspelt, is anybody's
    ],
)
def test_another_name(base: KnowledgeBase, question: str, ident: str) -> None:
    assert ident not in {base.node(named.node).ident for mention in mentions(base, question) for named in mention.nodes}


def test_a_name_spelt_well_is_worth_more_than_one_misspelt(base: KnowledgeBase) -> None:
    (well,) = [mention for mention in mentions(base, "films of michael mann") if mention.end - mention.start == 2]
    (badly,) = [mention for mention in mentions(base, "films of micheal mann") if mention.end - mention.start == 2]
    assert 1.0 == well.quality > badly.quality > 0.5


def test_a_part_of_a_name_is_worth_less_than_the_whole(base: KnowledgeBase) -> None:
    (whole,) = [mention for mention in mentions(base, "films of al pacino") if mention.end - mention.start == 2]
    (part,) = mentions(base, "films of pacino")
    assert whole.quality > part.quality


def test_names_inside_a_name_are_found_too(base: KnowledgeBase) -> None:
    """Which of them is meant shows in the rest of the question."""
    found = {(mention.start, mention.end) for mention in mentions(base, "who directed heat 2")}
    assert {(2, 3), (2, 4)} <= found


def test_several_names_in_one_question(base: KnowledgeBase) -> None:
    question = "is michael mann in the jericho mile and star wars"
    assert named(base, question, "michael mann") == {"michael-mann"}
    assert named(base, question, "the jericho mile") == {"the-jericho-mile"}
    assert named(base, question, "star wars") == {"star-wars"}


@pytest.mark.parametrize("question", ["Michael Mann's films", "michael manns films", "michael mann’s films"])
def test_the_name_of_whom_something_belongs_to(base: KnowledgeBase, question: str) -> None:
    idents = {base.node(named.node).ident for mention in mentions(base, question) for named in mention.nodes}
    assert "michael-mann" in idents


def test_words_of_the_language_are_not_corrected_into_names(base: KnowledgeBase) -> None:
    assert mentions(base, "who wrote the film") == []


def test_a_mention_is_narrowed_to_the_kinds_that_fit(base: KnowledgeBase) -> None:
    (mention,) = [mention for mention in mentions(base, "who wrote heat 2") if mention.end - mention.start == 2]
    assert [base.node(node).kind for node in mention.of(["book"])[0]] == ["book"]
    assert [base.node(node).kind for node in mention.of(["film", "series"])[0]] == ["film"]
    assert len(mention.of(None)[0]) == 2
    assert mention.of(["person"]) == ((), 0.0)


@pytest.mark.parametrize("question", ["", "???", "the", "'s"])
def test_nothing_names_nothing(base: KnowledgeBase, question: str) -> None:
    assert mentions(base, question) == []


def test_first_names_share_the_last_name_behind_them(base: KnowledgeBase) -> None:
    assert named(base, "films by Terrence or Thomas Mann", "Thomas Mann") == {"thomas-mann"}
    assert named(base, "films by Michael and Thomas Mann", "Michael") == {"michael-mann"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jericho", "The Jericho Mile"),
        ("mile the jericho", "The Jericho Mile"),
        ("the jerichoo mlie", "The Jericho Mile"),
        ("malick terence", "Terrence Malick"),
        ("xlien covenamt", "Alien: Covenant"),
    ],
)
def test_what_is_nearest_is_offered_first(base: KnowledgeBase, typed: str, name: str) -> None:
    assert base.node(suggestions(base, split(typed), None)[0]).name == name


def test_words_beside_it_count_for_the_names_that_have_them(base: KnowledgeBase) -> None:
    words = ["is", "the", "jericho", "of", "michael"]
    assert [base.node(node).name for node in suggestions(base, words, ("film",), core=(2, 3))] == ["The Jericho Mile"]
    assert suggestions(base, words, ("film",), core=(4, 5)) == []


def test_a_name_is_found_though_many_have_its_word(compiled: Compiled) -> None:
    many = [f"- {{film: Crash {number} of the Trains, source: programme}}\n" for number in range(2000)]
    rarer = [f"- {{film: {word} Hour, source: programme}}\n" for word in ("Crisp", "Crush", "Trish", "Irish")]
    files = {**FILES, "facts/many.yaml": "".join([*many, *rarer, "- {film: Crash, source: programme}\n"])}
    assert "crash" in named(compiled(files).base, "who directed crish", "crish")


def test_nothing_far_off_is_offered(base: KnowledgeBase) -> None:
    assert suggestions(base, ["qqqqq", "zzzzz"], None) == []


@pytest.mark.parametrize(
    ("question", "near"), [("who directed star wars covenant", False), ("who directed the jerichoo mole", True)]
)
def test_a_stretch_comes_near_a_name_or_does_not(base: KnowledgeBase, question: str, near: bool) -> None:
    typed = split(question)
    known = frozenset(at for at, word in enumerate(typed) if word in PLAIN)
    stretches = {(start, end) for start, end, _ in nearly(base, typed, known, PLAIN)}
    assert ((2, len(typed)) in stretches) is near
