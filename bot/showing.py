"""What a terminal is shown: text that cannot give it orders, counts, and how far something is."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator

#: What would move the cursor, change colours or reorder the line. Tabs and new lines stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Text that a terminal shows as it is: it cannot give the terminal orders."""
    return _CONTROL.sub("\ufffd", text)


def counted(number: int, noun: str) -> str:
    """'1 problem', '2 problems'."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


@contextlib.contextmanager
def progress_bar(name: str, delay: float = 0) -> Iterator[Callable[[int, int], None]]:
    """Shows how much of how much is done, where there is a terminal, once it takes longer than ``delay`` seconds."""
    with contextlib.ExitStack() as bars:
        shown = None

        def show(done: int, total: int) -> None:
            nonlocal shown
            if not sys.stderr.isatty():
                return
            if shown is None:
                from tqdm import tqdm  # noqa: PLC0415 - takes as long to import as many commands to end

                bar = tqdm(total=total, desc=name, unit="", unit_scale=True, leave=False, delay=delay)
                shown = bars.enter_context(contextlib.closing(bar))
            shown.total = total
            shown.update(done - shown.n)

        yield show
