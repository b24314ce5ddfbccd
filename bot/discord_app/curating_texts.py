"""What curators read: previews, histories, gaps, suggestions. Everything that people wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.answering.catalogue import Card, ShownFact
from bot.curating.gaps import Gap
from bot.curating.history import Entry
from bot.curating.overdue import Overdue
from bot.curating.proposal import CannotPropose, Proposal
from bot.curating.server_settings import ServerSettings
from bot.curating.suggestions import Suggestion
from bot.curating.told import NotTold
from bot.discord_app.escaping import BREAK, escape, escape_line, tidy
from bot.discord_app.fitting import MESSAGE_LIMIT, fit, length
from bot.facts.model import Problem

#: A page of a list, in characters: the page's number and some words go with it.
PAGE = 1700
_NO_FACTS = "- nothing in the facts themselves"
_DIFF, _CHANGES, _MOST_ANSWERS, _MOST_BROKEN, _MOST_PROBLEMS = 700, 500, 5, 3, 8


def pages(lines: Iterable[str], heading: str = "") -> list[str]:
    """Lines on as many pages as they need; a heading stands on each."""
    made, room = [[heading] if heading else []], PAGE
    used = length(heading)
    for line in lines:
        fitted = fit(line, PAGE // 2)
        if used + length(fitted) + 1 > room and len(made[-1]) > (1 if heading else 0):
            made.append([heading] if heading else [])
            used = length(heading)
        made[-1].append(fitted)
        used += length(fitted) + 1
    return ["\n".join(page) for page in made]


def code_block(text: str, language: str = "", limit: int = _DIFF) -> str:
    """Text in a block where nothing is formatted; what would end the block is broken."""
    safe = tidy(text).replace("`", f"`{BREAK}").strip("\n")
    return f"```{language}\n{fit(safe, limit)}\n```"


def preview(proposal: Proposal) -> str:
    """What a proposal would do, and which answers it changes."""
    changes = fit("\n".join(f"- {escape_line(str(change))}" for change in proposal.changes), _CHANGES)
    parts = ["**This would change:**", changes or _NO_FACTS]
    parts += [f"⚠ {fit(escape_line(str(broken)), 300)}" for broken in proposal.broken[:_MOST_BROKEN]]
    parts += [f"⚠ {line}" for line in problem_lines(proposal.problems)]
    parts += [f"-# {escape_line(note)}" for note in proposal.notes]
    if proposal.diff:
        parts.append(code_block(proposal.diff, "diff"))
    if proposal.answers:
        parts.append(f"**Answers that change:** {len(proposal.answers)}")
        parts += [
            fit(
                f"> {escape_line(each.question)}\n- now: {escape_line(each.before)}\n- then: {escape_line(each.after)}",
                300,
            )
            for each in proposal.answers[:_MOST_ANSWERS]
        ]
    else:
        parts.append("No answer that I know of changes.")
    return fit("\n".join(parts), MESSAGE_LIMIT - 200)


def whole_preview(proposal: Proposal) -> str:
    """The same with nothing left out, as a text file."""
    answers = [f"? {each.question}\n- {each.before}\n+ {each.after}\n" for each in proposal.answers]
    wrong = [*map(str, proposal.broken), *map(str, proposal.problems)]
    return "\n".join([*map(str, proposal.changes), *wrong, *proposal.notes, "", proposal.diff, *answers])


def is_cut(proposal: Proposal) -> bool:
    """Whether the preview leaves something out."""
    changes = sum(length(str(change)) + 3 for change in proposal.changes)
    return (
        length(proposal.diff) > _DIFF
        or changes > _CHANGES
        or len(proposal.answers) > _MOST_ANSWERS
        or any(length(each.question + each.before + each.after) > 200 for each in proposal.answers)
        or len(proposal.broken) > _MOST_BROKEN
        or len(proposal.problems) > _MOST_PROBLEMS
    )


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Problems with their line and how to mend them."""
    lines = [
        f"line {problem.location.line}: {escape_line(problem.what)}"
        + (f" – {escape_line(problem.hint)}" if problem.hint else "")
        for problem in problems[:_MOST_PROBLEMS]
    ]
    more = len(problems) - _MOST_PROBLEMS
    return [*lines, *([f"and {more} more"] if more > 0 else [])]


def sentence(text: str) -> str:
    """A message of the rooms below as a sentence of its own; the name of a key stays as it is written."""
    begins = text[:1].upper() if text.partition(" ")[0].isalpha() else text[:1]
    return f"{begins}{text[1:]}" + ("" if text.endswith((".", "!", "?", ":")) else ".")


def cannot(error: CannotPropose, *, changing: bool = True) -> str:
    """Why nothing was changed, where it is wrong, and how to mend it; not ``changing``, why nothing is shown."""
    problems = set(map(str, error.problems))  # told line by line instead
    said = [line for line in str(error).splitlines() if line not in problems]
    told = [escape_line(line) for line in sentence("\n".join(said)).splitlines()] if said else []
    lines = [*(told or ["That cannot be taken in:"]), *(f"- {line}" for line in problem_lines(error.problems))]
    return fit("\n".join([*lines, *(["-# Nothing was changed."] if changing else [])]))


def written(number: int, changes: Iterable[object], *, shared: bool) -> str:
    """What was done, once it is durable, and how it is undone: each layer counts its own revisions."""
    told = "\n".join(f"- {escape_line(str(change))}" for change in changes)
    undo = f"/facts undo revision:{number}" + " where:shared" * shared
    return fit(f"Done: revision {number}.\n{told}\n-# `{undo}` takes it back.")


def conflict(since: Sequence[str]) -> str:
    """That somebody else was faster, and what they have done since."""
    what = fit("\n".join(since), PAGE) or "- the file itself, in an editor"
    return fit(
        f"**Somebody else changed this in the meantime.** Nothing was written. What they did:\n{what}\n"
        "*Look again* shows what your change would do to that."
    )


def history(entries: Sequence[Entry]) -> list[str]:
    """Lines of a history, newest first; what one change did stays together on a page, as far as there is room."""
    return [line for entry in entries for line in _entry(entry)]


def _entry(entry: Entry) -> list[str]:
    undoes = f", takes back {entry.undoes}" if entry.undoes else ""
    why = f" – {escape_line(entry.why)}" if entry.why else ""
    head = f"**{entry.number}** {moment(entry.when)} {escape_line(entry.who) or 'somebody'}{undoes}{why}"
    lines = [head]
    for line in [f"- {escape_line(str(change))}" for change in entry.changes] or [_NO_FACTS]:
        if length(lines[-1]) + length(line) < PAGE // 2:
            lines[-1] += f"\n{line}"
        else:
            lines.append(line)
    return lines


def moment(when: datetime) -> str:
    """A moment as each reader's own clock shows it."""
    return f"<t:{int(when.timestamp())}:f>"


def gap_lines(gaps: Sequence[Gap]) -> list[str]:
    """Unanswered questions, how often and when."""
    lines = []
    for gap in gaps:
        times = "once" if gap.count == 1 else f"{gap.count} times"
        lines.append(f"**{gap.number}** {times}, last on {gap.last.isoformat()}: “{escape_line(gap.wordings[0])}”")
        lines += [f"- also: “{escape_line(wording)}”" for wording in gap.wordings[1:]]
    return lines


def overdue_lines(facts: Sequence[Overdue]) -> list[str]:
    """Facts that somebody should look at again: their day has passed."""
    return [
        f"- {fact.certainty} for {escape_line(fact.day)}, which has passed: {escape_line(fact.name)}, "
        f"{escape_line(fact.relation)} {escape_line(fact.value)}"
        for fact in facts
    ]


def suggestion_text(suggestion: Suggestion) -> str:
    """A suggestion for a curator to decide."""
    return fit(
        f"**{suggestion.number}** {moment(suggestion.when)}\n> {escape_line(suggestion.fact)}\n"
        f"Source: {escape_line(suggestion.source)}"
    )


def shown(card: Card) -> list[str]:
    """The facts of an entity with their sources, line by line."""
    return [_fact(fact) for fact in card.facts]


def _fact(fact: ShownFact) -> str:
    marks = [fact.certainty, f"as of {fact.as_of}" if fact.as_of else "", fact.said_by and f"said by {fact.said_by}"]
    small = "; ".join(escape_line(str(mark)) for mark in [*marks, fact.source or "no source"] if mark)
    quote = f" “{escape_line(fact.quote)}”" if fact.quote else ""
    note = f" ({escape_line(fact.note)})" if fact.note else ""
    return f"- {escape_line(fact.name)}: {fit(escape_line(fact.value), 500)}{quote}{note}\n-# {small}"


def not_told(sentence: NotTold) -> str:
    """Why a sentence tells no fact."""
    part = f" (“{escape_line(sentence.part)}”)" if sentence.part else ""
    hint = f"{sentence.hint[:1].upper()}{sentence.hint[1:]}." if sentence.hint else ""
    return fit(f"I can't make a fact of that: {sentence.because}{part}. {escape(hint)}".strip())


def settings(chosen: ServerSettings, minutes: float, *, reads_messages: bool) -> str:
    """A server's settings, as whoever manages it sees them. Ids of roles and channels are shown, and ping nobody.

    ``minutes`` is how long a conversation goes on where the server has not chosen that.
    """
    role = f" and <@&{chosen.curator_role}>" if chosen.curator_role else ", nobody else"
    audit = f"<#{chosen.audit_channel}>" if chosen.audit_channel else "no channel"
    channels = ", ".join(f"<#{channel}>" for channel in chosen.channels) or "none"
    lines = [
        f"- Curators: those who may manage the server{role}",
        f"- Every change is told in: {audit}",
        f"- Channels where I answer messages that are not addressed to me: {channels}",
        f"- Unanswered questions are kept, without names, for {chosen.gap_days} days",
        f"- A question can go on from one asked before for {chosen.conversation_minutes or minutes:g} minutes",
    ]
    if chosen.channels and not reads_messages:
        lines.append(
            "-# I cannot read such messages here: whoever runs me has to allow the message content intent in Discord's "
            "developer portal and set `BOOTH_MESSAGE_CONTENT=yes`."
        )
    return fit("\n".join(lines))
