"""The curators' guide shows files that load as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from bot.facts.checking import check

SHIPPED = Path(__file__).parents[2] / "knowledge"
_BLOCK = re.compile(r"^```yaml\n# (\S+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_files_of_the_guide_have_no_problems_together(tmp_path: Path) -> None:
    guide = (SHIPPED / "README.md").read_text(encoding="utf-8")
    blocks = _BLOCK.findall(guide)
    assert len(blocks) == guide.count("```yaml")
    for name, text in blocks:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not path.exists(), f"{name} stands in the guide twice"
        path.write_text(text, encoding="utf-8")
    assert [str(problem) for problem in check(tmp_path, SHIPPED)] == []
