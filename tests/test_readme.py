"""The README is true: its conversation is held, its commands are run, its tables are whole."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import settings
from bot.answering.answerer import Answerer
from bot.cli import main, parser
from bot.language.conversation import Conversation
from bot.settings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def turns(conversation: str) -> Iterator[tuple[str, str]]:
    """What is asked in a conversation, and what it says is answered."""
    for turn in re.split(r"^> ", conversation, flags=re.MULTILINE)[1:]:
        question, _, answer = turn.partition("\n")
        yield question, answer.strip()


def commands() -> list[str]:
    """The commands of the shell blocks that are Booth's own."""
    lines = "\n".join(blocks("sh")).splitlines()
    return [line for line in lines if re.match(r"(booth|python -m bot)( ask| check| compile|$)", line)]


def test_there_is_something_to_test() -> None:
    assert len([turn for block in blocks("text") for turn in turns(block)]) >= 1
    assert len(commands()) >= 3


def test_the_conversation_is_what_booth_says(cache: Path) -> None:
    """Without the sources, or with them where the README shows them."""
    answerer = Answerer.open(ROOT / "knowledge", cache)
    try:
        for block in blocks("text"):
            conversation = Conversation()
            for question, expected in turns(block):
                answer = answerer.answer(question, conversation)
                sources = [f"Source: {source}" for source in answer.sources]
                said = "\n".join([answer.text, *sources]) if "\nSource: " in expected else answer.text
                assert said == expected, question
    finally:
        answerer.close()


@pytest.mark.parametrize("command", commands())
def test_the_commands_work(command: str, clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert main(shlex.split(command.removeprefix("python -m bot").removeprefix("booth"))) == 0


def test_every_command_is_in_the_table() -> None:
    for command in parser().commands:
        assert f"`booth {command}" in README


def test_every_setting_is_in_the_table() -> None:
    names = re.findall(r'reader\.read\("(\w+)"', Path(settings.__file__).read_text(encoding="utf-8"))
    assert names
    for name in names:
        assert f"| `{name}` |" in README


def test_every_part_of_the_house_is_on_the_map() -> None:
    for part in (ROOT / "bot").iterdir():
        if part.is_dir() and (part / "__init__.py").exists():
            assert f"`bot/{part.name}/`" in README
