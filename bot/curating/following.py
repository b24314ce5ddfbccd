"""Who follows which film: members hear when its facts change. Ids of members are kept, nothing else about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.curating.documents import mapping, texts
from bot.facts.store import JSON, Layer, Records, Store

_COLLECTION = "following"
#: Nobody follows more things than this in one server.
MOST_FOLLOWED = 100


class TooMany(Exception):  # noqa: N818
    """A member follows as much as a member can; the message says how much that is."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a member is to be told: lines such as ``Heat 2: production status filming → post-production``."""

    member: int
    lines: tuple[str, ...]


class Following:
    """The followers of one server. Every method may raise Unavailable."""

    def __init__(self, store: Store, layer: Layer) -> None:
        self._records: Records = store.records(layer, _COLLECTION)

    def follow(self, member: int, entity: str) -> bool:
        """Have a member follow an entity, by its id; whether that is new. Raises TooMany."""
        before: list[str] = []

        def added(document: JSON) -> JSON:
            before[:] = texts(mapping(document).get("entities"))
            if entity not in before and len(before) >= MOST_FOLLOWED:
                raise TooMany(f"nobody can follow more than {MOST_FOLLOWED}; unfollow something first")
            after: list[JSON] = [*sorted({*before, entity})]
            return {"entities": after}

        self._records.update(str(member), added)
        return entity not in before

    def unfollow(self, member: int, entity: str) -> bool:
        """Have a member follow an entity no longer; whether they did."""
        before: list[str] = []

        def without(document: JSON) -> JSON:
            before[:] = texts(mapping(document).get("entities"))
            left: list[JSON] = [other for other in before if other != entity]
            return {"entities": left} if left else None

        self._records.update(str(member), without)
        return entity in before

    def followed_by(self, member: int) -> tuple[str, ...]:
        """The ids of what a member follows, sorted."""
        return texts(mapping(self._records.get(str(member))).get("entities"))

    def forget(self, member: int) -> None:
        """Forget a member: one who left, or wishes it."""
        self._records.delete(str(member))

    def drop(self, entity: str) -> None:
        """Have nobody follow an entity any longer: it is gone."""
        for member in self._records.all():
            self.unfollow(int(member), entity)

    def hearing(self, changed: Mapping[str, Iterable[str]]) -> tuple[Heard, ...]:
        """Who is to hear what of changes: lines by the id of the entity that they are about, as `told` makes them."""
        lines = {entity: tuple(told) for entity, told in changed.items()}
        heard = []
        for member, document in self._records.all().items():
            followed = texts(mapping(document).get("entities"))
            if told := tuple(line for entity in followed for line in lines.get(entity, ())):
                heard.append(Heard(int(member), told))
        return tuple(heard)
