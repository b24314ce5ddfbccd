from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.curating.library import Library
from bot.facts.folder_store import FolderStore
from bot.facts.store import Layer, Store
from tests.making import SHIPPED, Files, write

#: Two servers.
HERE, THERE = Layer(11), Layer(22)
#: Opens a library over shared files, and files of servers by their number.
Open = Callable[..., Library]

SHARED_FILES = {
    "facts/sources/programme.yaml": "source: The programme\npublisher: The Festival\n",
    "facts/films/night-shift.yaml": """\
# of the festival
film: Night Shift
source: programme
facts:
  directed_by: Ada Example # she said so
  starring:
    - Ben Sample as The Guard
    - Cleo Muster
  release_date: 2021-09-03
  runtime: 96 minutes
  production_status: filming
""",
}


#: Those that the tests' facts have: property tests read the rules hundreds of times, and these in a tenth of the time.
RELATIONS = ("born_on", "directed_by", "genre", "production_status", "release_date", "runtime", "starring")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge folder with the shipped language and few of the shipped relations."""
    folder = tmp_path_factory.mktemp("few")
    for name in ("language/en.yaml", *(f"relations/{relation}.yaml" for relation in RELATIONS)):
        write(folder, {name: (SHIPPED / name).read_text(encoding="utf-8")})
    return folder


@pytest.fixture
def library(tmp_path: Path, cache: Path) -> Iterator[Open]:
    """Opens libraries over one folder, each as a process of its own would."""
    opened: list[Library] = []
    folder = tmp_path / "knowledge"
    (folder / "facts").mkdir(parents=True)

    def opening(shared: Files = SHARED_FILES, servers: dict[int, Files] | None = None) -> Library:
        if not opened:
            write(folder, shared)
            for number, files in (servers or {}).items():
                write(tmp_path / "data" / "servers" / str(number), files)
        opened.append(Library(FolderStore(folder, tmp_path / "data"), folder, cache, SHIPPED))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()
        each.store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store in folders of the test; the contract tests of the stores say that the other does the same."""
    (tmp_path / "knowledge" / "facts").mkdir(parents=True)
    with closing(FolderStore(tmp_path / "knowledge", tmp_path / "data")) as opened:
        yield opened
