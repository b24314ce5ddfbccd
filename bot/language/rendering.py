"""The logical form as text, as explanations and `booth ask --json` show it."""

from __future__ import annotations

from collections.abc import Callable

from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Except,
    Exists,
    Extreme,
    Frequent,
    Kind,
    Lookup,
    Nodes,
    Provenance,
    Query,
    Range,
    Reflexive,
    Shared,
    Today,
    Unplaced,
    Within,
)

#: Of very many things that one name stands for, only the first are shown.
MOST_SHOWN = 12


def render(query: Query, name: Callable[[int], str]) -> str:
    """A query as text: ``directed_by(heat)``, ``directed_by(?, michael-mann)``; `name` names nodes.

    A look-up shows the role it asks for as ``?``, which is left out where only the subject is given and the value
    asked.
    """

    def show(part: Query) -> str:  # noqa: PLR0912 - one case a kind of query
        match part:
            case Nodes(ids):
                further = len(ids) - MOST_SHOWN
                more = [f"{further} more"] if further > 0 else []
                return "|".join([*map(name, ids[:MOST_SHOWN]), *more])
            case Unplaced(text):
                return f'"{text}"'
            case Kind(kinds):
                return "|".join(kinds)
            case Range():
                return part.text
            case Beyond(relation, more, than):
                return f"{'>' if more else '<'}{relation}({show(than)})"
            case Lookup(relation, ask, given, through):
                return f"{relation}{'*' if through else ''}({_arguments(ask, dict(given), show)})"
            case All(parts):
                return " & ".join(map(show, parts))
            case Any(parts):
                return " | ".join(map(show, parts))
            case Except(these, those):
                return f"{show(these)} - {show(those)}"
            case Extreme(of, relation, most, rank, many):
                place = f", {rank}" if rank > 1 else "" if many == 1 else f", {many or 'all'} of them"
                return f"{'most' if most else 'least'}({relation}, {show(of)}{place})"
            case Frequent(of, often):
                return f"{'many' if isinstance(often, Range) else often.value}({show(of)})"
            case Reflexive(relation, other, ask, among):
                asked = "?" if ask == SUBJECT else "_, ?"
                return f"{relation}={other}({asked}{'' if among is None else f', {show(among)}'})"
            case Shared(of):
                return f"shared({show(of)})"
            case Count(of):
                return f"count({show(of)})"
            case Check(things, among):
                return f"{show(things)} in {show(among)}"
            case Exists(of):
                return f"exists({show(of)})"
            case Describe(of):
                return f"describe({show(of)})"
            case Today():
                return "today"
            case Age(of):
                return f"age({show(of)})"
            case Difference(one, other):
                return f"difference({show(one)}, {show(other)})"
            case Within(of, span):
                return f"{span}({show(of)})"
            case Provenance(of, aspect):
                return f"{aspect}({show(of)})"

    return show(query)


def _arguments(ask: str, given: dict[str, Query], show: Callable[[Query], str]) -> str:
    if ask == VALUE and set(given) <= {SUBJECT}:
        return "".join(show(part) for part in given.values()) or "?"
    positional = ["?" if role == ask else show(given[role]) if role in given else "_" for role in (SUBJECT, VALUE)]
    if positional[1] == "_":
        del positional[1]
    others = [f"{role}={show(part)}" for role, part in given.items() if role not in (SUBJECT, VALUE)]
    if ask not in (SUBJECT, VALUE):
        others.append(f"{ask}=?")
    return ", ".join(positional + others)
