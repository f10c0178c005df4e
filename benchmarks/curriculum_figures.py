"""
Print the curriculum's figures: words, blocks, parity, checks, planted faults, time to render, and validity of the PDFs.

Run it from the repository with `python3 benchmarks/curriculum_figures.py`. Times are given in seconds of this machine and
as ratios that hold on others. PDF/UA is judged by an independent validator, `page` (`pip install page-validation`); where it
is not installed the script says so.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from mentorkit.guides import AUDIENCES, curriculum_problems, guide_html, guide_markdown, guide_pdf
from mentorkit.guides.checks import PROGRAMME_CHECKS, SESSION_CHECKS
from mentorkit.guides.feedback import block_times, timing_notices
from mentorkit.io.curriculum import read_curriculum, read_outcomes
from mentorkit.model.curriculum import Guide

ROOT = Path(__file__).parents[1]
YARDSTICK = 256 * 1024 * 1024
Guides = Mapping[str, Guide]


def size_lines(guides: Guides) -> Iterator[str]:
    """Give words by language, blocks, minutes and fields."""
    for language in ("es", "en"):
        said = sum(len(part.body.split()) for guide in guides.values() for part in guide.scripts[language].parts)
        yield f"words in {language}: {said:,} in {len(guides)} guides"
    blocks = [block for guide in guides.values() for block in guide.session.blocks]
    fields = [field for guide in guides.values() for field in guide.worksheet.fields]
    stay = sum(field.share_with == "none" for field in fields)
    yield f"blocks: {len(blocks)}; minutes planned: {sum(block.minutes for block in blocks):,}"
    yield f"worksheet fields: {len(fields)}, of which {stay} stay with the person who writes"


def parity_line(guides: Guides) -> str:
    """Give how many sections and labels have their counterpart in the other language."""
    pairs = whole = 0
    for guide in guides.values():
        keys = {language: {(part.key, label) for part in script.parts for label in ("", *part.labels)} for language, script in guide.scripts.items()}
        every = set.union(*keys.values())
        pairs, whole = pairs + len(every), whole + len(set.intersection(*keys.values()))
    revised = sum(len({script.rev for script in guide.scripts.values()}) == 1 for guide in guides.values())
    return f"parity: {whole:,} of {pairs:,} sections and labels stand in both languages; {revised} of {len(guides)} guides at the same revision"


def check_lines(guides: Guides) -> Iterator[str]:
    """Give what the checks find in the shipped texts, and which planted faults each catches."""
    outcomes = read_outcomes(ROOT)
    found = curriculum_problems(guides, outcomes)
    errors = sum(not problem.warning for problem in found)
    functions = len(SESSION_CHECKS) + len(PROGRAMME_CHECKS) + 2
    yield f"check functions: {functions}; on the whole curriculum: {errors} errors, {len(found) - errors} notices"
    faults, missed = _faults(), []
    for code, plant in faults.items():
        spoiled = curriculum_problems({**guides, "S05": plant(guides["S05"])}, outcomes)
        if not any(f"[{code}]" in problem.problem for problem in spoiled):
            missed.append(code)
    others = dict(_other_faults(guides))
    missed += [code for code, caught in others.items() if not caught]
    total = len(faults) + len(others)
    yield f"faults planted: {total}, one for each of {', '.join([*faults, *others])}; caught: {total - len(missed)}; missed: {', '.join(missed) or 'none'}"


def _faults() -> dict[str, Callable[[Guide], Guide]]:
    """Give the faults that the tests plant, by code."""
    file = ROOT / "tests" / "guides" / "test_guides_checks.py"
    specification = importlib.util.spec_from_file_location("planted", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.FAULTS


def _other_faults(guides: Guides) -> Iterator[tuple[str, bool]]:
    """Give the faults that need more than one session changed, and whether each is caught."""
    safety = guides["T1"].session.model_copy(update={"short": True})
    found = curriculum_problems({"T1": _with(guides["T1"], safety)})
    yield "G2", any("[G2]" in problem.problem for problem in found)
    left = {code: _with(guide, guide.session.model_copy(update={"stages": [one for one in guide.session.stages if one != 8]})) for code, guide in guides.items()}
    yield "R3", any("stage 8" in problem.problem for problem in curriculum_problems(left))
    row = {"cohort": "c", "session": "S05", "date": pd.Timestamp(2026, 3, 30), "block": "b6", "planned": 30.0, "minutes": 48.0, "by": "x", "note": None}
    notices = timing_notices(block_times(pd.DataFrame([row]), guides), guides)
    yield "D1", any("[D1]" in problem.problem for problem in notices)


def _with(guide: Guide, session) -> Guide:
    from dataclasses import replace

    return replace(guide, session=session)


def render_lines(guides: Guides) -> Iterator[str]:
    """Give the seconds to render everything, and the ratios that travel; then the validity of what was rendered."""
    views = [(guide, audience, language) for guide in guides.values() for audience in AUDIENCES for language in ("es", "en")]
    yard, _ = _timed(lambda: hashlib.sha256(bytes(YARDSTICK)).digest())
    words, texts = _timed(lambda: [_view(*view) for view in views])
    pages, _ = _timed(lambda: [guide_html(text, language, title) for text, language, title in texts])
    papers, made = _timed(lambda: [guide_pdf(text, language, title) for text, language, title in texts])
    one, _ = _timed(lambda: guide_pdf(*texts[0]))
    total = words + pages + papers
    yield f"rendered: {len(views)} views ({len(guides)} guides, {len(AUDIENCES)} readers, 2 languages) as Markdown, page and PDF in {total:.1f} s"
    yield f"as ratios: Markdown {words / yard:.1f}, pages {pages / yard:.1f}, PDFs {papers / yard:.1f} times the SHA-256 of 256 MB on this machine ({yard:.2f} s)"
    yield f"a PDF costs {papers / pages:.1f} times its page; all PDFs cost {papers / one:.0f} times the first"
    yield from validity_lines({f"{title} ({language})": data for (_, language, title), data in zip(texts, made, strict=True)})


def _view(guide: Guide, audience: str, language: str) -> tuple[str, str, str]:
    title = f"{guide.session.id} · {guide.scripts[language].title} · {audience}"
    return guide_markdown(guide, audience, language, start="17:30"), language, title


def validity_lines(papers: Mapping[str, bytes]) -> Iterator[str]:
    """Give how many PDFs hold to PDF/UA-1 by an independent validator, and that it can say no."""
    try:
        import page
    except ImportError:
        yield "PDF/UA: not judged; `pip install page-validation` brings a validator that runs here"
        return
    reports = {name: page.validate_pdf_bytes(data, profile="ua1") for name, data in papers.items()}
    good = sum(report.is_compliant for report in reports.values())
    rules = max(report.rules.total for report in reports.values())
    sheets = sum(report.document.page_count for report in reports.values())
    refused = not page.validate_pdf_bytes(_untagged(), profile="ua1").is_compliant
    yield f"PDF/UA-1 by page-validation {version('page-validation')}: {good} of {len(papers)} PDFs ({sheets:,} pages) comply, {rules} rules each; an untagged PDF is refused: {refused}"
    for name, report in reports.items():
        for failure in report.failures[:3]:
            yield f"  {name}: {failure.rule_id} {failure.message}"


def _untagged() -> bytes:
    """Give a PDF without tags, which a validator has to refuse."""
    import io

    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    figure = Figure()
    figure.subplots().plot([1, 2])
    figure.savefig(buffer, format="pdf")
    return buffer.getvalue()


def _timed(work: Callable):
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def main() -> int:
    """Print the figures."""
    guides = read_curriculum(ROOT)
    for line in (*size_lines(guides), parity_line(guides), *check_lines(guides)):
        print(line)
    for line in render_lines(guides):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
