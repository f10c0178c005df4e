"""Files of the repository that are made from others; `python -m mentorkit.publishing.generated` writes them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from mentorkit.example import example_files
from mentorkit.example.codebooks import shipped_code_books
from mentorkit.io.curriculum import read_curriculum
from mentorkit.model.schemas import schemas
from mentorkit.publishing.attribution import attribution_text
from mentorkit.publishing.sources import repository_contents
from mentorkit.telling.desk import open_desk
from mentorkit.telling.monday import monday_pages
from mentorkit.telling.progress import strips


def generated_files(root: Path) -> dict[str, str]:
    """Give the text of every generated file by its path: a test holds the repository to it."""
    guides = read_curriculum(root)
    files = {f"playbook/_static/schemas/{name}.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in schemas().items()}
    example = example_files(root / "program.yml")
    files |= {f"cohorts/example/{name}": text for name, text in example.items()} | monday_pages(root, example)
    files |= {f"curriculum/{name}": text for name, text in shipped_code_books().items()}
    files["ATTRIBUTION.md"] = attribution_text(guides)
    files["_toc.yml"] = repository_contents(root, guides)
    return files


def write_generated(root: Path) -> None:
    """Write every generated file into the repository, and the README's picture, whose bytes follow matplotlib."""
    for name, text in generated_files(root).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode("utf-8"))
    with tempfile.TemporaryDirectory() as place:  # matched now: an old run's pairs would show others than the records are of
        desk = open_desk(str(root / "cohorts" / "example"), place, "en")
        (root / "playbook" / "_static" / "pairs-over-the-weeks.png").write_bytes(strips(desk, 30).png)


if __name__ == "__main__":
    write_generated(Path.cwd())
