"""`booth facts …`: previewed, confirmed, told, taken back; what is wrong is said and changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from tests.making import write

FILE = "facts/films/night-shift.yaml"
TEXT = "film: Night Shift # of the festival\nsource: programme\nfacts:\n  runtime: 96 minutes\n"
Booth = Callable[..., tuple[int, str, str]]


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    sources = {"facts/sources/programme.yaml": "source: The programme\n"}
    return write(tmp_path / "knowledge", {FILE: TEXT, **sources})


@pytest.fixture
def booth(clean_environment: pytest.MonkeyPatch, knowledge: Path, capsys: pytest.CaptureFixture[str]) -> Booth:
    def command(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        clean_environment.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(["facts", "--knowledge", str(knowledge), *arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return code, *capsys.readouterr()

    return command


def test_a_change_is_shown_and_made_when_it_is_confirmed(booth: Booth, knowledge: Path) -> None:
    change = ("add", "night shift", "runtime", "97 minutes", "--source", "programme")
    code, out, err = booth(*change, typed="n\n")
    assert (code, "running time: 96 → 97" in out, "nothing was changed" in err) == (1, True, True)
    assert (knowledge / FILE).read_text() == TEXT
    code, out, _ = booth(*change, typed="y\n")
    assert (code, "-  runtime: 96 minutes\n+  runtime: 97 minutes" in out) == (0, True)
    assert (knowledge / FILE).read_text() == TEXT.replace("96", "97")
    _, out, _ = booth("history", "night shift")
    assert "Night Shift, running time: 96 → 97" in out
    code, out, _ = booth("undo", "--yes")
    assert (knowledge / FILE).read_text() == TEXT
    code, _, _ = booth("remove", "night shift", "runtime", "--yes")
    assert code == 0
    assert "runtime" not in (knowledge / FILE).read_text()


def test_what_else_is_said_of_a_fact_is_given_with_it(booth: Booth, knowledge: Path) -> None:
    said = ("--source", "programme", "--certainty", "reported", "--as-of", "2026-02-01", "--details", "winner: Dee Doe")
    code, _, _ = booth("add", "night shift", "award", "Golden Reel", *said, "--yes")
    assert code == 0
    for line in ("value: Golden Reel", "winner: Dee Doe", "certainty: reported", "as_of: 2026-02-01"):
        assert line in (knowledge / FILE).read_text()
    _, _, err = booth("add", "night shift", "runtime", "97", "--details", "winner Dee Doe")
    assert "write it as  name: text" in err


def test_a_value_and_what_is_said_of_it_are_changed(booth: Booth, knowledge: Path) -> None:
    booth("add", "night shift", "starring", "Dee Doe", "--details", "as: The Guard", "--source", "programme", "--yes")
    booth("add", "night shift", "starring", "Cleo Muster", "--source", "programme", "--yes")
    change = ("change", "night shift", "starring")
    code, out, _ = booth(*change, "Dee Doe", "--new", "Dee Dane", "--certainty", "reported", "--yes")
    assert (code, "cast: Dee Doe as The Guard → Dee Dane as The Guard" in out) == (0, True)
    assert "certainty: reported" in (knowledge / FILE).read_text()
    assert booth(*change, "Dee Dane", "--without", "as, certainty", "--yes")[0] == 0
    assert "  starring: [Dee Dane, Cleo Muster]\n" in (knowledge / FILE).read_text()
    code, _, err = booth(*change, "Dee Dane", "--yes")
    assert (code, "give a source, a certainty or another detail" in err) == (1, True)


def test_a_servers_facts_are_its_own(booth: Booth, knowledge: Path, tmp_path: Path) -> None:
    booth("add", "night shift", "genre", "drama", "--yes")
    booth("undo", "--yes")
    _, out, _ = booth("add", "night shift", "runtime", "97 minutes", "--server", "7", "--yes")
    assert "number 1. `booth facts undo 1 --server 7` takes it back" in out
    assert (knowledge / FILE).read_text() == TEXT
    assert "97" in (tmp_path / "data/servers/7" / FILE).read_text()
    _, out, _ = booth("export", "night shift", "--server", "7")
    assert "97 minutes" in out
    _, out, _ = booth("export", "night shift")
    assert out == TEXT
    booth("export", "--to", str(tmp_path / "all.zip"))
    assert (tmp_path / "all.zip").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("add", "nite shift", "runtime", "97"), "did you mean Night Shift"),
        (("add", "night shift", "release_date", "2023-02-30"), "2023-02-30"),
        (("undo",), "nothing has been changed"),
        (("history", "--server", "x"), "no server's id"),
    ],
)
def test_what_cannot_be_done_is_said(booth: Booth, knowledge: Path, arguments: tuple[str, ...], reason: str) -> None:
    code, _, err = booth(*arguments)
    assert code
    assert reason in err
    assert (knowledge / FILE).read_text() == TEXT


def test_what_was_typed_in_the_editor_is_kept(
    booth: Booth, knowledge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.sh"
    monkeypatch.setenv("VISUAL", f"sh {script}")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    script.write_text('sed -i s/96/long/ "$1"\n')
    code, _, err = booth("edit", "night shift", typed="n\n")
    assert (code, "night-shift.yaml:4" in err) == (1, True)
    kept = Path(err.rpartition("is in ")[2].strip().removesuffix("."))
    assert "long minutes" in kept.read_text()
    script.write_text('sed -i s/96/98/ "$1"\n')
    code, _, _ = booth("edit", "night shift", "--yes")
    assert code == 0
    assert (knowledge / FILE).read_text() == TEXT.replace("96", "98")
    there = knowledge / FILE
    meanwhile = f"[ -e {tmp_path}/once ] || {{ touch {tmp_path}/once; sed -i s/98/99/ {there}; }}"
    script.write_text(f'{meanwhile}\nsed -i "s/9[89] minutes/97 minutes/; s/festival/town/" "$1"\n')
    code, out, err = booth("edit", "night shift", typed="y\ny\n")
    assert "it was 98 minutes; now it is 99 minutes; yours is 97 minutes" in err
    assert (code, "running time: 99 → 97" in out) == (0, True)
    assert there.read_text() == TEXT.replace("96", "97").replace("festival", "town")
    script.write_text("exit 3\n")
    code, _, err = booth("edit", "night shift")
    assert (code, "ended with 3; nothing was changed" in err) == (1, True)
