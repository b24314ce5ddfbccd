from __future__ import annotations

import pytest

from bot.discord_app.addressing import Incoming, question_of

US = 42
PING = f"<@{US}>"


@pytest.mark.parametrize(
    ("content", "question"),
    [
        (f"{PING} who directed Heat?", "who directed Heat?"),
        (f"who directed {PING} Heat?", "who directed Heat?"),
        (f"who directed Heat? {PING}", "who directed Heat?"),
        (f"<@!{US}>, who directed Heat?", "who directed Heat?"),
        (f"{PING}{PING}  who\ndirected Heat?", "who directed Heat?"),
        (f"{PING} <a:wave:123> who directed Heat? <t:1700000000:R>", "who directed Heat?"),
        (f"{PING} how does </ask:99> work?", "how does ask work?"),
        (PING, ""),
        (f" {PING} !", ""),
    ],
)
def test_a_ping_by_name_is_an_address_and_no_part_of_the_question(content: str, question: str) -> None:
    assert question_of(Incoming(content), US) == question


@pytest.mark.parametrize("content", ["who directed Heat?", "<@43> hi", "@everyone hi", "<@&42> hi", "<#42> hi", ""])
def test_anything_else_in_a_server_is_not(content: str) -> None:
    assert question_of(Incoming(content), US) is None


def test_direct_messages_and_replies_are() -> None:
    assert question_of(Incoming(" who?\n", is_direct=True), US) == "who?"
    assert question_of(Incoming("and who wrote it?", replies_to_us=True), US) == "and who wrote it?"


def test_who_is_no_person_never_gets_an_answer() -> None:
    assert question_of(Incoming(f"{PING} hi", from_person=False, is_direct=True, replies_to_us=True), US) is None


def test_others_stand_by_name() -> None:
    incoming = Incoming(f"{PING} <@1> <@&2> <#3> <@9>", users={1: "Al"}, roles={2: "Curators"}, channels={3: "films"})
    assert question_of(incoming, US) == "Al Curators films"


@pytest.mark.parametrize("text", ["<@" * 50_000, "<:" + "a" * 50_000, "<a:" * 50_000, "</" + "x" * 50_000])
def test_torn_references_are_text(text: str) -> None:
    assert question_of(Incoming(text, is_direct=True), US) == text
