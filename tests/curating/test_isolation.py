"""Two servers and the operator, in any order: what one server does, the other never sees, nor do the shared facts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.curating.edits import (
    AddFact,
    ChangeFact,
    EditEntity,
    FactEdit,
    ImportFile,
    NewEntity,
    RemoveEntity,
    RemoveFact,
)
from bot.curating.following import Following
from bot.curating.gaps import Gaps
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose
from bot.curating.server_settings import change_settings, read_settings
from bot.curating.suggestions import NotSuggested, Suggestions
from bot.curating.telling import Teller
from bot.curating.told import Told
from bot.curating.told_edit import edit_of
from bot.facts.store import SHARED, Change, Conflict, FileEdit, Layer
from bot.language.conversation import Conversation
from tests.curating.acting import Place
from tests.curating.conftest import HERE, SHARED_FILES, THERE

LAYERS = (HERE, THERE, SHARED)
TODAY, NOW = date(2026, 5, 17), datetime(2026, 5, 17, 12, tzinfo=UTC)
MEMBERS = (101, 102)
THINGS = ("night-shift", "day-shift", "ada-example")
QUESTIONS = (
    "how long is night shift?",
    "who is in night shift?",
    "films by ada example",
    "what changed about night shift?",
)

# -- what can be asked for ---------------------------------------------------------------------------------------------

#: What somebody of a layer does.
Step = Callable[[Library, Layer], object]


def edit(wanted: FactEdit) -> Step:
    return lambda library, layer: library.commit(library.propose(layer, wanted), who="somebody", where="here")


def rewrite(entity: str, line: str) -> Step:
    def step(library: Library, layer: Layer) -> None:
        shown = library.text(layer, entity)
        edit(EditEntity(shown.ident, f"{shown.text}{line}\n", shown.text))(library, layer)

    return step


def tell(sentence: str) -> Step:
    def step(library: Library, layer: Layer) -> None:
        with library.view(layer) as view:
            told = Teller(view.snapshot, view.answerer.understanding.parser, lambda: TODAY).tell(sentence)
        assert isinstance(told, Told)
        edit(edit_of(told))(library, layer)

    return step


def undo(number: int | None) -> Step:
    """The last change, or one of that number, whoever's it is."""
    return lambda library, layer: library.commit(library.undo(layer, number), who="somebody")


def ask(question: str) -> Step:
    def step(library: Library, layer: Layer) -> None:
        Gaps(library.store, layer).note(question, library.answer(layer, question, Conversation()), TODAY)

    return step


def suggest(member: int) -> Step:
    return lambda library, layer: Suggestions(library.store, layer).suggest(member, "a fact", "a source", NOW)


def gaps(do: Callable[[Gaps], object]) -> Step:
    return lambda library, layer: do(Gaps(library.store, layer))


def following(do: Callable[[Following], object]) -> Step:
    return lambda library, layer: do(Following(library.store, layer))


FOREIGN = b"film: Night Shift\nid: night-shift\nfacts:\n  genre: [noir, drama]\n"
PACK = b"- film: Day Shift\n  facts: {directed_by: Ada Example}\n- person: Ada Example\n  id: ada-example\n"
#: One of everything: something for the others to meddle with. Whoever does the same has the same files.
FIRST: tuple[Step, ...] = (
    edit(AddFact("night-shift", "runtime", "97 minutes", {"source": "Fan Weekly"})),
    edit(NewEntity("film", "Day Shift", ("Shift",), {"directed_by": "Ada Example"})),
    ask("who directed zorvan?"),
    suggest(101),
    following(lambda kept: kept.follow(101, "night-shift")),
    lambda library, layer: change_settings(library.store, layer, {"gap_days": 11}),
)
LATER: tuple[Step, ...] = (
    *(undo(number) for number in (1, 2, 3)),
    edit(AddFact("Night Shift", "starring", "Dee Doe", {"as": "The Thief"})),
    edit(ChangeFact("Night Shift", "starring", "Cleo Muster", "Elli Maker", {"certainty": "rumoured"})),
    edit(RemoveFact("night-shift", "release_date")),
    edit(ImportFile("../../22/facts/films/night-shift.yaml", FOREIGN)),
    edit(ImportFile("servers/22/facts/pack.yml", PACK)),
    edit(ImportFile("programme.yaml", b"source: The programme\nid: programme\npublisher: Somebody else\n")),
    rewrite("night-shift", "# ours"),
    tell("Night Shift is 95 minutes long"),
    tell("Ada Example was born on 3 May 1961"),
    edit(RemoveEntity("night-shift")),
    edit(RemoveEntity("day-shift")),
    undo(None),
    gaps(lambda kept: kept.dismiss(1)),
    gaps(lambda kept: kept.bring_back(1)),
    gaps(lambda kept: kept.ask_again(lambda _: True)),
    gaps(lambda kept: kept.prune(TODAY + timedelta(days=1000), 1)),
    lambda library, layer: Suggestions(library.store, layer).decide(1),
    lambda library, layer: Suggestions(library.store, layer).forget(101),
    following(lambda kept: kept.unfollow(101, "night-shift")),
    following(lambda kept: kept.drop("night-shift")),
    following(lambda kept: kept.forget(101)),
)

# -- what is seen ------------------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """All that a layer's curators and members can see: what is the layer's own, and what stands on shared facts too."""

    own: dict[str, Any] = field(default_factory=dict)
    all: dict[str, Any] = field(default_factory=dict)


def seen(library: Library, layer: Layer) -> Seen:
    store, asked, followed = library.store, Gaps(library.store, layer), Following(library.store, layer)
    own = {
        "history": library.history(layer),
        "export": library.archive(layer),
        "gaps": (asked.open(), asked.open(dismissed=True)),
        "suggestions": Suggestions(store, layer).open(),
        "following": [followed.followed_by(member) for member in MEMBERS],
        "hearing": followed.hearing({thing: [f"{thing} changed"] for thing in THINGS}),
        "settings": read_settings(store, layer),
    }
    told = {}
    for question in QUESTIONS:
        told[question] = library.answer(layer, question, Conversation()).as_json() | {"ms": 0}
    texts: dict[str, Any] = {}
    for thing in THINGS:
        try:
            texts[thing] = (library.text(layer, thing), library.history(layer, thing))
        except CannotPropose as error:
            texts[thing] = str(error)
    return Seen(own, {"answers": told, "texts": texts, "problems": library.check(layer)})


def nothing_strange(now: Seen, before: Seen, *, shared: bool) -> None:
    """What others did shows in nothing of a layer's own, and in the rest only if the shared facts were changed."""
    assert now.own == before.own
    assert shared or now.all == before.all


ACTS = st.tuples(st.sampled_from([HERE, HERE, THERE, THERE, SHARED]), st.sampled_from([*FIRST, *LATER]))


BOUNDED = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
EVERYTHING = [*((THERE, step) for step in FIRST), *((HERE, step) for step in [*FIRST, *LATER])]


def go(place: Place, steps: list[tuple[Layer, Step]]) -> None:
    (place.knowledge / "facts").mkdir(parents=True)
    with closing(place.store()) as store, closing(place.library(store)) as library:
        edits = tuple(FileEdit(name, None, text.encode()) for name, text in SHARED_FILES.items())
        store.write(Change(SHARED, edits, "operator"))
        known: dict[Layer, Seen] = {}
        for who, step in steps:
            others = [layer for layer in LAYERS if layer != who]
            before = {layer: known.get(layer) or seen(library, layer) for layer in others}
            with suppress(CannotPropose, Conflict, NotSuggested):  # others say that nothing is changed then
                step(library, who)
            known = {layer: seen(library, layer) for layer in others}
            for layer in others:
                nothing_strange(known[layer], before[layer], shared=who == SHARED)
        for layer in LAYERS:  # the numbers do not tell how much others do
            numbers = [entry.number for entry in library.history(layer, limit=100)]
            assert numbers == list(range(len(numbers), 0, -1))
        with closing(place.library(store)) as later:
            assert all(seen(later, layer) == seen(library, layer) for layer in LAYERS)


@example(EVERYTHING)
@given(st.lists(ACTS, min_size=4, max_size=8))
@BOUNDED
def test_nothing_of_one_server_is_changed_or_seen_in_another(
    cache: Path, few: Path, steps: list[tuple[Layer, Step]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        go(Place(Path(folder), few, cache), steps)


def test_nor_in_a_database(cache: Path, few: Path, postgres: str) -> None:
    """The stores do the same, says their contract: here are half of the steps."""
    with tempfile.TemporaryDirectory() as folder:
        go(Place(Path(folder), few, cache, postgres, f"test_{uuid4().hex[:12]}"), EVERYTHING[::2])
