"""What evaluating a query gives."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.spans import Measured
from bot.language.query import Lookup


@dataclass(frozen=True, slots=True)
class Result:
    """The nodes of a set in the order of the fact files, and the ids of the facts behind them.

    For a yes/no query ``holds`` is the verdict: None if the facts do not tell; ``nodes`` then holds what is known
    instead. ``measured`` are the ages or the difference that was asked for. ``missing`` is the look-up without which
    there is no result; ``unsure`` says that what is known leaves it open.
    """

    nodes: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    holds: bool | None = None
    measured: tuple[Measured, ...] = ()
    missing: Lookup | None = None
    unsure: bool = False
