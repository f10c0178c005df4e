"""`mentorkit guide`: one session for one reader, in one form, on paper, as a page, in words or as a notebook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mentorkit.errors import UsageError

ARC = "arc"
"""The word that asks for the whole programme in place of one session."""
_COPIED = ("worksheet", "exercises")
"""Views that go through a copier, and are printed without colour."""


def guide_bytes(program: Path, language: str, chosen: Namespace) -> bytes:
    """
    Give what was asked for, as the file's bytes.

    Raises:
        UsageError: A session, form, length or combination that is not to be had.
        ProblemsError: The curriculum has faults.
    """
    from mentorkit.io.colors import paint_for
    from mentorkit.io.curriculum import read_arc, read_curriculum

    paint_for(program)
    guides = read_curriculum(program)
    if chosen.session.casefold() == ARC:
        return _arc_bytes(guides, read_arc(program).arc, language, chosen)
    if chosen.weeks is not None:
        raise UsageError(f"--weeks goes with `guide {ARC}`, the whole programme")
    wanted = chosen.session.casefold()
    found = next((one for one in guides.values() if wanted in (one.session.id.casefold(), one.session.slug)), None)
    if found is None:
        raise UsageError(f'there is no session "{chosen.session}"; choose one of {", ".join(guides)}, or {ARC}')
    if chosen.format == "ipynb" and chosen.audience != "worksheet":
        raise UsageError("only a worksheet comes as a notebook; add --for worksheet")
    if chosen.audience == "worksheet" and chosen.format in ("ipynb", "html"):
        return _filled_in(found, language, chosen.format)
    remote = read_arc(program).arc.remote if chosen.form == "remote" else None
    timing = _past(program, guides, found) if chosen.audience == "facilitator" else None
    return _view(guides, found, language, remote, timing, chosen)


def _filled_in(guide, language: str, form: str) -> bytes:
    from mentorkit.guides.fillable import worksheet_page
    from mentorkit.guides.notebook import worksheet_notebook

    return (worksheet_notebook if form == "ipynb" else worksheet_page)(guide, language).encode("utf-8")


def _past(program: Path, guides, guide):
    """Give how long a session's blocks took in the programme's real cohorts."""
    from mentorkit.io.deliveries import session_logs

    frames, _ = session_logs(program, synthetic=False)
    if not frames:
        return None
    import pandas as pd

    from mentorkit.guides.feedback import block_times, timings

    return timings(block_times(pd.concat(frames, ignore_index=True), guides), guide.session.id)


def _view(guides, guide, language: str, remote, timing, chosen: Namespace) -> bytes:
    from mentorkit.guides import guide_markdown

    followup = guides.get(guide.session.pair_followup.meeting) if guide.session.pair_followup else None
    text = guide_markdown(
        guide, chosen.audience, language, minutes=chosen.minutes, start=chosen.start, followup=followup, form=chosen.form, remote=remote,
        timing=timing,
    )
    return _formatted(text, language, f"{guide.session.id} · {guide.scripts[language].title}", chosen)


def _arc_bytes(guides, arc, language: str, chosen: Namespace) -> bytes:
    from mentorkit.guides.arcs import arc_markdown, arc_title

    if chosen.format == "ipynb":
        raise UsageError("only a worksheet comes as a notebook")
    weeks = arc.weeks if chosen.weeks is None else chosen.weeks
    return _formatted(arc_markdown(guides, arc, language, weeks), language, arc_title(weeks, language), chosen)


def _formatted(text: str, language: str, title: str, chosen: Namespace) -> bytes:
    if chosen.format == "md":
        return text.encode("utf-8")
    from mentorkit.guides.printing import guide_html, guide_pdf

    if chosen.format == "html":
        return guide_html(text, language, title).encode("utf-8")
    return guide_pdf(text, language, title, chosen.paper, grey=chosen.audience in _COPIED)
