"""Skeleton: a codebook pack to begin another conflict with; it passes `parley check` as it stands.

Its files stand in `new-pack/` beside this module; `{name}` in them becomes the name of the new folder.
"""

from pathlib import Path

from parley.errors import UsageError

_PATTERN = Path(__file__).parent / "new-pack"


def make_pack(folder: Path) -> None:
    """Write a skeleton pack with comments and invented entries into a folder that is new or empty.

    Raises:
        UsageError: there is something in the folder, or it is a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(folder, found="something there already", expected="a new folder", remedy="give another name")
    for source in _PATTERN.rglob("*.yml"):
        path = folder / source.relative_to(_PATTERN)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.read_text(encoding="utf-8").replace("{name}", folder.resolve().name), encoding="utf-8")
