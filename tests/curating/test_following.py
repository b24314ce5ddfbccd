from __future__ import annotations

import pytest

from bot.curating.following import MOST_FOLLOWED, Following, Heard, TooMany
from bot.facts.store import Store
from tests.curating.conftest import HERE, THERE

ADA, BEN = 101, 102
LINE = "Heat 2: production status filming → post-production"


def test_followers_hear_of_what_they_follow_in_their_server(store: Store) -> None:
    here, there = Following(store, HERE), Following(store, THERE)
    assert here.follow(ADA, "heat-2")
    assert here.follow(ADA, "heat")
    assert here.follow(BEN, "heat")
    assert there.follow(BEN, "heat-2")
    assert here.hearing({"heat-2": [LINE], "ali": ["Ali: runtime 157"]}) == (Heard(ADA, (LINE,)),)
    assert here.hearing({"heat": ["a"], "heat-2": ["b"]}) == (Heard(ADA, ("a", "b")), Heard(BEN, ("a",)))
    assert here.hearing({}) == ()


def test_following_twice_and_unfollowing_say_what_they_did(store: Store) -> None:
    following = Following(store, HERE)
    assert [following.follow(ADA, "heat") for _ in range(2)] == [True, False]
    assert following.followed_by(ADA) == ("heat",)
    assert [following.unfollow(ADA, "heat") for _ in range(2)] == [True, False]
    assert following.followed_by(ADA) == ()


def test_a_member_or_a_thing_that_is_gone_is_forgotten(store: Store) -> None:
    following = Following(store, HERE)
    for member in (ADA, BEN):
        following.follow(member, "heat")
        following.follow(member, "ali")
    following.forget(ADA)
    following.drop("ali")
    assert (following.followed_by(ADA), following.followed_by(BEN)) == ((), ("heat",))
    following.drop("heat")
    assert store.records(HERE, "following").all() == {}


def test_nobody_follows_everything(store: Store) -> None:
    following = Following(store, HERE)
    for number in range(MOST_FOLLOWED):
        following.follow(ADA, f"film-{number}")
    with pytest.raises(TooMany, match=str(MOST_FOLLOWED)):
        following.follow(ADA, "one-more")
    assert not following.follow(ADA, "film-0")
