"""Where the layers of a store lie on a disk, and what lies there now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.facts.knowledge_folder import list_facts
from bot.facts.model import Location, Problem
from bot.facts.store import Layer, StoredText
from bot.facts.yaml_text import MAX_BYTES


@dataclass(frozen=True, slots=True)
class LayerFolders:
    """The shared facts in ``<knowledge>/facts``, a server's in ``<servers>/<number>/facts``."""

    knowledge: Path
    servers: Path

    def root(self, layer: Layer) -> Path:
        """The folder that the names of the files of `layer` begin in."""
        return self.servers / str(layer.server) if layer.server else self.knowledge

    def layers(self) -> list[Layer]:
        """The servers that have a folder."""
        names = [path.name for path in self.servers.iterdir() if path.name.isdecimal() and path.name.isascii()]
        return [Layer(int(name)) for name in names if name == str(int(name)) and 0 < int(name) < 2**63]

    def to_watch(self) -> tuple[Path, ...]:
        """The folders in which files may change."""
        facts = self.knowledge / "facts"
        return (facts if facts.is_dir() else self.knowledge, self.servers)

    def read(self, layer: Layer) -> tuple[dict[str, StoredText], tuple[Problem, ...]]:
        """The files of `layer` as they are now, by name, and what cannot be read."""
        listed, problems = list_facts(self.root(layer))
        found, skipped = {}, list(problems)
        for name, file in listed.items():
            try:
                data = file.read()
            except FileNotFoundError:  # deleted in between
                continue
            except OSError as error:
                what = f"the file cannot be read: {error.strerror or error}"
                skipped.append(Problem(Location(name), what, "it was left out"))
                continue
            if len(data) > MAX_BYTES:
                what = f"the file is larger than {MAX_BYTES // 1024 // 1024} MB"
                skipped.append(Problem(Location(name), what, "split it into several files"))
                continue
            found[name] = StoredText.of(name, data)
        return found, tuple(skipped)
