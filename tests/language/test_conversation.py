"""What is remembered of a conversation, for how long, and whose."""

from __future__ import annotations

import pytest

from bot.language.conversation import Conversation, Conversations
from bot.language.query import Describe, Lookup, Nodes

HEAT, INSIDER = (1, "film"), (2, "film")
MANN, PACINO, NIRO = (3, "person"), (4, "person"), (5, "person")
QUERY = Describe(Nodes((1,)))


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def __call__(self) -> float:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


# -- one conversation --------------------------------------------------------------------------------------------------


def test_nothing_was_spoken_of_at_first() -> None:
    conversation = Conversation()
    assert conversation.latest(["film", "person"]) is None
    assert conversation.listed(1) is None
    assert conversation.query is None


def test_it_is_the_film_and_he_the_person_spoken_of_last() -> None:
    conversation = Conversation()
    conversation.remember([HEAT], [MANN], QUERY)
    assert conversation.latest(["film", "series"]) == 1
    assert conversation.latest(["person", "character"]) == 3
    conversation.remember([INSIDER], [], QUERY)
    assert conversation.latest(["film"]) == 2
    assert conversation.latest(["person"]) == 3
    assert conversation.latest(["book"]) is None


def test_what_was_spoken_of_again_is_the_latest_again() -> None:
    conversation = Conversation()
    for film in (HEAT, INSIDER, HEAT):
        conversation.remember([film], [], QUERY)
    assert conversation.latest(["film"]) == 1


def test_of_every_kind_the_latest() -> None:
    conversation = Conversation()
    conversation.remember([HEAT, MANN], [], QUERY)
    conversation.remember([INSIDER], [], QUERY)
    assert conversation.latest_of_each(["film", "person"]) == [INSIDER, MANN]


def test_one_answer_can_be_spoken_of_and_several_can_be_counted_through() -> None:
    conversation = Conversation()
    conversation.remember([HEAT], [PACINO, NIRO], QUERY)
    assert conversation.latest(["person"]) is None
    assert conversation.listed(1) == PACINO
    assert conversation.listed(2) == NIRO
    assert conversation.listed(-1) == NIRO
    assert conversation.listed(3) is None
    assert conversation.listed(-3) is None


def test_the_sequel_is_what_was_told_as_the_sequel() -> None:
    conversation = Conversation()
    conversation.remember([HEAT], [INSIDER], Lookup("follows", "subject", (("value", Nodes((1,))),)))
    assert conversation.part("follows", "subject", ["film"]) == 2
    conversation.remember([HEAT], [], QUERY)
    assert conversation.part("follows", "subject", ["film"]) is None


def test_one_of_a_list_keeps_the_list_before_it() -> None:
    conversation = Conversation()
    conversation.remember([MANN], [HEAT, INSIDER], QUERY)
    conversation.remember([HEAT], [PACINO, NIRO], QUERY)
    assert conversation.listed(2) == NIRO
    assert conversation.listed(2, through=True) == INSIDER


def test_a_list_stays_while_single_answers_follow() -> None:
    conversation = Conversation()
    conversation.remember([HEAT], [PACINO, NIRO], QUERY)
    conversation.remember([PACINO], [HEAT], QUERY)
    assert conversation.listed(2) == NIRO


def test_the_last_question_and_its_answers_are_remembered() -> None:
    conversation = Conversation()
    conversation.remember([HEAT], [PACINO, NIRO], QUERY)
    assert conversation.query == QUERY
    assert conversation.answers == (4, 5)


def test_a_pronoun_reaches_only_so_far_back() -> None:
    conversation = Conversation()
    conversation.remember([MANN], [], QUERY)
    for number in range(Conversation.REACH):
        conversation.remember([(100 + number, "film")], [], QUERY)
    assert conversation.latest(["person"]) is None


def test_something_unknown_was_spoken_of_so_it_is_nothing_any_more() -> None:
    conversation = Conversation()
    conversation.remember([HEAT, MANN], [], QUERY)
    conversation.forget(["film", "series"])
    assert conversation.latest(["film"]) is None
    assert conversation.latest(["person"]) == 3


def test_something_unknown_of_any_kind_takes_everything_with_it() -> None:
    conversation = Conversation()
    conversation.remember([HEAT, MANN], [], QUERY)
    conversation.forget([])
    assert conversation.latest(["film", "person"]) is None


def test_a_conversation_can_be_forgotten() -> None:
    conversation = Conversation()
    conversation.remember([HEAT], [PACINO, NIRO], QUERY)
    conversation.clear()
    assert conversation == Conversation()


# -- whom a pronoun means ----------------------------------------------------------------------------------------------

PERSONS = ["person", "character"]


def test_a_pronoun_goes_on_meaning_whom_it_was_said_of() -> None:
    conversation = Conversation()
    conversation.remember([MANN], [PACINO], QUERY)
    assert conversation.meant_by("he", PERSONS) == [PACINO]
    conversation.calls({"he": (3,)}, [3, 4], [3])
    assert conversation.meant_by("he", PERSONS) == [MANN]


def test_another_pronoun_means_somebody_else() -> None:
    conversation = Conversation()
    conversation.remember([MANN, PACINO], [], QUERY)
    conversation.calls({"he": (3,)}, [3], [3])
    assert conversation.meant_by("she", PERSONS) == [PACINO]


def test_a_pronoun_is_free_again_when_somebody_else_is_named() -> None:
    conversation = Conversation()
    conversation.remember([MANN], [], QUERY)
    conversation.calls({"he": (3,)}, [3], [3])
    conversation.remember([HEAT], [PACINO], QUERY)
    conversation.calls({}, [4], [1])
    assert conversation.meant_by("he", PERSONS) == [PACINO]


def test_they_are_those_who_were_told() -> None:
    conversation = Conversation()
    conversation.calls({"they": (4, 5)}, [4, 5], [1])
    assert conversation.several("they") == (4, 5)
    assert conversation.several("he") == ()


# -- many of them ------------------------------------------------------------------------------------------------------


def test_every_key_has_a_conversation_of_its_own(clock: Clock) -> None:
    conversations = Conversations(now=clock)
    one = conversations.get("member", "channel")
    assert conversations.get("member", "channel") is one
    assert conversations.get("member", "elsewhere") is not one
    assert conversations.get("somebody", "channel") is not one
    assert conversations.get("channel", "member") is not one


def test_a_conversation_is_forgotten_after_a_while(clock: Clock) -> None:
    conversations = Conversations(ttl=600, now=clock)
    one = conversations.get("member")
    clock.moment += 600
    assert conversations.get("member") is one
    clock.moment += 601
    assert conversations.get("member") is not one


def test_how_long_one_is_kept_may_be_said_anew_each_time(clock: Clock) -> None:
    conversations = Conversations(ttl=600, now=clock)
    long, usual = conversations.get("long", ttl=1200), conversations.get("usual")
    clock.moment += 601
    assert conversations.get("usual") is not usual
    clock.moment += 599
    assert conversations.get("long", ttl=1200) is long
    clock.moment += 601
    assert conversations.get("long") is not long


def test_asking_keeps_a_conversation(clock: Clock) -> None:
    conversations = Conversations(ttl=600, now=clock)
    one = conversations.get("member")
    for _ in range(5):
        clock.moment += 400
        assert conversations.get("member") is one


def test_one_that_went_on_does_not_keep_another(clock: Clock) -> None:
    conversations = Conversations(ttl=600, now=clock)
    silent, busy = conversations.get("silent"), conversations.get("busy")
    clock.moment += 400
    conversations.get("busy")
    clock.moment += 400
    assert conversations.get("busy") is busy
    assert conversations.get("silent") is not silent


def test_of_too_many_the_one_silent_longest_goes(clock: Clock) -> None:
    conversations = Conversations(limit=2, now=clock)
    first, second = conversations.get("first"), conversations.get("second")
    assert conversations.get("first") is first  # so the second is the silent one
    conversations.get("third")
    assert conversations.get("first") is first
    assert conversations.get("second") is not second


def test_there_are_never_more_than_the_limit(clock: Clock) -> None:
    conversations = Conversations(limit=3, now=clock)
    kept = [conversations.get(number) for number in range(10)]
    assert [conversations.get(number) is kept[number] for number in (9, 8, 7)] == [True, True, True]
    assert conversations.get(0) is not kept[0]
