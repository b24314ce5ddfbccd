"""The yardstick: a plain rapidfuzz WRatio scan over all names, in a process of its own.

`python -m tests.bench.scan` reads {"names": …, "typed": …} from standard input and writes times and first choices.
"""

from __future__ import annotations

import json
import sys
import time

from rapidfuzz import fuzz, process, utils


def main() -> None:
    """Scan for each of the questions."""
    given = json.load(sys.stdin)
    names = given["names"]
    times, found = [], []
    for question in given["questions"]:
        started = time.perf_counter()
        best = process.extractOne(question, names, scorer=fuzz.WRatio, processor=utils.default_process)
        times.append((time.perf_counter() - started) * 1000)
        found.append(best[0] if best else "")
    print(json.dumps({"times": times, "found": found}))


if __name__ == "__main__":
    main()
