from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.cli import main
from bot.settings import ROOT

CONTRACT = ["id", "status", "text", "answers", "query", "entities", "facts", "suggestions", "confidence", "ms"]


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(clean_environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, with some standard input."""

    def command(*arguments: str, given: bytes = b"") -> Result:
        stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
        clean_environment.setattr(sys, "stdin", stdin)
        try:
            code = main(arguments)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return Result(code, *capsys.readouterr())

    return command


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A knowledge folder with one good file and one broken one."""
    folder = tmp_path / "knowledge" / "facts"
    folder.mkdir(parents=True)
    (folder / "good.yaml").write_text("film: Ronin\nsource: us\nfacts:\n  directed_by: John Frankenheimer\n", "utf-8")
    (folder / "us.yaml").write_text("source: Our film club\n", "utf-8")
    (folder / "broken.yaml").write_text("film: Broken\nfacts:\n  directde_by: Nobody\n  runtime: soon\n", "utf-8")
    return folder.parent


def test_ask_prints_the_answer_and_its_source(run: Run) -> None:
    result = run("ask", "who directed heat?")
    assert result.code == 0
    assert result.out.startswith("Heat (1995) was directed by Michael Mann.\nSource: ")
    assert result.err == ""


def test_words_need_no_quotes(run: Run) -> None:
    assert run("ask", "who", "directed", "heat").out.startswith("Heat (1995) was directed by Michael Mann.")


def test_what_is_not_answered_exits_1(run: Run) -> None:
    assert run("ask", "who directed Zzyzx Qwerty?").code == 1
    assert run("ask", "").code == 1


def test_json_is_the_contract(run: Run) -> None:
    result = run("ask", "--json", "who directed heat?")
    answer = json.loads(result.out)
    assert list(answer) == CONTRACT
    assert (answer["id"], answer["status"], answer["answers"]) == (None, "answered", ["Michael Mann"])


def test_explain_adds_the_trace_and_leaves_json_clean(run: Run) -> None:
    assert "directed_by" in run("ask", "--explain", "who directed heat?").out
    both = run("ask", "--explain", "--json", "who directed heat?")
    assert json.loads(both.out)["status"] == "answered"
    assert "directed_by" in both.err


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "x", "--batch", "-"), ("ask", "--batch", "-", "--json")])
def test_ask_takes_a_question_or_a_batch(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert "--batch" in result.err


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [(("chta",), "'chat'"), (("ask", "--jsn", "x"), "'--json'"), (("chat", "--knowlege", "x"), "'--knowledge'")],
)
def test_an_unknown_command_or_option_names_the_nearest(run: Run, arguments: tuple[str, ...], nearest: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert f"did you mean {nearest}?" in result.err
    assert "usage: booth" in result.err


def test_an_unknown_command_like_none_lists_them_all(run: Run) -> None:
    assert "commands: serve, chat, ask, check, compile" in run("frobnicate").err


@pytest.mark.parametrize("command", [(), ("serve",)])
def test_without_a_token_it_says_so_and_names_the_way_without(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command)
    assert result.code == 2
    assert "DISCORD_TOKEN" in result.err
    assert "booth chat" in result.err


@pytest.mark.parametrize("arguments", [("ask", "x"), ("chat",), ("check",), ("compile",)])
def test_a_knowledge_folder_that_does_not_exist_is_an_error_in_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "--knowledge", "/no/such/folder")
    assert result == (2, "", "booth: the knowledge folder /no/such/folder does not exist.\n")


def test_the_knowledge_folder_may_stand_before_the_command(run: Run, facts: Path) -> None:
    assert run("--knowledge", str(facts), "ask", "who directed Ronin?").out.startswith("Ronin was directed by")


def test_broken_files_are_counted_and_the_good_ones_answer(run: Run, facts: Path) -> None:
    result = run("ask", "who directed ronin", "--knowledge", str(facts))
    assert result.code == 0
    assert "John Frankenheimer" in result.out
    assert "problems in the fact files" in result.err
    assert "`booth check`" in result.err


def test_check_tells_every_problem_with_its_place(run: Run, facts: Path) -> None:
    result = run("check", "--knowledge", str(facts))
    assert result.code == 1
    assert "facts/broken.yaml:3:3: " in result.out
    assert "facts/broken.yaml:4:" in result.out
    assert "good.yaml" not in result.out


def test_check_of_chosen_files_leaves_out_the_others(run: Run, facts: Path) -> None:
    assert run("check", str(facts / "facts" / "good.yaml"), "--knowledge", str(facts)).code == 0


def test_the_shipped_facts_are_clean(run: Run) -> None:
    assert run("check") == (0, "", "0 problems found.\n")


def test_compile_builds_the_snapshot(run: Run, tmp_path: Path, clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.setenv("BOOTH_CACHE", str(tmp_path / "fresh"))
    assert run("compile").code == 0
    assert list((tmp_path / "fresh").iterdir())


def test_a_cache_that_is_no_folder_is_told(run: Run, tmp_path: Path, clean_environment: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    clean_environment.setenv("BOOTH_CACHE", str(tmp_path / "file"))
    result = run("ask", "who directed heat?")
    assert result.code == 2
    assert "BOOTH_CACHE" in result.err


# -- batch -------------------------------------------------------------------------------------------------------


def lines(*objects: Any) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


def test_a_batch_is_answered_in_order_and_conversations_are_kept_apart(run: Run) -> None:
    given = lines(
        {"id": "1", "question": "who directed heat?", "conversation": "a"},
        {"id": "2", "question": "who directed heat 2?", "conversation": "b"},
        {"id": "3", "question": "when did it come out?", "conversation": "a"},
        {"id": "4", "question": "when did it come out?"},
    )
    result = run("ask", "--batch", "-", given=given)
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 0
    assert [answer["id"] for answer in answers] == ["1", "2", "3", "4"]
    assert {fact["subject"] for fact in answers[2]["facts"]} == {"heat"}
    assert answers[3]["status"] != "answered"
    assert all(list(answer) == CONTRACT for answer in answers)


def test_lines_that_cannot_be_read_keep_their_place(run: Run) -> None:
    good = {"id": "1", "question": "who directed heat?"}
    bad = [{"id": "3"}, ["who?"], {"id": "5", "question": "x", "conversation": []}, {"id": [], "question": ""}]
    torn = b'{"id": "6", "question": "\xff"}\n' + b"[" * 100_000 + b"\n"
    given = lines(good) + b"no json\n\n" + lines(*bad) + torn + lines(good)
    result = run("ask", "--batch", "-", given=given)
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 1
    assert [answer["id"] for answer in answers] == ["1", None, "3", None, "5", None, None, None, "1"]
    assert [answer["status"] for answer in answers] == ["answered", *["unsupported"] * 7, "answered"]
    assert [line.split(":")[0] for line in result.err.splitlines()] == [f"line {n}" for n in (2, 4, 5, 6, 7, 8, 9)]
    assert all(list(answer) == CONTRACT for answer in answers)


def test_a_batch_comes_from_a_file_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questions").write_bytes(lines({"question": "who directed heat?"}))
    assert json.loads(run("ask", "--batch", str(tmp_path / "questions")).out)["answers"] == ["Michael Mann"]
    missing = run("ask", "--batch", str(tmp_path / "none"))
    assert (missing.code, missing.out) == (2, "")
    assert "none: No such file or directory" in missing.err


def test_a_question_of_half_characters_is_answered_in_utf_8(run: Run) -> None:
    result = run("ask", "--batch", "-", given=b'{"id": "\\ud800", "question": "who directed \\udfff heat?"}\n')
    assert len(result.out.splitlines()) == 1


# -- the process -------------------------------------------------------------------------------------------------


def batch_process(cache: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "BOOTH_CACHE": str(cache), "BOOTH_KNOWLEDGE": ""}
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)


def test_batch_answers_each_line_as_it_comes(cache: Path) -> None:
    with batch_process(cache) as booth:
        assert booth.stdin
        assert booth.stdout
        for number in ("1", "2"):
            booth.stdin.write(lines({"id": number, "question": "who directed heat?"}))
            booth.stdin.flush()
            assert json.loads(booth.stdout.readline())["id"] == number
        booth.stdin.close()
        assert booth.wait() == 0


def test_a_reader_that_leaves_early_is_no_trouble(cache: Path) -> None:
    with batch_process(cache) as booth:
        assert booth.stdout
        booth.stdout.close()
        _, errors = booth.communicate(lines(*[{"question": "who directed heat?"}] * 50))
        assert (booth.returncode, errors) == (0, b"")


#: What takes long to import, and has nothing to do with a plain answer.
SLOW = ("discord", "asyncio", "psycopg", "watchfiles", "tqdm", "dotenv", "bot.curating", "bot.imports", "bot.terminal")


def test_an_answer_waits_for_nothing_that_it_does_not_need(cache: Path) -> None:
    code = "import sys; from bot.cli import main; main(['ask', 'x']); print(*sys.modules)"
    environment = {**os.environ, "BOOTH_CACHE": str(cache)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert set(done.stdout.decode().split()).isdisjoint(SLOW)


def test_store_needs_a_database(clean_environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "push"]) == 2
    assert "DATABASE_URL is missing" in capsys.readouterr().err
    clean_environment.setenv("DATABASE_URL", "postgresql://ada:s3cret@127.0.0.1:1/x")
    assert main(["store", "pull"]) == 2
    told = capsys.readouterr().err
    assert "the database cannot be reached" in told
    assert "s3cret" not in told
