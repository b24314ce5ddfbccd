"""What a host installs is what the project says it needs, and the top level stays tidy."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.settings import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ALLOWED = {"pyproject.toml", "README.md", "Procfile", "Makefile", "requirements.txt", "bot", "knowledge", "tests"}


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return found[0].lower()


def pinned(file: str) -> set[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    requirements = [line for line in lines if line and not line.startswith("#")]
    for requirement in requirements:
        assert re.fullmatch(r"[\w.-]+==[\w.]+(; python_version .*)?", requirement), requirement
    return {name_of(requirement) for requirement in requirements}


@pytest.mark.parametrize(
    ("needed", "file"),
    [
        (PROJECT["project"]["dependencies"], "requirements.txt"),
        (PROJECT["dependency-groups"]["dev"], ".ci/requirements-dev.txt"),
    ],
)
def test_what_is_needed_is_pinned(needed: list[str], file: str) -> None:
    assert {name_of(requirement) for requirement in needed} <= pinned(file)


def test_a_host_installs_nothing_that_only_tests_need() -> None:
    assert not pinned("requirements.txt") & pinned(".ci/requirements-dev.txt")


def test_the_top_level_holds_nothing_else() -> None:
    made_by_tools = {name for name in ("build", "dist") if (ROOT / name).exists()}
    found = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    assert {name for name in found - made_by_tools if not name.endswith(".egg-info")} <= ALLOWED
