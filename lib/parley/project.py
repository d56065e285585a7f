"""Where the project's own folders are, and how a name or relative path given by a person is found."""

from pathlib import Path

from parley.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"


def find_path(given: str | Path) -> Path:
    """Return the existing path that `given` means: as it stands, then below the project root.

    >>> find_path("data/codebooks").name
    'codebooks'
    """
    path = Path(given).expanduser()
    for candidate in (path, ROOT / path):
        if candidate.exists():
            return candidate
    raise InputError(given, found="no such file or folder", expected=f"a path from {Path.cwd()} or the project root")


def find_pack(given: str | Path) -> Path:
    """Return the folder of a codebook pack, given by name (`ukraine-russia`) or as a folder."""
    for candidate in (Path(given).expanduser(), DATA / "codebooks" / str(given), ROOT / str(given)):
        if candidate.is_dir():
            return candidate
    names = sorted(path.name for path in (DATA / "codebooks").iterdir() if path.is_dir() and path.name != "core")
    raise InputError(
        f"pack {given}",
        found="no such pack",
        expected=f"a folder, or one of: {', '.join(names)}",
        remedy="make a new pack with `parley new-pack DIR`",
    )
