"""`make bench`: how fast names are found and questions answered at every size, and what that takes.

Each size is measured in processes of its own, with a plain rapidfuzz WRatio scan over the same names beside it in the
same run: on a machine that others use too, ratios are what counts. Numbers are printed, never asserted.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli import YOUNG_OBJECTS
from bot.facts.text import normalise
from bot.settings import ROOT
from tests.bench.bases import make_base
from tests.bench.films import FILE, Film, films
from tests.bench.noise import KINDS, Asking, askings
from tests.bench.offering import TYPED
from tests.bench.scale import percentile

CACHE = ROOT / ".booth" / "bench"
SIZES = (20, 1_000, 200_000, 1_000_000)
#: What is to be reached up to so many names: ms of a whole question (median, p99), MB, ms of a start, of an edit, s of
#: compiling.
BARS = {1_000: (1, 3, 60, 400, 20, None), 200_000: (2, 10, 120, 400, 50, 30), 1_000_000: (5, 20, 200, 400, 50, None)}
_STARTS = 3
#: A command of Booth that tells the most memory that it has had: what the system counts includes that of its parent.
_COMMAND = """
import pathlib, sys
from bot.cli import main
code = main(sys.argv[1:])
print(pathlib.Path("/proc/self/status").read_text())
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured at one size."""

    names: int
    times: list[float]
    right: list[tuple[bool, bool]]
    scan_times: list[float]
    scan_right: list[bool]
    asked: list[Asking]
    scanned: list[Asking]
    offers: dict[str, tuple[list[float], float]]
    memory: float
    start: float
    edit: float
    compiling: float
    compiling_memory: float
    size: float


def main() -> None:
    """Measure what the command line says."""
    about = (__doc__ or "").split("\n", maxsplit=1)[0]
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=about)
    default = Path(os.environ.get("BOOTH_BENCH_DATA") or ROOT.parent / "shared" / "data")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of names (default: all)")
    parser.add_argument("--data", type=Path, default=default, help=f"folder with {FILE} in it (%(default)s)")
    parser.add_argument("--questions", type=int, default=200, help="questions of each kind of noise (%(default)s)")
    parser.add_argument("--scans", type=int, default=20, help="of them, so many are scanned for (%(default)s)")
    given = parser.parse_args()
    gc.set_threshold(YOUNG_OBJECTS)
    if not (given.data / FILE).is_file():
        print(f"There is no {given.data / FILE}: the films are made up.\n")
    rows = []
    for size in given.sizes:
        rows.append(_measure(size, given.data, given.questions, given.scans))
        _print_speed(rows[-1:], head=len(rows) == 1)
    _print_recall(rows)
    _print_offers(rows)


def _measure(size: int, data: Path, questions: int, scans: int) -> Row:
    found, real = films(size, data)
    names = _names(found)
    base = make_base(found, CACHE, real)
    compiled = base / "compiled"
    shutil.rmtree(compiled, ignore_errors=True)
    compiling, memory = _run_booth(compiled, "compile", "--knowledge", str(base))
    asked = askings(found, questions)
    scanned = [asking for kind in KINDS for asking in [one for one in asked if one.noise == kind][:scans]]
    starts = [_run_booth(compiled, "ask", "--knowledge", str(base), asked[0].question)[0] for _ in range(_STARTS)]
    scan = _child("tests.bench.scan", (), {"names": names, "questions": [one.question for one in scanned]})
    pairs = [(one.question, one.name) for one in asked]
    own = _child("tests.bench.scale", (str(base), str(compiled)), pairs)
    return Row(
        len(names),
        own["times"],
        own["right"],
        scan["times"],
        [normalise(best) == normalise(one.name) for best, one in zip(scan["found"], scanned, strict=True)],
        asked,
        scanned,
        own["offers"],
        own["memory"],
        statistics.median(starts) * 1000,
        statistics.median(own["edits"]),
        compiling,
        memory,
        sum(path.stat().st_size for path in compiled.iterdir()) / 2**20,
    )


def _names(found: Sequence[Film]) -> list[str]:
    return list(dict.fromkeys(name for film in found for name in (film.title, *film.people)))


def _run_booth(cache: Path, *arguments: str) -> tuple[float, float]:
    """Seconds that a command takes, and the most memory that it has had, in MB."""
    environment = dict(_environment(), BOOTH_CACHE=str(cache))
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        check=False,
    )  # fmt: skip
    took = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise RuntimeError(f"booth {arguments[0]} ended with {done.returncode}")
    return took, int(done.stdout.rsplit("VmHWM:", maxsplit=1)[1].split()[0]) / 1024


def _environment() -> dict[str, str]:
    """That of a process of Booth's as it is when installed: Python has compiled its modules, and keeps that."""
    environment = dict(os.environ, PYTHONPYCACHEPREFIX=str(CACHE / "bytecode"))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _child(module: str, arguments: Sequence[str], given: object) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=_environment(), input=json.dumps(given), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _print_speed(rows: Sequence[Row], head: bool) -> None:
    if head:
        print(
            f"{'names':>10}{'question ms':>16}{'scan ms':>16}{'ratio':>7}{'memory MB':>11}"
            f"{'start ms':>10}{'edit ms':>9}"
            f"{'compile s':>11}{'(MB)':>7}{'file MB':>9}    to reach: question, memory, start, edit, compile"
        )
    for row in rows:
        bar = next((bars for most, bars in BARS.items() if row.names <= most * 1.1), BARS[1_000_000])
        median, scan = statistics.median(row.times), statistics.median(row.scan_times)
        question = f"{median:.2f} / {percentile(row.times, 99):.1f}"
        scanning = f"{scan:.1f} / {percentile(row.scan_times, 99):.0f}"
        print(
            f"{row.names:>10,}{question:>16}{scanning:>16}{scan / median:>7.1f}{row.memory:>11.0f}{row.start:>10.0f}"
            f"{row.edit:>9.0f}{row.compiling:>11.1f}{row.compiling_memory:>7.0f}{row.size:>9.0f}    "
            f"{bar[0]} / {bar[1]}, {bar[2]}, {bar[3]}, {bar[4]}, {bar[5] or '–'}",
            flush=True,
        )


def _bar(bar: float, offered: bool) -> str:
    return f"{bar:.2f} or offered" if offered else f"{bar:.2f}"


def _print_recall(rows: Sequence[Row]) -> None:
    print("\nThe name inside a whole question: first choice right (or offered), beside the first choice of the scan")
    print(f"{'':>10}" + "".join(f"{kind:>22}" for kind in KINDS))
    print(f"{'to reach':>10}" + "".join(f"{_bar(bar, offered):>22}" for _, bar, offered in KINDS.values()))
    for row in rows:
        cells = []
        for kind in KINDS:
            right = [one for one, asking in zip(row.right, row.asked, strict=True) if asking.noise == kind]
            scan = [one for one, asking in zip(row.scan_right, row.scanned, strict=True) if asking.noise == kind]
            if not right or not scan:
                cells.append("–")
                continue
            first, offered = (statistics.mean(one[place] for one in right) for place in (0, 1))
            cells.append(f"{first:.3f} ({offered:.3f})  {statistics.mean(scan):.2f}")
        print(f"{row.names:>10,}" + "".join(f"{cell:>22}" for cell in cells))


def _print_offers(rows: Sequence[Row]) -> None:
    print("\nOffers while a name is typed: median / p99 ms, and in which part of them it is")
    print(f"{'':>10}" + "".join(f"{way:>20}" for way in TYPED))
    for row in rows:
        cells = []
        for way in TYPED:
            times, offered = row.offers.get(way, ([], 0.0))
            ms = f"{statistics.median(times):.1f} / {percentile(times, 99):.0f}" if times else "–"
            cells.append(f"{ms}  {offered:.2f}" if times else ms)
        print(f"{row.names:>10,}" + "".join(f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    main()
