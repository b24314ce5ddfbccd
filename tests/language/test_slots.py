"""What is understood of one question's words holds for the same words about other things."""

from __future__ import annotations

from bot.language.linking import Mention, Named
from bot.language.parts import SET, Part
from bot.language.query import Except, Lookup, Nodes, Unplaced
from bot.language.slots import Kinds, Slots

KIND = {3: "film", 5: "person", 8: "film", 9: "person"}


def slots(kinds: Kinds, *, dated: bool = False) -> Slots:
    return Slots(kinds, KIND.__getitem__, dated)


def named(node: int, text: str = "a name", start: int = 2) -> Part:
    mention = Mention(start, start + 2, (Named(node, KIND[node], 1.0, year=1990 + node),), text)
    return Part(SET, query=Nodes((node,)), kinds=frozenset((KIND[node],)), mention=mention, constant=True)


def test_things_of_one_kind_look_alike() -> None:
    kinds = Kinds()
    assert slots(kinds).emptied(named(3), 0) == slots(kinds).emptied(named(8, "another name", start=5), 0)


def test_things_of_two_kinds_do_not() -> None:
    kinds = Kinds()
    assert slots(kinds).emptied(named(3), 0) != slots(kinds).emptied(named(5), 0)


def test_two_things_of_one_utterance_do_not() -> None:
    one = slots(Kinds())
    assert one.emptied(named(3), 0) != one.emptied(named(8), 0)
    assert one.emptied(named(3), 0) == one.emptied(named(3, start=7), 0)


def test_a_slot_knows_its_kind() -> None:
    kinds = Kinds()
    part = slots(kinds).emptied(named(5), 0)
    assert isinstance(part.query, Nodes)
    assert [kinds.of(slot) for slot in part.query.ids] == ["person"]


def test_years_are_kept_where_a_date_may_tell_things_apart() -> None:
    kinds = Kinds()
    assert slots(kinds, dated=True).emptied(named(3), 0) != slots(kinds, dated=True).emptied(named(8), 0)


def test_possessives_stay_possessives() -> None:
    kinds = Kinds()
    emptied = slots(kinds).emptied(named(5, "ilka brenn's"), 0)
    assert emptied.mention is not None
    assert emptied.mention.owning
    assert emptied != slots(kinds).emptied(named(5, "ilka brenn"), 0)


def test_what_was_joined_is_filled_with_the_things_again() -> None:
    one = slots(Kinds())
    film, person = one.emptied(named(3), 0), one.emptied(named(5), 0)
    assert film.query is not None
    assert person.query is not None
    joined = Except(Lookup("starring", "value", (("subject", film.query),)), person.query)
    filled = one.filled(Part(SET, query=joined), str)
    assert filled.query == Except(Lookup("starring", "value", (("subject", Nodes((3,))),)), Nodes((5,)))


def test_names_that_nobody_knows_look_alike_in_one_place() -> None:
    one, other = slots(Kinds()), slots(Kinds())
    stranger = Part(SET, query=Unplaced("zzyzx"), constant=True)
    emptied = one.emptied(stranger, 4)
    assert emptied == other.emptied(stranger._replace(query=Unplaced("quillane")), 4)
    assert emptied != one.emptied(stranger, 5)
    assert one.filled(emptied, {4: "zzyzx"}.__getitem__).query == Unplaced("zzyzx")
