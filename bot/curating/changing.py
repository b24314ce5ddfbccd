"""An edit, carried out on a draft: which file says what afterwards."""

from __future__ import annotations

from functools import singledispatch

from bot.curating.blocks import DEFAULTS, Block, content_of, facts_of, values_of
from bot.curating.drafting import Description, Draft
from bot.curating.editing import edit_entity
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
from bot.curating.finding import called_so, find_entity, find_relation
from bot.curating.importing import import_file
from bot.curating.proposal import CannotPropose
from bot.curating.sources import cite
from bot.curating.standing import own_block, standing_values
from bot.curating.values import (
    alike,
    checked,
    details_written,
    name_of,
    place_of,
    roles_of,
    said_of,
    standing,
    with_details,
    written,
)
from bot.facts.fact_edit import FACTS
from bot.facts.fact_file import SOURCE
from bot.facts.ids import pack_id, slug
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.facts.nodes import Plain
from bot.facts.problems import nearest
from bot.facts.vocabulary import VALUE, Relation

#: Things of one name that are told apart by a number at most; then only by a year.
MOST_ALIKE = 100


@singledispatch
def carry_out(edit: FactEdit, draft: Draft) -> None:  # noqa: ARG001 - for its kinds below
    """Change the files of `draft` as `edit` says. Raises CannotPropose, and StoreError."""
    raise TypeError(f"{edit!r} is no edit")


@carry_out.register
def _(edit: AddFact, draft: Draft) -> None:
    found, relation = _meant(edit.entity, edit.relation, draft)
    details = details_written(draft.snapshot.base, relation, edit.details, draft.notes)
    new = with_details(written(draft.snapshot.base, relation, edit.value, draft.notes), details)
    values = standing_values(found, relation.name)
    place = standing(values, new, relation)
    if edit.of:
        over = [place_of(values, edit.of, relation)]
    else:
        over = alike(values, new, relation) if edit.instead and relation.many else []
    if place is not None and not set(over) - {place}:
        known = roles_of(values[place], relation)
        more = {key: text for key, text in (details | roles_of(new, relation)).items() if key not in known}
        _say_more(draft, found, relation, place, more)
        return
    if place is None or "source" in details:
        details["source"] = _cited(draft, edit.details.get("source"), own_block(found))
    value = with_details(new if place is None else values[place], details)
    kept = [each for at, each in enumerate(values) if relation.many and at not in (*over, place)]
    _put(draft, found, relation, [*kept[: min(over, default=len(kept))], value, *kept[min(over, default=len(kept)) :]])


@carry_out.register
def _(edit: RemoveFact, draft: Draft) -> None:
    found, relation = _meant(edit.entity, edit.relation, draft)
    values = standing_values(found, relation.name)
    if not values:
        raise CannotPropose(f"{found.node.label} has no {relation.noun}")
    if edit.value is None:
        kept: list[Plain] = []
    else:
        place = place_of(values, edit.value, relation)
        kept = values[:place] + values[place + 1 :]
    _put(draft, found, relation, kept)


@carry_out.register
def _(edit: ChangeFact, draft: Draft) -> None:
    found, relation = _meant(edit.entity, edit.relation, draft)
    details = details_written(draft.snapshot.base, relation, edit.details, draft.notes)
    values = standing_values(found, relation.name)
    place = place_of(values, edit.value, relation)
    there = said_of(values[place], relation)
    for key in (key for key, text in details.items() if text is None and key not in there):
        what = ", ".join(there) or "nothing else"
        raise CannotPropose(f"the {relation.noun} {edit.value!r} has no {key} that could go. It has: {what}", there)
    new = None if edit.new is None else written(draft.snapshot.base, relation, edit.new, draft.notes)
    _say_more(draft, found, relation, place, details, new)


@carry_out.register
def _(edit: NewEntity, draft: Draft) -> None:
    base, name = draft.snapshot.base, " ".join(edit.name.split())
    if edit.kind not in KINDS:
        raise CannotPropose(f"there is no kind {edit.kind!r}; {nearest(edit.kind, KINDS)}", KINDS)
    if not name:
        raise CannotPropose("the name is missing")
    block: Block = {edit.kind: name}
    if edit.also_known_as:
        block["also_known_as"] = list(edit.also_known_as)
    facts: dict[str, Plain] = {}
    of_each = {key: text for key, text in edit.details.items() if key not in DEFAULTS}
    for key, content in edit.facts.items():
        relation = find_relation(draft.snapshot.relations, key, edit.kind)
        details = details_written(base, relation, of_each, draft.notes)
        texts = (content,) if isinstance(content, str) else content
        values = [with_details(written(base, relation, text, draft.notes), details) for text in texts]
        facts[relation.name] = content_of(values)
    if facts:
        given = {"source": _cited(draft, edit.details.get("source"), block)}
        given |= {key: checked(key, edit.details[key]) for key in edit.details if key in DEFAULTS and key != "source"}
        block |= {key: text for key, text in given.items() if text}
        block[FACTS] = facts
    date = facts.get("release_date")
    year = int(date[:4]) if isinstance(date, str) and date[:4].isdigit() else None
    same = [node for node in called_so(base, name, (edit.kind,)) if node.file and year in (None, node.year)]
    if same:
        near = [str(node.ident) for node in same]
        raise CannotPropose(f"there is {same[0].label} already ({near[0]}); change that, or give a year", near)
    own = slug(name)
    idents = (own, pack_id(name, year), f"{own}-{edit.kind}", *(f"{own}-{number}" for number in range(2, MOST_ALIKE)))
    free = next((ident for ident in idents if _is_free(base, ident, edit.kind)), None)
    if free is None:
        raise CannotPropose(f"too many things are called {name!r} already; give a year")
    draft.create(free, edit.kind, block)


def _is_free(base: KnowledgeBase, ident: str, kind: str) -> bool:
    """Whether no file describes something of this id; what values name may be described under theirs."""
    taken = base.by_ident(ident)
    known = None if taken is None else base.node(taken)
    return known is None or (known.file is None and known.kind == kind)


@carry_out.register
def _(edit: EditEntity, draft: Draft) -> None:
    edit_entity(edit, draft)


@carry_out.register
def _(edit: RemoveEntity, draft: Draft) -> None:
    found = draft.describe(find_entity(draft.snapshot.base, edit.entity))
    if found.own is None:
        whose = "it is shared" if found.farther else "no file describes it"
        raise CannotPropose(f"{found.node.label} cannot be removed here: {whose}")
    draft.remove(found.own)
    if found.farther:
        draft.notes.append("what the shared facts say of it stays")


@carry_out.register
def _(edit: ImportFile, draft: Draft) -> None:
    import_file(edit, draft)


def _meant(entity: str, relation: str, draft: Draft) -> tuple[Description, Relation]:
    node = find_entity(draft.snapshot.base, entity)
    if node.kind == SOURCE:
        raise CannotPropose(f"{node.label} is a source, and has no facts of its own; edit it as a whole")
    return draft.describe(node), find_relation(draft.snapshot.relations, relation, node.kind)


def _cited(draft: Draft, text: str | None, block: Block) -> str | None:
    """The id of the source that `text` names, which is described if need be; None if that of `block` is it."""
    cited = cite(draft.snapshot.base, text, draft.layer)
    draft.describe_source(cited.id, cited.block)
    draft.notes += [cited.note] if cited.note else []
    return None if block.get("source") == cited.id else cited.id


def _say_more(
    draft: Draft,
    found: Description,
    relation: Relation,
    place: int,
    details: dict[str, Plain | None],
    new: Plain | None = None,
) -> None:
    """Give the value at a `place` of the relation these details; or have it be another, with what is said of it."""
    values = standing_values(found, relation.name)
    value = values[place]
    if new is not None:
        rest = {k: v for k, v in value.items() if k not in (VALUE, "id", "name")} if isinstance(value, dict) else {}
        value = with_details(new, rest | roles_of(value, relation) | roles_of(new, relation))
    elif not details:
        hint = "give a source, a certainty or another detail to say more about it"
        raise CannotPropose(f"{found.node.label} has the {relation.noun} {name_of(value)!r} already; {hint}")
    source = details.get("source")
    if isinstance(source, str):
        details["source"] = _cited(draft, source, own_block(found))
    _put(draft, found, relation, [*values[:place], with_details(value, details), *values[place + 1 :]])


def _put(draft: Draft, found: Description, relation: Relation, values: list[Plain]) -> None:
    """Let the layer say that these are the values of the relation."""
    block = own_block(found)
    facts = dict(facts_of(block))
    was_list = isinstance(facts.get(relation.name), list)
    farther = any(values_of(facts_of(behind).get(relation.name)) for behind in found.behind)
    if values:
        facts[relation.name] = values if was_list and relation.many else content_of(values)
    elif relation.name not in facts and farther:
        facts[relation.name] = []  # nothing is known here, whatever is known elsewhere
    else:
        del facts[relation.name]
        if farther:
            draft.notes.append(f"what the shared facts say of its {relation.noun} shows again")
    rest = {key: content for key, content in block.items() if key != FACTS}
    draft.put(found, rest | {FACTS: facts} if facts else rest)
