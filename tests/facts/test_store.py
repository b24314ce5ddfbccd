"""What a store promises, whichever it is: each test runs on a folder and on PostgreSQL."""

from __future__ import annotations

import itertools
import logging
import logging.handlers
import queue
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.facts import store_tables
from bot.facts.journal_store import JournalStore
from bot.facts.last_good import last_good
from bot.facts.model import Problem
from bot.facts.store import (
    JSON,
    MAX_LINE,
    MAX_RECORD,
    SHARED,
    Change,
    Conflict,
    FileEdit,
    Layer,
    Refused,
    Revision,
    Store,
    StoredText,
    Unavailable,
    digest_of,
    undoing,
)
from bot.facts.yaml_text import MAX_BYTES, read_yaml

NAME, OTHER = "facts/films/night-shift.yaml", "facts/people/ada.yaml"
HERE, THERE = Layer(111), Layer(222)
FIRST, SECOND = b"film: Night Shift\n", b"# seen twice\r\nfilm: Night Shift"
Open = Callable[[], Store]


def put(
    store: Store, name: str = NAME, text: bytes | None = FIRST, before: bytes | None = None, layer: Layer = HERE
) -> Revision:
    """Write one file, which held `before` until now."""
    return store.write(Change(layer, (edit(name, text, before),), "ada", "a channel", "because"))


def edit(name: str = NAME, text: bytes | None = FIRST, before: bytes | None = None) -> FileEdit:
    return FileEdit(name, None if before is None else digest_of(before), text)


def texts(store: Store, layer: Layer = HERE) -> dict[str, bytes]:
    return {name: text.data for name, text in store.files(layer).items()}


def numbers(revisions: tuple[Revision, ...]) -> list[int]:
    return [revision.number for revision in revisions]


# -- reading and writing -----------------------------------------------------------------------------------------------


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.layers() == (SHARED,)
    assert (texts(store), store.history(HERE), store.skipped(HERE)) == ({}, (), ())


def test_what_was_written_is_read_byte_for_byte_and_by_everybody(opened: Open) -> None:
    store, other = opened(), opened()
    put(store)
    assert texts(other) == {NAME: FIRST}
    put(other, text=SECOND, before=FIRST)
    assert store.files(HERE) == {NAME: StoredText(NAME, SECOND, digest_of(SECOND))}


def test_files_are_in_the_order_of_their_names(store: Store) -> None:
    names = ["facts/b.yaml", "facts/B2.yaml", "facts/a/z.yml", "facts/é.yaml", "facts/Z.yaml"]
    store.write(Change(HERE, tuple(edit(name) for name in names), "ada"))
    assert list(store.files(HERE)) == sorted(names)


def test_a_deleted_file_is_gone(store: Store) -> None:
    put(store)
    put(store, text=None, before=FIRST)
    assert texts(store) == {}
    put(store)
    assert texts(store) == {NAME: FIRST}


def test_nothing_of_a_layer_is_seen_or_changed_in_another(store: Store) -> None:
    put(store)
    put(store, text=SECOND, layer=THERE)
    put(store, text=b"film: Shared", layer=SHARED)
    put(store, text=None, before=SECOND, layer=THERE)
    assert [texts(store, layer) for layer in (HERE, THERE, SHARED)] == [{NAME: FIRST}, {}, {NAME: b"film: Shared"}]
    here = store.history(HERE)
    assert [len(here), len(store.history(THERE)), len(store.history(SHARED))] == [1, 2, 1]
    assert store.revision(HERE, here[0].number) == here[0]
    assert store.revision(THERE, 3) is None
    assert store.layers() == (SHARED, HERE, THERE)


def test_an_edit_of_what_has_moved_is_a_conflict_that_tells_what_is_there_now(opened: Open) -> None:
    store, other = opened(), opened()
    put(store)
    put(other, text=SECOND, before=FIRST)
    with pytest.raises(Conflict, match="was changed in the meantime") as conflict:
        put(store, text=b"film: Mine", before=FIRST)
    assert conflict.value.now == {NAME: StoredText.of(NAME, SECOND)}
    assert texts(store) == {NAME: SECOND}


def test_a_new_file_where_there_is_one_and_an_edit_of_what_is_gone_are_conflicts(store: Store) -> None:
    put(store)
    with pytest.raises(Conflict):
        put(store, text=SECOND)
    put(store, text=None, before=FIRST)
    with pytest.raises(Conflict) as conflict:
        put(store, text=SECOND, before=FIRST)
    assert conflict.value.now == {NAME: None}


def test_what_a_change_leaves_as_it_is_stays(store: Store) -> None:
    put(store)
    made = store.write(Change(HERE, (edit(OTHER, None), edit(NAME, FIRST, FIRST)), "ada"))
    assert texts(store) == {NAME: FIRST}
    assert store.history(HERE)[0] == made


def test_all_files_of_a_change_are_written_or_none(store: Store) -> None:
    put(store)
    with pytest.raises(Conflict):
        store.write(Change(HERE, (edit(OTHER, b"person: Ada"), edit(NAME, SECOND, b"something else")), "ada"))
    assert texts(store) == {NAME: FIRST}
    made = store.write(Change(HERE, (edit(OTHER, b"person: Ada"), edit(NAME, SECOND, FIRST)), "ada"))
    assert texts(store) == {NAME: SECOND, OTHER: b"person: Ada"}
    assert [file.name for file in made.files] == [NAME, OTHER]
    assert len(store.history(HERE)) == 2


def test_the_same_change_is_made_once(opened: Open) -> None:
    store, other = opened(), opened()
    change = Change(HERE, (edit(),), "ada")
    assert store.written(change.token) is None
    made = store.write(change)
    assert other.write(change) == made == other.written(change.token)
    assert len(store.history(HERE)) == 1


def test_a_change_edits_something_and_each_file_once() -> None:
    for edits in ((), (edit(), edit(text=SECOND))):
        with pytest.raises(ValueError, match="each of its files once"):
            Change(HERE, edits, "ada")


@pytest.mark.parametrize("server", [-1, 2**63])
def test_a_layer_is_a_servers(server: int) -> None:
    with pytest.raises(ValueError, match="no server"):
        Layer(server)


# -- history and undo --------------------------------------------------------------------------------------------------


def test_history_tells_who_when_where_why_before_and_after(store: Store) -> None:
    put(store)
    put(store, text=SECOND, before=FIRST)
    second, first = store.history(HERE)
    assert first.number < second.number
    assert (second.who, second.where, second.why, second.undoes, second.by_hand) == (
        "ada", "a channel", "because", None, False,
    )  # fmt: skip
    assert [(file.name, file.before, file.after) for file in second.files] == [(NAME, FIRST, SECOND)]
    assert first.files[0].before is None
    assert abs(datetime.now(UTC) - second.when) < timedelta(minutes=1)


def test_history_of_one_file_in_pieces(store: Store) -> None:
    for count in range(5):
        put(store, f"facts/f{count}.yaml")
    for before, after in ((None, b"1"), (b"1", b"2"), (b"2", b"3")):
        put(store, OTHER, after, before)
    of_file = store.history(HERE, OTHER)
    assert [revision.files[0].after for revision in of_file] == [b"3", b"2", b"1"]
    whole = numbers(store.history(HERE))
    assert whole == sorted(whole, reverse=True)
    first = store.history(HERE, limit=3)
    assert numbers(first) == whole[:3]
    assert numbers(store.history(HERE, limit=10, before=first[-1].number)) == whole[3:]
    assert numbers(store.history(HERE, OTHER, 1, before=of_file[0].number)) == [of_file[1].number]


def test_each_layer_counts_its_own_revisions(store: Store) -> None:
    first, there, shared = put(store), put(store, layer=THERE), put(store, layer=SHARED)
    second = put(store, OTHER)
    assert [made.number for made in (first, second, there, shared)] == [1, 2, 1, 1]
    assert first.sequence < there.sequence < shared.sequence < second.sequence
    assert [store.revision(layer, 1) for layer in (HERE, THERE, SHARED)] == [first, there, shared]
    assert store.revision(THERE, 2) is None


def test_revisions_of_an_older_version_are_counted_by_layer_from_now_on(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(store_tables, "_STEPS", store_tables._STEPS[:1])
        store = opened()
        assert isinstance(store, JournalStore)
        with store._begin() as journal:
            for number, layer, undoes in ((1, HERE, None), (2, THERE, None), (3, HERE, 1), (5, THERE, 2), (6, HERE, 3)):
                values = (number, layer.server, "2026-01-01T00:00:00+00:00", "ada", "", "", undoes, 0, f"t{number}", 0)
                journal.execute("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
                journal.execute("INSERT INTO changes VALUES (?, ?, NULL, NULL)", (number, NAME))
        store.close()
    store = opened()
    assert [(made.number, made.undoes) for made in store.history(HERE)] == [(3, 2), (2, 1), (1, None)]
    there = store.history(THERE, NAME)
    assert [(made.number, made.sequence, made.undoes) for made in there] == [(2, 5, 1), (1, 2, None)]
    assert (put(store, OTHER).number, put(store, OTHER, layer=THERE).sequence) == (4, 8)


def test_undo_is_a_new_revision_and_can_be_undone(store: Store) -> None:
    made = store.write(Change(HERE, (edit(), edit(OTHER, b"person: Ada")), "ada"))
    undone = store.write(undoing(made, "bob", "here", "wrong"))
    assert texts(store) == {}
    assert (undone.undoes, undone.who, undone.why) == (made.number, "bob", "wrong")
    store.write(undoing(undone, "ada"))
    assert texts(store) == {NAME: FIRST, OTHER: b"person: Ada"}
    assert len(store.history(HERE)) == 3


def test_an_undo_of_what_was_changed_since_is_a_conflict(store: Store) -> None:
    made = put(store)
    put(store, text=SECOND, before=FIRST)
    with pytest.raises(Conflict):
        store.write(undoing(made, "bob"))
    assert texts(store) == {NAME: SECOND}


def test_who_where_and_why_are_one_line_each(store: Store) -> None:
    change = Change(HERE, (edit(),), "ada\n2026 ERROR \x1b[31mforged\0", "x" * 2000, "a\u2028b\ud800")
    made = store.write(change)
    assert (made.who, made.where, made.why) == ("ada 2026 ERROR  [31mforged", "x" * MAX_LINE, "a b")


# -- what is refused ---------------------------------------------------------------------------------------------------


NO_NAMES = [
    "", "facts", "facts/", "facts/.yaml", "facts/x", "facts/x.txt", "x.yaml", "relations/x.yaml", "/facts/x.yaml",
    "facts/../x.yaml", "../../.env", "facts/./x.yaml", "facts//x.yaml", "facts/x.yaml/", "facts\\x.yaml",
    "facts/x\0.yaml", "facts/x\n.yaml", "facts/.git/hooks.yaml", "facts/.hidden.yaml", "facts/con.yaml",
    "facts/CON/x.yaml", "facts/com1.yaml", "facts/lpt¹.yaml", "facts/nul.x.yaml", "facts/a\u202eb.yaml",
    "facts/a b.yaml", "facts/a:b.yaml", "facts/x .yaml", "facts/x.yaml.", "facts/x..yaml", "C:/facts/x.yaml",
    "facts/" + "x" * 300 + ".yaml", "facts/" + "x/" * 300 + "x.yaml", "facts/e\u0301.yaml", "facts/\ud800.yaml",
]  # fmt: skip
NAMES = ["facts/x.yaml", "facts/x.yml", "facts/a/b.c/d-e_1.YAML", "facts/七人の侍.yaml"]


def test_names_that_lead_elsewhere_or_that_some_system_cannot_keep(store: Store) -> None:
    for name in NO_NAMES:
        with pytest.raises(Refused, match="cannot be the name of a fact file"):
            put(store, name)
    assert texts(store) == {}
    assert store.history(HERE) == ()


def test_names_that_are_fine(store: Store) -> None:
    for name in NAMES:
        put(store, name)
    assert texts(store) == dict.fromkeys(sorted(NAMES), FIRST)


def test_two_names_that_differ_only_in_their_capitals_are_one_name_on_some_disks(store: Store) -> None:
    put(store)
    with pytest.raises(Refused, match=r"there is facts/films/night-shift\.yaml already"):
        put(store, "facts/films/Night-Shift.yaml")


def test_what_is_too_large_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="larger than 32 MB"):
        put(store, text=b"#" * (MAX_BYTES + 1))
    assert store.history(HERE) == ()


# -- watching ----------------------------------------------------------------------------------------------------------


def test_everybody_hears_of_every_change_within_a_second_and_in_order(opened: Open) -> None:
    writer, reader = opened(), opened()
    told: queue.Queue[Revision] = queue.Queue()
    own: queue.Queue[Revision] = queue.Queue()
    put(writer, "facts/earlier.yaml")
    reader.watch(told.put)
    writer.watch(own.put)
    before: bytes | None = None
    for count in range(5):
        made = put(writer, text=b"%d" % count, before=before)
        before = b"%d" % count
        started = time.monotonic()
        assert told.get(timeout=5) == made
        assert time.monotonic() - started < 1
        assert texts(reader)[NAME] == before
        assert own.get(timeout=5) == made


def test_who_has_stopped_watching_hears_nothing_more(store: Store) -> None:
    told: queue.Queue[Revision] = queue.Queue()
    stayed: queue.Queue[Revision] = queue.Queue()
    end = store.watch(told.put)
    store.watch(stayed.put)
    end()
    end()
    put(store)
    stayed.get(timeout=5)
    assert told.empty()


@pytest.fixture
def logged() -> Iterator[queue.Queue[logging.LogRecord]]:
    """What is logged while a test runs, in whatever thread: to wait for."""
    records: queue.Queue[logging.LogRecord] = queue.Queue()
    handler = logging.handlers.QueueHandler(records)
    logging.getLogger().addHandler(handler)
    yield records
    logging.getLogger().removeHandler(handler)


def test_one_watcher_that_fails_keeps_nothing_from_the_others(
    store: Store, logged: queue.Queue[logging.LogRecord]
) -> None:
    told: queue.Queue[Revision] = queue.Queue()

    def fail(revision: Revision) -> None:
        raise RuntimeError(f"no {revision.number}")

    store.watch(fail)
    store.watch(told.put)
    put(store)
    put(store, OTHER)
    assert [told.get(timeout=5).files[0].name for _ in range(2)] == [NAME, OTHER]
    assert "could not be passed on" in logged.get(timeout=5).getMessage()


# -- records -----------------------------------------------------------------------------------------------------------


def test_records_are_kept_by_layer_collection_and_key(opened: Open) -> None:
    store = opened()
    records = store.records(HERE, "settings")
    document: JSON = {"role": 12345678901234567890, "channels": ["a", None, 1.5, True], "text": "ü\0\ud800"}
    records.put("b", document)
    records.put("a", 1)
    store.records(THERE, "settings").put("b", "there")
    store.records(HERE, "unanswered").put("b", "other")
    other = opened().records(HERE, "settings")
    assert (other.get("b"), other.get("c")) == (document, None)
    assert list(other.all().items()) == [("a", 1), ("b", document)]
    other.delete("b")
    other.delete("c")
    assert records.all() == {"a": 1}
    assert store.records(THERE, "settings").get("b") == "there"


def test_counters_are_not_lost(opened: Open) -> None:
    stores = [opened() for _ in range(4)]

    def count(store: Store) -> None:
        for _ in range(25):
            store.records(HERE, "asked").update("question", lambda times: (times if isinstance(times, int) else 0) + 1)

    threads = [threading.Thread(target=count, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].records(HERE, "asked").get("question") == 100


def test_an_update_that_fails_changes_nothing_and_none_deletes(store: Store) -> None:
    records = store.records(HERE, "asked")
    records.put("x", 1)
    with pytest.raises(ZeroDivisionError):
        records.update("x", lambda _: 1 // 0)
    assert records.get("x") == 1
    assert records.update("x", lambda _: None) is None
    assert records.all() == {}


def test_a_key_is_something_to_read(store: Store) -> None:
    for key in ("", "x" * 201, "a\0b", "\ud800"):
        with pytest.raises(Refused):
            store.records(HERE, "asked").put(key, 1)


def test_a_record_is_no_file(store: Store) -> None:
    with pytest.raises(Refused, match="256 kB"):
        store.records(HERE, "asked").put("x", "x" * MAX_RECORD)


# -- many at once ------------------------------------------------------------------------------------------------------


def test_several_clients_write_one_file_and_none_of_their_edits_is_lost(opened: Open) -> None:
    put(opened(), text=b"0")
    conflicts: list[int] = []

    def add(store: Store) -> None:
        for _ in range(10):
            while True:
                now = store.files(HERE)[NAME]
                try:
                    store.write(Change(HERE, (FileEdit(NAME, now.digest, b"%d" % (int(now.data) + 1)),), "ada"))
                    break
                except Conflict:
                    conflicts.append(1)

    threads = [threading.Thread(target=add, args=(opened(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = opened()
    assert texts(store) == {NAME: b"40"}
    history = store.history(HERE, limit=100)
    assert [revision.files[0].after for revision in history] == [b"%d" % count for count in range(40, -1, -1)]
    assert all(new.files[0].before == old.files[0].after for new, old in itertools.pairwise(history))


def test_a_closed_store_says_so(opened: Open) -> None:
    store = opened()
    store.watch(lambda _: None)
    store.close()
    store.close()
    with pytest.raises(Unavailable, match="closed"):
        store.files(HERE)


def test_a_broken_file_keeps_its_last_good_text_for_answers_and_is_told(store: Store) -> None:
    def check(text: StoredText) -> tuple[Problem, ...]:
        return read_yaml(text.data, text.name).problems

    put(store, OTHER, b"film: [")  # broken from the start
    put(store)
    put(store, text=b"film: {", before=FIRST)
    put(store, text=b"film: [", before=b"film: {")
    served = last_good(store, HERE, check)
    assert served.files == {NAME: StoredText.of(NAME, FIRST), OTHER: StoredText.of(OTHER, b"film: [")}
    assert [problem.location.file for problem in served.problems] == [NAME, OTHER]
    put(store, text=SECOND, before=b"film: [")
    assert last_good(store, HERE, check).files[NAME].data == SECOND
