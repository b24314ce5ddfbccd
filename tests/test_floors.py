"""The floors of the house: imports go down, each outside library has one door, and no film is known by the code.

``pyproject.toml`` tells import-linter the same; these tests need nothing installed, and look at what it does not.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.making import SHIPPED, read_folder

ROOT = SHIPPED.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "bot").rglob("*.py"))
}

#: Lowest first; parts on one floor know nothing of each other. The core is what needs no Discord.
FLOORS = [
    {"facts"},
    {"language", "imports"},
    {"answering"},
    {"curating"},
    {"showing"},
    {"usage"},
    {"batch", "terminal", "discord_app"},
    {"opening_library"},
    {"opening"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
#: Told by nobody: read by the program's entry, never by the core.
SETTINGS = "settings"
CORE = {"facts", "language", "answering", "curating", "imports"}

#: The one place that each library is imported in.
DOORS = {
    "discord": "bot.discord_app",
    "aiohttp": "bot.discord_app",
    "yarl": "bot.discord_app",  # aiohttp's addresses
    "rapidfuzz": "bot.language.fuzzy",
    "yaml": "bot.facts.yaml_text",
    "psycopg": "bot.facts.postgres",
    "watchfiles": "bot.facts.folder_watch",
    "dotenv": "bot.settings",
    "tqdm": "bot.showing",
}


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def part(module: str) -> str:
    """The part of the house that a module belongs to."""
    return [*module.split("."), ""][1]


def floor(name: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if name in names)


def modules(check: Callable[[str], None]) -> Callable[[], None]:
    """A test that checks every module: one test, for there are hundreds of them."""

    def test() -> None:
        for module in MODULES:
            check(module)

    return test


def test_every_part_stands_on_a_floor() -> None:
    parts = {part(module) for module in MODULES} - {""}
    assert parts - set().union(*FLOORS) == {SETTINGS}


@modules
def test_imports_go_down(module: str) -> None:
    own = part(module)
    for other in imported(MODULES[module]):
        if not other.startswith("bot.") or part(other) in (own, SETTINGS):
            continue
        assert own not in ("", SETTINGS), f"{module} imports {other}"
        assert floor(part(other)) < floor(own), f"{module} imports {other}"


@modules
def test_a_library_has_one_door(module: str) -> None:
    for other in imported(MODULES[module]):
        door = DOORS.get(other.split(".")[0])
        assert door is None or f"{module}.".startswith(f"{door}."), f"{module} imports {other}"


@modules
def test_other_libraries_are_not_imported(module: str) -> None:
    for other in imported(MODULES[module]):
        assert other.split(".")[0] in {"bot", *DOORS, *sys.stdlib_module_names}, f"{module} imports {other}"


@modules
def test_the_core_does_not_read_the_environment(module: str) -> None:
    if part(module) in CORE:
        assert f"bot.{SETTINGS}" not in set(imported(MODULES[module])), module
        assert not re.search(r"\bos\.(environ|getenv)", MODULES[module].read_text(encoding="utf-8")), module


@modules
def test_the_core_prints_nothing(module: str) -> None:
    if part(module) in CORE:
        tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
        names = [
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert {"print", "input", "exec", "eval"}.isdisjoint(names), module


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_importing_the_package_has_no_effect(tmp_path: Path) -> None:
    code = "import sys; before = set(sys.modules); import bot; print(sorted(set(sys.modules) - before))"
    done = run(code, tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("['bot']", "")
    assert list(tmp_path.iterdir()) == []


def test_the_core_answers_without_discord(tmp_path: Path) -> None:
    code = f"""
import sys
sys.modules["discord"] = sys.modules["aiohttp"] = None  # importing them is an error from here on
from pathlib import Path
from bot.answering.answerer import Answerer
answerer = Answerer.open(Path({str(SHIPPED)!r}), Path("cache"))
print(answerer.answer("who directed heat?").text)
answerer.close()
"""
    done = run(code, tmp_path)
    assert done.stdout == "Heat (1995) was directed by Michael Mann.\n", done.stderr


# -- the code knows no film --------------------------------------------------------------------------------------------


def names() -> set[str]:
    """Every name in the shipped facts: of what has a file, and of what is only named there."""
    known = read_folder(SHIPPED)
    found: set[str] = set()
    for entity in known.entities:
        if entity.kind != "source":
            found |= {entity.name, *entity.also_known_as}
        for fact in entity.facts:
            relation = known.rules.vocabulary[fact.relation]
            for role, value in (("value", fact.value), *fact.qualifiers):
                if relation.kinds(role)[0] in (
                    "film",
                    "series",
                    "book",
                    "person",
                    "character",
                    "organisation",
                    "place",
                ):
                    found.add(value.text)
    return found


#: Where hints show how something is written, by the example of Heat. They are shown to whoever wrote it otherwise.
HINTS = {f"bot.facts.{module}" for module in ("fact_file", "fact_value", "phrasing_block", "yaml_hints")}


def strings(path: Path) -> Iterator[str]:
    """The string literals of a file, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.fixture(scope="module")
def a_name() -> re.Pattern[str]:
    """A name from the facts, as a whole word."""
    longest_first = sorted(names(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")


def test_there_are_names_to_look_for(a_name: re.Pattern[str]) -> None:
    assert len(names()) > 20
    assert a_name.search("who directed Heat?")
    assert not a_name.search("Heathers, a theatre")


def test_no_film_and_nobody_is_named_in_the_code(a_name: re.Pattern[str]) -> None:
    for module in set(MODULES) - HINTS:
        found = [string for string in strings(MODULES[module]) if a_name.search(string)]
        assert found == [], module


def test_hints_are_given_by_the_floor_that_reads_files_only() -> None:
    assert set(MODULES) >= HINTS
    assert {part(module) for module in HINTS} == {"facts"}
