"""Several processes on one cache of snapshots, and some that are killed: each answers, and nothing is left behind."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bot.answering.snapshots import open_snapshot
from tests.making import SHIPPED, write

#: A knowledge folder that has all that it needs, and no more.
NEEDED = {name: (SHIPPED / name).read_text(encoding="utf-8") for name in ("relations/runtime.yaml", "language/en.yaml")}
SOURCE = {"facts/source.yaml": "source: The Zorvan Club\nid: club\n", **NEEDED}
QUESTION = "how long is Zorvan?"
PROCESSES = 4


def minutes(count: int) -> dict[str, str]:
    return {"facts/zorvan.yaml": f"film: Zorvan\nsource: club\nfacts: {{runtime: {count}}}\n"}


def left_in(cache: Path) -> set[str]:
    """What is in a cache, beside the lock: snapshots by the end of their names, parts of none whole."""
    names = {path.name for path in cache.iterdir()}
    snapshots = {name for name in names if name.endswith(".sqlite")}
    beside = {f"{name}{part}" for name in snapshots for part in ("-wal", "-shm")}
    return {"a snapshot"} & {"a snapshot" for _ in snapshots} | names - snapshots - beside - {"lock", "lock-journal"}


def whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def compile_another(cache: Path) -> None:
    """Compile another folder, which has whoever does so clear up."""
    runtimes(write(cache.with_name(f"{cache.name}-other"), SOURCE), cache)


def runtimes(knowledge: Path, cache: Path) -> list[str]:
    """The running times that a snapshot of the folder tells of."""
    with closing(open_snapshot(knowledge, cache, shipped=knowledge).base) as base:
        return [base.node(node).name for node, _ in base.lookup("runtime", "value", {})]


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return write(tmp_path / "knowledge", {**SOURCE, **minutes(90)})


@pytest.fixture
def processes() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def started(processes: ExitStack, *arguments: object) -> subprocess.Popen[str]:
    """A process that is `at_once` with others; killed at the end if it is still there."""
    command = [sys.executable, "-m", "tests.answering.at_once", *map(str, arguments)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=SHIPPED.parent, stdin=pipe, stdout=pipe, text=True)
    processes.enter_context(process)
    processes.callback(process.kill)
    return process


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def ask(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write(f"{QUESTION}\n")
    process.stdin.flush()


def all_answer(several: list[subprocess.Popen[str]]) -> set[str]:
    """Have them open the snapshot and answer at once; what they say."""
    assert [told(process) for process in several] == ["ready"] * len(several)
    for process in several:
        ask(process)
    return {told(process) for process in several}


def test_of_several_processes_at_once_one_compiles_and_all_answer(
    knowledge: Path, tmp_path: Path, processes: ExitStack
) -> None:
    cache = tmp_path / "cache"
    assert all_answer([started(processes, knowledge, cache) for _ in range(PROCESSES)]) == {"Zorvan runs 90 minutes."}
    (snapshot,) = cache.glob("*.sqlite")
    assert whole(snapshot)
    write(knowledge, minutes(91))
    assert all_answer([started(processes, knowledge, cache) for _ in range(PROCESSES)]) == {"Zorvan runs 91 minutes."}
    assert list(cache.glob("*.sqlite")) == [snapshot]
    assert left_in(cache) == {"a snapshot"}


def test_a_process_goes_on_answering_from_a_snapshot_that_another_has_replaced(
    knowledge: Path, tmp_path: Path, processes: ExitStack
) -> None:
    cache = tmp_path / "cache"
    reader = started(processes, knowledge, cache)
    assert all_answer([reader]) == {"Zorvan runs 90 minutes."}
    for path in cache.glob("*.sqlite*"):
        path.unlink()
    write(knowledge, minutes(91))
    assert runtimes(knowledge, cache) == ["91"]
    ask(reader)
    assert told(reader) == "Zorvan runs 90 minutes."


@pytest.mark.parametrize("step", ["BEGIN IMMEDIATE", "UPDATE mention", "replace"])
def test_whoever_waits_for_a_process_that_is_killed_compiles_instead(
    knowledge: Path, tmp_path: Path, processes: ExitStack, step: str
) -> None:
    cache = tmp_path / "cache"
    compiling = started(processes, "stop", step, knowledge, cache)
    assert told(compiling) == "stopped"
    assert list(cache.glob("*.sqlite")) == []  # half of one is not seen by others
    assert list(cache.glob("*.tmp")) != []
    waiting = started(processes, knowledge, cache)
    assert told(waiting) == "ready"
    ask(waiting)
    compiling.kill()
    assert told(waiting) == "Zorvan runs 90 minutes."
    assert left_in(cache) == {"a snapshot"}


def test_a_snapshot_that_is_replaced_while_it_is_being_opened_is_found_anew(
    knowledge: Path, tmp_path: Path, processes: ExitStack
) -> None:
    cache = tmp_path / "cache"
    opening = started(processes, "stop", "utime", knowledge, cache)
    assert told(opening) == "stopped"
    for path in cache.glob("*.sqlite*"):
        path.unlink()
    write(knowledge, minutes(91))
    assert runtimes(knowledge, cache) == ["91"]
    opening.communicate()
    assert opening.returncode == 0
    assert left_in(cache) == {"a snapshot"}


def begin(knowledge: Path, cache: Path, state: str) -> None:
    """What a process that is killed finds: no snapshot, an old one, that of another folder, or a spoilt one."""
    cache.mkdir(parents=True)
    if state == "another's":
        write(knowledge.with_name("another"), {**SOURCE, **minutes(90)})
        assert runtimes(knowledge.with_name("another"), cache) == ["90"]
    elif state != "empty":
        assert runtimes(knowledge, cache) == ["90"]
    if state == "spoilt":
        (snapshot,) = cache.glob("*.sqlite")
        for part in ("", "-wal", "-shm"):
            snapshot.with_name(snapshot.name + part).write_bytes(b"no database")
    write(knowledge, minutes(91))


@pytest.mark.parametrize("state", ["empty", "old", "another's", "spoilt"])
def test_a_process_killed_at_any_step_does_no_harm(knowledge: Path, tmp_path: Path, state: str) -> None:
    begin(knowledge, tmp_path / "caches" / "begin", state)
    command = [sys.executable, "-m", "tests.answering.at_once", "kill", str(knowledge), str(tmp_path / "caches")]
    done = subprocess.run(command, cwd=SHIPPED.parent, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    caches = [path for path in (tmp_path / "caches").iterdir() if path.name.isdecimal()]
    assert len(caches) > 10
    for cache in caches:
        assert runtimes(knowledge, cache) == ["91"], cache.name
    for cache in caches[::3]:  # what a step leaves, the steps beside it leave too
        compile_another(cache)
        assert left_in(cache) == {"a snapshot"}, cache.name
        assert all(map(whole, cache.glob("*.sqlite"))), cache.name
