"""The stages flow one way: a stage imports the base and earlier stages, never a later one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "recoupe"
BASE = ["errors", "events", "model", "jail", "draw"]
STAGES = ["collect", "preserve", "read", "compare", "crosscheck", "publish"]
TOP = ["run", "demo", "desk", "cli", "__main__"]
MAY_USE = {
    "errors": [],
    "events": [],
    "model": ["errors"],
    "jail": ["errors", "events", "model"],
    "draw": ["errors", "model"],
    **{stage: BASE + STAGES[:i] for i, stage in enumerate(STAGES)},
    "run": BASE + STAGES,
    "demo": [*BASE, *STAGES, "run"],
    "desk": [*BASE, *STAGES, "run"],
    "cli": [*BASE, *STAGES, "run", "demo", "desk"],
    "__main__": ["cli"],
}


def imports(path: Path, root: Path = SOURCE) -> set[str]:
    """Parts of recoupe (first name below the package) that a module imports, wherever in the file."""
    here = ["recoupe", *path.relative_to(root).with_suffix("").parts]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            names = [module] + [f"{module}.{alias.name}" for alias in node.names if module == "recoupe"]
        found |= {name.split(".")[1] for name in names if name.startswith("recoupe.")}
    return found - {"__version__"}


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


MODULES = sorted(p for p in SOURCE.rglob("*.py") if p != SOURCE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_imports_only_what_lies_before_it(path: Path) -> None:
    part = part_of(path)
    assert part in MAY_USE, f"{part} has no place in the layout"
    late = imports(path) - set(MAY_USE[part]) - {part}
    assert not late, f"{path.relative_to(SOURCE)} imports {sorted(late)}, which come later"


def test_the_reading_of_imports_sees_every_form(tmp_path: Path) -> None:
    module = tmp_path / "read" / "x.py"
    module.parent.mkdir()
    module.write_text(
        "import recoupe.publish\nfrom recoupe import desk\nfrom ..compare import y\n"
        "def f():\n    from recoupe.crosscheck.sums import z\n"
    )
    assert imports(module, tmp_path) == {"publish", "desk", "compare", "crosscheck"}
