from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

Import = Callable[..., tuple[int, str, str]]


@pytest.fixture
def importing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Runs `booth import` into the folder `knowledge`: exit code, output, errors."""

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(["import", *map(str, arguments), "--to", str(tmp_path / "knowledge")])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return code, *capsys.readouterr()

    return command


@pytest.fixture
def source(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a source file; gzipped if its name says so."""

    def writing(name: str, text: str) -> Path:
        path = tmp_path / "sources" / name
        path.parent.mkdir(exist_ok=True)
        data = text.encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return writing
