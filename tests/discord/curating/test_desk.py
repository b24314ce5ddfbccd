"""What the desk adds to answering: whose conversation it is, for how long, and what has changed in the server."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.curating.edits import AddFact
from bot.curating.library import Library
from bot.curating.server_settings import change_settings
from bot.discord_app.desk import AnsweringDesk
from bot.facts.store import Layer
from bot.language.conversation import Conversations

HERE, THERE, CHANNEL, MEMBER = Layer(11), Layer(22), 5, 7


@dataclass
class Clock:
    moment: float = 1000.0

    def __call__(self) -> float:
        return self.moment


@pytest.mark.parametrize(("layer", "goes_on"), [(HERE, True), (THERE, False)])
def test_a_conversation_goes_on_for_as_long_as_the_server_has_chosen(
    library: Library, layer: Layer, goes_on: bool
) -> None:
    change_settings(library.store, HERE, {"conversation_minutes": 30})
    desk = AnsweringDesk(library, Conversations(ttl=600, now=(clock := Clock())))
    desk.answer("who directed Quarry?", layer, CHANNEL, MEMBER)
    clock.moment += 20 * 60
    answer = desk.answer("and how long is it?", layer, CHANNEL, MEMBER)
    assert (answer.answers == ("101",)) is goes_on


def test_what_changed_is_answered_from_the_history_of_the_server(library: Library) -> None:
    desk = AnsweringDesk(library, Conversations())
    library.commit(library.propose(HERE, AddFact("Quarry", "runtime", "104 minutes")), who="ada")
    assert desk.answer("what changed about Quarry?", HERE, CHANNEL, MEMBER).answers == ("104",)
    assert desk.answer("what changed about Quarry?", THERE, CHANNEL, MEMBER).status == "unknown"
