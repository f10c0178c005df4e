"""
Print the curriculum's figures: words, blocks, labels, parity, checks, planted faults, time to render, and validity of the PDFs.

Run it from the repository with `python3 benchmarks/curriculum_figures.py`; with codes of sessions, like `S05 T2`, it prints
instead how long the words to say take, block by block, against the block's minutes. Times are given in seconds of this machine and
as ratios that hold on others. PDF/UA is judged by an independent validator, `page` (`pip install page-validation`); where it
is not installed the script says so.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from mentorkit.errors import ProblemsError
from mentorkit.guides import AUDIENCES, curriculum_problems, guide_html, guide_markdown, guide_pdf
from mentorkit.guides.arcs import arc_problems
from mentorkit.guides.checks import PROGRAMME_CHECKS, SESSION_CHECKS
from mentorkit.guides.checks_words import whole_blocks
from mentorkit.guides.feedback import block_times, timing_notices
from mentorkit.io.curriculum import read_arc, read_curriculum, read_glossary, read_guide, read_outcomes
from mentorkit.model.catalogue import catalogue
from mentorkit.model.curriculum import Guide

ROOT = Path(__file__).parents[1]
YARDSTICK = 256 * 1024 * 1024
PACE = 130
"""Words a minute of somebody who reads to a room and lets it breathe."""
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


def label_line(guides: Guides) -> str:
    """Give how many labels the blocks have in a language, in how many of them no one is lacking, and the shortest block."""
    lacking = {(problem.file, problem.row) for guide in guides.values() for problem in whole_blocks(guide)}
    parts = [script.part(block.id) for guide in guides.values() for script in guide.scripts.values() for block in guide.session.blocks]
    least = min(sum(len(part.labels[label].split()) for label in part.labels) for part in parts)
    labels = sum(len(part.labels) for part in parts) // 2
    return f"labels: {labels:,} in each language; {len(parts) - len(lacking)} of {len(parts)} blocks have all of theirs; the shortest block has {least} words"


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
    found = curriculum_problems(guides, read_outcomes(ROOT), read_glossary(ROOT), read_arc(ROOT))
    errors = sum(not problem.warning for problem in found)
    functions = len(SESSION_CHECKS) + len(PROGRAMME_CHECKS) + 4
    yield f"check functions: {functions}; messages in both languages: {len(catalogue('model', 'findings'))}; on the whole curriculum: {errors} errors, {len(found) - errors} notices"
    faults = [*_session_faults(guides), *_file_faults(), *_arc_faults(guides), *_other_faults(guides)]
    codes = sorted({code for code, _ in faults})
    missed = sorted({code for code, caught in faults if not caught})
    yield f"faults planted: {len(faults)}, for the {len(codes)} codes {', '.join(codes)}; caught: {sum(caught for _, caught in faults)}; missed: {', '.join(missed) or 'none'}"


def _tests(name: str):
    """Give a test file as a module, for the faults that it plants."""
    specification = importlib.util.spec_from_file_location(name, ROOT / "tests" / "guides" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _session_faults(guides: Guides) -> Iterator[tuple[str, bool]]:
    """Plant each fault of a session's facts or words, and give its code and whether it is caught."""
    outcomes = read_outcomes(ROOT)
    tests = _tests("test_guides_checks")
    for code in tests.FAULTS:
        spoiled = curriculum_problems(tests.planted_in_s05(guides, code), outcomes)
        yield code, any(f"[{code}]" in problem.problem and "/s05-" in problem.file for problem in spoiled)


def _file_faults() -> Iterator[tuple[str, bool]]:
    """Plant each fault inside a file of a copy, and give its code and whether reading refuses it."""
    module = _tests("test_guides_reading")
    for name, old, new, code, hint in module.FAULTS.values():
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copytree(module.SHIPPED, Path(folder) / "s")
            files = {f"{module.NAME}/{file.name}": file for file in copy.iterdir()}
            if old is None:
                files.pop(f"{module.NAME}/{name}")
            else:
                module.spoil(copy / name, old, new)
            try:
                read_guide(module.NAME, files)
                said = ""
            except ProblemsError as refusal:
                said = str(refusal)
        yield code.strip("[]"), code in said and hint in said


def _arc_faults(guides: Guides) -> Iterator[tuple[str, bool]]:
    for code, spoiled in _tests("test_guides_forms").FAULTS.items():
        for written in spoiled:
            yield code, any(f"[{code}]" in problem.problem for problem in arc_problems(written, guides))


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
    spoiled = _tests("test_guides_checks").appended(guides["S05"], "en", "b3", "Each tells a success story.")
    yield "L4", any("[L4]" in problem.problem for problem in curriculum_problems({"S05": spoiled}, (), read_glossary(ROOT)))


def _with(guide: Guide, session) -> Guide:
    from dataclasses import replace

    return replace(guide, session=session)


def aloud_lines(guides: Guides, code: str, language: str) -> Iterator[str]:
    """Give, for each block of a session, how long its words to say take at a calm pace, beside its minutes."""
    guide = guides[code]
    yield f"{code} · {guide.scripts[language].title} ({language}), at {PACE} words a minute"
    spoken = 0.0
    for block in guide.session.blocks:
        part = guide.scripts[language].part(block.id)
        took = {label: len(part.labels.get(label, "").split()) / PACE for label in ("say", "ask")}
        spoken += sum(took.values())
        low = f"{sum(took.values()) / block.min:.0%} of {block.min} min" if block.min else "–"
        yield f"  {block.id} {block.type:<8} plan {block.minutes:>3} min · say {took['say']:.1f} · ask {took['ask']:.1f} min · {low} at the shortest · {part.heading}"
    yield f"  the trainer speaks {spoken:.1f} of {guide.session.duration} minutes ({spoken / guide.session.duration:.0%})"


def voice_line(guides: Guides, code: str, language: str) -> str:
    """Give how long a voice takes to read a session's words to say and to ask aloud, where espeak-ng is installed."""
    if shutil.which("espeak-ng") is None:
        return "  no voice: espeak-ng is not installed"
    guide, shares = guides[code], {}
    for block in guide.session.blocks:
        part = guide.scripts[language].part(block.id)
        text = re.sub(r"[*_>#`]", "", " ".join(part.labels.get(label, "") for label in ("say", "ask")))
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            voice = {"es": "es-419", "en": "en-us"}[language]
            subprocess.run(["espeak-ng", "-v", voice, "-s", str(PACE), "-w", file.name], input=text, text=True, check=True)
            with wave.open(file.name) as sound:
                shares[block.id] = sound.getnframes() / sound.getframerate() / 60, block.minutes
    longest = max(minutes / planned for minutes, planned in shares.values())
    return f"  a voice (espeak-ng, {PACE}) reads them in {sum(minutes for minutes, _ in shares.values()):.1f} min, at most {longest:.0%} of any block"


def talk_lines(guides: Guides) -> Iterator[str]:
    """Give how much of all sessions the trainer's written words take, and the fullest block."""
    for language in ("es", "en"):
        shares, spoken, planned = [], 0.0, 0
        for guide in guides.values():
            for block in guide.session.blocks:
                part = guide.scripts[language].part(block.id)
                minutes = sum(len(part.labels.get(label, "").split()) for label in ("say", "ask")) / PACE
                spoken, planned = spoken + minutes, planned + block.minutes
                if block.min:
                    shares.append((minutes / block.min, f"{guide.session.id} {block.id}"))
        share, name = max(shares)
        yield f"read aloud in {language} at {PACE} words a minute: {spoken:.0f} of {planned:,} minutes ({spoken / planned:.0%}); the fullest block is {name} with {share:.0%} of its shortest time; over two thirds: {sum(one > 2 / 3 for one, _ in shares)}"


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
    """Print the figures, or the words to say of the sessions named."""
    guides = read_curriculum(ROOT)
    if len(sys.argv) > 1:
        for code in sys.argv[1:]:
            for language in ("es", "en"):
                print(*aloud_lines(guides, code, language), voice_line(guides, code, language), sep="\n")
        return 0
    for line in (*size_lines(guides), label_line(guides), parity_line(guides), *talk_lines(guides), *check_lines(guides)):
        print(line)
    for line in render_lines(guides):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
