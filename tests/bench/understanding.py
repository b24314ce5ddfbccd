"""`make bench-understanding`: how many questions are understood, with the figures to reach beside them.

`python -m tests.bench.understanding [--data DIR]` measures the questions of MetaQA in DIR/metaqa where that folder is
there (``BOOTH_BENCH_DATA``, or ``data`` in the folder ``shared`` beside the checkout), and this project's own corpora.
Numbers are printed, never asserted.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from bot.cli import YOUNG_OBJECTS
from bot.settings import ROOT
from tests.bench import corpora, metaqa, removed
from tests.bench.asking import Asked, Asker, clipped
from tests.bench.metaqa import Question
from tests.bench.typos import VARIANTS, vary

CACHE = ROOT / ".booth" / "bench"
HOPS = ("1-hop", "2-hop", "3-hop", "1-hop-ntm")
REMOVED = ("fact", "entity")
#: What is to be reached: hits@1 in percent for one step, exact sets for more; four points less with typos.
BARS = {"1-hop": ("hits@1", 97.0), "2-hop": ("exact", 99.5), "3-hop": ("exact", 99.5), "1-hop-ntm": ("hits@1", 85.0)}
WITH_TYPOS = 4.0
SPEED_BAR = "3 / 25 ms"
HEAD = (
    f"{'':<22}{'asked':>7}{'hits@1':>8}{'exact':>8}  {'to reach':<17}{'median':>8}{'p99':>8}  "
    f"{'to reach':<11}what came of them"
)

_asker: Asker | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What to measure."""

    data: Path
    sample: int | None
    hops: Sequence[str]
    variants: Sequence[str]
    failures: int
    jobs: int


def main() -> None:
    """Measure what the command line says."""
    run = _arguments()
    gc.set_threshold(YOUNG_OBJECTS)
    print("Times are processor time of one question, so that other work on the machine does not count.\n")
    print(HEAD, flush=True)
    if (run.data / "kb.txt.gz").is_file():
        _metaqa(run)
    else:
        print(f"!!! MetaQA WAS NOT MEASURED: there is no {run.data / 'kb.txt.gz'}")
    _own(run)


def _arguments() -> Run:
    data = Path(os.environ.get("BOOTH_BENCH_DATA") or ROOT.parent / "shared" / "data")
    parser = argparse.ArgumentParser(prog="python -m tests.bench.understanding", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=data, help="folder with metaqa/ in it (%(default)s)")
    parser.add_argument("--sample", type=int, default=1000, help="questions a row, evenly spaced (%(default)s)")
    parser.add_argument("--all", action="store_true", help="every question")
    parser.add_argument("--hop", action="append", choices=(*HOPS, "removed", "own"), help="only these rows")
    parser.add_argument("--variant", action="append", choices=VARIANTS, help="only with typos in these places")
    parser.add_argument("--failures", type=int, default=0, help="failures to print for each row")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes (%(default)s)")
    given = parser.parse_args()
    return Run(
        data=given.data / "metaqa",
        sample=None if given.all else given.sample,
        hops=given.hop or (*HOPS, "removed", "own"),
        variants=given.variant or (),
        failures=given.failures,
        jobs=given.jobs,
    )


def _metaqa(run: Run) -> None:
    triples = metaqa.read_triples(run.data)
    pack = metaqa.make_pack(triples, CACHE)
    for hop in HOPS:
        if hop not in run.hops:
            continue
        questions = metaqa.evenly(metaqa.read_questions(run.data, hop), run.sample)
        for variant in run.variants or (("clean",) if hop == "1-hop-ntm" else VARIANTS):
            asked = list(_ask(pack, hop, [vary(question, variant) for question in questions], run.jobs))
            measure, bar = BARS[hop]
            bar -= WITH_TYPOS if variant != "clean" else 0
            _row(f"{hop} {variant}", asked, _percent(asked, "hit"), _percent(asked, "exact"), f"{measure} {bar:.1f}")
            _failures([one for one in asked if not (one.hit if measure == "hits@1" else one.exact)], run.failures)
    if "removed" in run.hops:
        questions = metaqa.evenly(metaqa.read_questions(run.data, "1-hop"), run.sample or 1000)
        kept, people = removed.without_facts(triples, questions)
        packs = (
            metaqa.make_pack(kept, CACHE, people),
            metaqa.make_pack(removed.without_names(triples, questions), CACHE),
        )
        for what, lacking in zip(REMOVED, packs, strict=True):
            asked = list(_ask(lacking, "1-hop", questions, run.jobs))
            wrong = [one for one in asked if one.status == "answered"]
            _row(f"removed: the {what}", asked, "", f"{100 * len(wrong) / len(asked):.1f}", "answered <= 1.0")
            _failures(wrong, run.failures)


def _own(run: Run) -> None:
    if "own" not in run.hops:
        return
    for path, base in corpora.corpus_files().items():
        with closing(corpora.open_corpus(base, CACHE / base.name)) as answerer:
            results = list(corpora.ask_corpus(path, answerer))
        right = sum(good for _, good in results)
        asked = [one for one, _ in results]
        _row(corpora.name(path), asked, "", f"{100 * right / len(asked):.1f}", "expected 100.0")
        _failures([one for one, good in results if not good], run.failures)


def _ask(pack: Path, hop: str, questions: Sequence[Question], jobs: int) -> Iterator[Asked]:
    """Ask the questions in so many processes; the knowledge is compiled before they start."""
    cache = pack / "compiled"
    asker = Asker(pack, cache)
    for problem in asker.problems[:5]:
        print(f"!!! {problem}", file=sys.stderr)
    if jobs < 2:
        yield from (asker.ask(question, hop) for question in questions)
        asker.close()
        return
    asker.close()
    with get_context("spawn").Pool(jobs, _start, (pack, cache)) as pool:
        yield from pool.imap(_ask_one, ((question, hop) for question in questions), chunksize=20)


def _start(pack: Path, cache: Path) -> None:
    gc.set_threshold(YOUNG_OBJECTS)
    global _asker  # noqa: PLW0603 - what a process of the pool is given once
    _asker = Asker(pack, cache)


def _ask_one(job: tuple[Question, str]) -> Asked:
    assert _asker is not None
    return _asker.ask(*job)


def _percent(asked: Sequence[Asked], measure: Literal["hit", "exact"]) -> str:
    return f"{100 * statistics.mean(getattr(one, measure) for one in asked):.1f}"


def _row(what: str, asked: Sequence[Asked], hits: str, exact: str, bar: str) -> None:
    times = [one.ms for one in asked]
    median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    statuses = ", ".join(f"{status} {count}" for status, count in Counter(one.status for one in asked).most_common())
    print(
        f"{what:<22}{len(asked):>7}{hits:>8}{exact:>8}  {bar:<17}{median:>8.1f}{p99:>8.1f}  {SPEED_BAR:<11}{statuses}",
        flush=True,
    )


def _failures(asked: Sequence[Asked], most: int) -> None:
    for one in map(clipped, asked[:most]):
        shown = f"    {one.text}\n        right:    {'; '.join(one.gold)}\n        {one.status + ':':<10}"
        print(f"{shown}{'; '.join(one.answers)}\n        query:    {one.query}")


if __name__ == "__main__":
    main()
