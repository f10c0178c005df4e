"""What comes with the package: playbook, curriculum, notebooks, the example programme and cohort."""

from __future__ import annotations

from pathlib import Path

_INSIDE = Path(__file__).parent / "_shipped"
_BESIDE = Path(__file__).parent.parent


def shipped_folder() -> Path:
    """Give the folder of the originals: inside an installed package, else the repository."""
    return _INSIDE if _INSIDE.is_dir() else _BESIDE


def overlaid(folder: Path, path: str) -> Path:
    """Give a programme's own file or folder where it has one, else the shipped one."""
    own = folder / path
    return own if own.exists() else shipped_folder() / path


def overlaid_files(folder: Path, path: str, pattern: str = "**/*") -> dict[str, Path]:
    """Give every file under a path: relative name to file, a programme's own replacing the shipped; an empty one leaves it out."""
    shipped, found = shipped_folder(), dict[str, Path]()
    for root in (shipped, folder):
        for file in sorted((root / path).glob(pattern)):
            if file.is_file() and not any(part.startswith((".", "__pycache__")) for part in file.relative_to(root).parts):
                found[file.relative_to(root).as_posix()] = file
                if root != shipped and not file.stat().st_size:
                    del found[file.relative_to(root).as_posix()]
    return dict(sorted(found.items()))
