from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import ROOT
from bot.showing import printable

Chat = Callable[[bytes], str]


@pytest.fixture
def chat(clean_environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Chat:
    """Holds a conversation through a pipe."""

    def converse(given: bytes) -> str:
        clean_environment.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        assert main(["chat"]) == 0
        output = capsys.readouterr()
        assert output.err == ""
        return output.out

    return converse


def test_a_pipe_gets_answers_and_nothing_else(chat: Chat) -> None:
    said = chat(b"who directed heat?\n\nwhen did it come out?\n")
    assert said.startswith("Heat (1995) was directed by Michael Mann.\nSource: ")
    assert "1995" in said.split("\n\n")[1]
    assert "\033" not in said
    assert "> " not in said


@pytest.mark.parametrize("goodbye", [b"exit", b"quit", b"  EXIT "])
def test_exit_and_quit_leave(chat: Chat, goodbye: bytes) -> None:
    assert chat(goodbye + b"\nwho directed heat?\n") == ""


def test_bytes_that_are_no_text_do_no_harm(chat: Chat) -> None:
    assert "Michael Mann" in chat(b"\xff\xfe\nwho directed heat?\n")


def test_the_terminal_takes_no_orders_from_text() -> None:
    assert printable("a\x1b[2Jb\x07\nc\td\u202e") == "a\ufffd[2Jb\ufffd\nc\td\ufffd"


PROMPT = re.compile(rb">(\x1b\[0m)? ")


def in_terminal(lines: list[bytes], cache: Path, data: Path, **environment: str) -> str:
    """What a person sees who types these lines into a terminal, each when asked for it."""
    person, terminal = pty.openpty()
    settings = {
        **os.environ, "BOOTH_CACHE": str(cache), "BOOTH_DATA": str(data), "BOOTH_KNOWLEDGE": "", "TERM": "xterm",
        "NO_COLOR": "", **environment,
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "chat"]
    booth = subprocess.Popen(command, cwd=ROOT, env=settings, stdin=terminal, stdout=terminal, stderr=terminal)
    os.close(terminal)
    hung = threading.Timer(60, booth.kill)
    hung.start()
    seen, prompted = b"", 0
    try:
        while chunk := os.read(person, 4096):
            seen += chunk
            if lines and (prompt := PROMPT.search(seen, prompted)):
                prompted = prompt.end()
                os.write(person, lines.pop(0))
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(person)
        hung.cancel()
    assert booth.wait() == 0, seen
    return seen.decode().replace("\r\n", "\n")


def test_in_a_terminal_it_greets_dims_the_source_remembers_and_leaves_on_ctrl_d(cache: Path, tmp_path: Path) -> None:
    seen = in_terminal([b"who directed heat?\n", b"\x04"], cache, tmp_path)
    assert "Ask me about films, for example:\n  " in seen
    assert "Heat (1995) was directed by Michael Mann.\n\033[2mSource: " in seen
    assert seen.endswith("Goodbye.\n")
    assert "who directed heat?" in (tmp_path / "chat-history").read_text()


class Keyboard(io.StringIO):
    """A standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_ctrl_c_gives_up_the_line_and_not_the_conversation(
    clean_environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    events: list[str | BaseException] = [KeyboardInterrupt(), "who directed heat?", KeyboardInterrupt(), EOFError()]
    typed = iter(events)

    def type_line(_: str) -> str:
        line = next(typed)
        if isinstance(line, BaseException):
            raise line
        return line

    clean_environment.setattr(sys, "stdin", Keyboard())
    clean_environment.setattr("builtins.input", type_line)
    assert main(["chat"]) == 0
    assert "directed by Michael Mann" in capsys.readouterr().out


def test_no_color_is_honoured(cache: Path, tmp_path: Path) -> None:
    assert "\033[2m" not in in_terminal([b"who directed heat?\n", b"exit\n"], cache, tmp_path, NO_COLOR="1")
