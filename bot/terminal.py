"""The conversation in the terminal: reads a line, shows the answer, and remembers what was typed."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.language.conversation import Conversation
from bot.showing import printable

_GOODBYES = {"exit", "quit", "bye", "goodbye", ":q", "/exit", "/quit"}
_WIDEST = 100
_HISTORY_LENGTH = 1000

_BOLD, _DIM, _PLAIN = "\033[1m", "\033[2m", "\033[0m"


class Terminal:
    """One conversation between a person, or a pipe, and the answerer."""

    def __init__(self, answerer: Answerer, history: Path) -> None:
        self._answerer = answerer
        self._conversation = Conversation()
        self._history = history
        self._interactive = sys.stdin.isatty()
        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def run(self) -> None:
        """Greet, and answer line by line until the person leaves or the input ends."""
        if not self._interactive:
            self._converse()
            return
        self._greet()
        with self._remembered_lines():
            self._converse()
        print("Goodbye.")

    def _greet(self) -> None:
        examples = self._answerer.examples(3)
        print("Ask me about films, for example:" if examples else "Ask me about films.")
        for example in examples:
            print(f"  {printable(example)}")
        print(self._styled(_DIM, "Leave with Ctrl-D or `exit`.") + "\n")

    def _converse(self) -> None:
        while True:
            try:
                line = input(self._prompt()).strip()
                if line.lower() in _GOODBYES:
                    return
                if line:
                    self._answer(line)
            except EOFError:
                if self._interactive:
                    print()
                return
            except KeyboardInterrupt:
                if not self._interactive:
                    raise
                print()  # Ctrl-C gives up this line, not the conversation

    def _answer(self, line: str) -> None:
        answer = self._answerer.answer(line, self._conversation)
        print(self._wrapped(printable(answer.text)))
        for source in answer.sources:
            print(self._styled(_DIM, self._wrapped(printable(f"Source: {source}"))))
        print(flush=True)

    def _prompt(self) -> str:
        if not self._interactive:
            return ""
        if not self._coloured:
            return "> "
        return f"\001{_BOLD}\002>\001{_PLAIN}\002 "  # the marks tell readline what takes no room on the line

    def _styled(self, style: str, text: str) -> str:
        return f"{style}{text}{_PLAIN}" if self._coloured else text

    def _wrapped(self, text: str) -> str:
        """Lines broken between words where a person reads them; whole for a pipe."""
        if not sys.stdout.isatty():
            return text
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        return "\n".join(
            textwrap.fill(line, max(width, 20), break_long_words=False, break_on_hyphens=False)
            for line in text.split("\n")
        )

    @contextlib.contextmanager
    def _remembered_lines(self) -> Iterator[None]:
        """Line editing, with what was typed in earlier conversations, on systems that have readline."""
        try:
            import readline  # noqa: PLC0415 - only here, and not on every system
        except ImportError:
            yield
            return
        with contextlib.suppress(OSError):
            readline.read_history_file(self._history)
        try:
            yield
        finally:
            readline.set_history_length(_HISTORY_LENGTH)
            with contextlib.suppress(OSError):
                self._history.parent.mkdir(parents=True, exist_ok=True)
                readline.write_history_file(self._history)
