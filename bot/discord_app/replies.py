"""From answers to messages: the text, and under it in small print where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.discord_app.escaping import escape, escape_line
from bot.discord_app.fitting import MESSAGE_LIMIT, fit, length

#: A source line is small print: it may take this much of a message.
_SOURCES_LIMIT = 400


class Reply(Protocol):
    """What a message needs of an answer."""

    @property
    def text(self) -> str: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


#: What is said to who presses a button that is not theirs, or too late.
NOT_YOURS = "These buttons belong to whoever asked for them: ask for your own."
TOO_LATE = "These buttons are too old: ask again. Nothing was changed."
#: What is said, once, to who asks more than anybody could read.
TOO_MANY = "That is more than I can answer at a time: give me a minute, then ask again."

#: A question that is quoted over its answer takes at most this much of a message.
_QUOTE_LIMIT = 300


def message_for(answer: Reply, *, question: str = "", with_sources: bool = True) -> str:
    """An answer as a message that Discord accepts: escaped, within the limit, never empty. ``question`` is quoted."""
    quote = f"> {fit(escape_line(question), _QUOTE_LIMIT)}\n" if question else ""
    small_print = _source_line(answer.sources) if with_sources else ""
    room = MESSAGE_LIMIT - length(quote) - (length(small_print) + 1 if small_print else 0)
    text = quote + (fit(escape(answer.text).strip(), room) or "…")
    return f"{text}\n{small_print}" if small_print else text


def sources_message(sources: Sequence[str]) -> str:
    """All the sources of an answer, one a line."""
    named = [escape_line(source) for source in sources if source.strip()]
    return fit("\n".join(f"- {source}" for source in named))


def _source_line(sources: Sequence[str]) -> str:
    named = [escape_line(source) for source in sources if source.strip()]
    if not named:
        return ""
    return fit(f"-# {'Source' if len(named) == 1 else 'Sources'}: {'; '.join(named)}", _SOURCES_LIMIT)


def help_message(examples: Sequence[str], name: str) -> str:
    """What can be asked, and how."""
    asked = "".join(f"\n- {escape_line(example)}" for example in examples)
    return fit(
        "I answer questions about films from facts that people here can check."
        f"{' For example:' if asked else ''}{asked}\n"
        f"Mention me (@{escape_line(name)}), reply to me, write to me directly or use `/ask`. "
        "After an answer you can go on: \u201cand who wrote it?\u201d\n"
        "`/film` and `/person` show what I know, `/facts show` with sources; `/facts suggest` proposes a fact to this "
        "server's curators, `/follow` tells you when a film's facts change.\n"
        "-# Questions that I cannot answer are kept for the curators, without names, for as long as the server chooses."
    )


def short_help(examples: Sequence[str]) -> str:
    """The reply to somebody who calls and says nothing."""
    if not examples:
        return "Ask me something about a film."
    return fit(f"Ask me something about a film: \u201c{escape_line(examples[0])}\u201d More examples: `/help`.")


def trouble(reference: str) -> str:
    """What a member reads when an answer failed through no fault of theirs."""
    return f"Something went wrong on my side, and I could not answer. It is noted in my log as `{reference}`."
