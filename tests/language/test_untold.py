"""What facts never tell, and names with the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bot.facts.reading import Plain
from bot.language.linking import Mention, Named
from bot.language.untold import Untold

LANGUAGE = cast(Mapping[str, Plain], {"untold": [{"words": ["movie like", "how does ... end"], "reply": "never"}]})


def reply(question: str, *names: tuple[int, int]) -> str | None:
    mentions = [Mention(start, end, (Named(1, "film", 1.0),)) for start, end in names]
    return Untold(LANGUAGE, ()).reply(question.split(), mentions)


def test_it_is_told_that_facts_never_tell_it() -> None:
    assert reply("a movie like zorvan", (3, 4)) == "never"
    assert reply("how does zorvan end", (2, 3)) == "never"


def test_words_of_a_name_ask_nothing() -> None:
    assert reply("who is in the movie like nothing", (5, 7)) is None
    assert reply("who directed movie like nothing", (2, 5)) is None
