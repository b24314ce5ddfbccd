"""What fills a role of a template: a text, with the forms of it that `bot.facts.templates` lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.facts.templates import form


@dataclass(frozen=True, slots=True)
class Filler:
    """A text for `count` things (None: nobody counted them), formatted by the forms that templates use."""

    text: str
    count: int | None = 1
    a: str = ""
    when: str = ""
    kind: str = ""

    def __format__(self, spec: str) -> str:
        if "|" in spec:
            return form(spec, self.count)
        return {"a": self.a, "when": self.when, "kind": self.kind}.get(spec, "") or self.text


def filled(template: str, fillers: Mapping[str, Filler]) -> str:
    """The sentence."""
    return template.format(**fillers)
