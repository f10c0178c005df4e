"""The programme's arc for a number of weeks: on one page, and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mentorkit.errors import Problem, UsageError
from mentorkit.guides.agenda import shortest
from mentorkit.guides.forms import timetable
from mentorkit.guides.sheets import cell
from mentorkit.guides.wording import WORDS
from mentorkit.model.arc import Arc, Studio, Variant, WrittenArc
from mentorkit.model.catalogue import texts
from mentorkit.model.curriculum import Guide
from mentorkit.model.findings import Finding, finding


def arc_title(weeks: int, language: str) -> str:
    """Give the title of the arc's page."""
    return texts("guides", "arcs", language)["title"].format(weeks=weeks)


def arc_markdown(guides: Mapping[str, Guide], arc: Arc, language: str, weeks: int | None = None) -> str:
    """
    Give the whole programme on one page, computed for a number of weeks.

    It has every session in its week with its minutes in a room, in the short form and without a room, what a shorter
    programme leaves out and what stands for it, and the open studios of a longer one.

    Args:
        weeks: Length of the programme; the arc's own unless given.

    Raises:
        UsageError: A length outside 4 to 104 weeks.
    """
    length = arc.weeks if weeks is None else weeks
    if not 4 <= length <= 104:
        raise UsageError("a programme takes 4 to 104 weeks")
    parts = _page(guides, arc, arc.variant(length), length, language)
    return "\n\n".join(part for part in parts if part).strip() + "\n"


def _page(guides: Mapping[str, Guide], arc: Arc, variant: Variant | None, weeks: int, language: str) -> Iterator[str]:
    words, placed = texts("guides", "arcs", language), {code: week for code, week in arc.at(weeks).items() if code in guides}
    room = [guides[code].session for code in placed if not code.startswith("P")]
    studios = variant.studios if variant else []
    hours = (sum(session.duration for session in room) + sum(one.minutes for one in studios)) / 60
    counted = f"{hours:.1f}".replace(".", "," if language == "es" else ".")
    yield f"# {arc_title(weeks, language)}"
    yield variant.about[language] if variant else words["about"].format(weeks=weeks)
    yield words["sum"].format(room=len(room) + len(studios), hours=counted, pair=len(placed) - len(room))
    gone = {one.session for one in variant.left_out} if variant else set()
    if lost := [code for code in arc.sessions if code not in placed and code not in gone and code in guides]:
        least = (variant or arc).weeks
        yield f"**{words['lost'].format(weeks=weeks, codes=', '.join(lost), least=least)}**"
    yield f"## {words['table']}"
    yield _table(guides, arc, placed, studios, language)
    yield words["remote"].format(live=arc.remote.live, alone=arc.remote.alone)
    if variant and variant.left_out:
        yield f"## {words['left']}"
        for one in variant.left_out:
            title = guides[one.session].scripts[language].title if one.session in guides else ""
            arrow = f" → {one.instead}" if one.instead else ""
            yield f"**{one.session} · {title}{arrow}.** {one.how[language]}"
    for studio in studios:
        yield from _studio(studio, language)


def _table(guides: Mapping[str, Guide], arc: Arc, placed: Mapping[str, int], studios: list[Studio], language: str) -> str:
    words, minutes = texts("guides", "arcs", language), WORDS[language]["minutes"]
    heads = [WORDS[language]["week"], words["session"], words["kind"], minutes, words["short"], words["live"], words["alone"]]
    rows = []
    for code, week in placed.items():
        session = guides[code].session
        remote = timetable(session, "remote", remote=arc.remote)
        low = str(shortest(session)) if shortest(session) < session.duration else "–"
        title = guides[code].scripts[language].title
        rows.append((week, f"{code} · {cell(title)}", words[session.kind], session.duration, low, remote.minutes, remote.minutes_alone or "–"))
    rows += [(one.week, one.title[language], words["studio"], one.minutes, "–", one.minutes, "–") for one in studios]
    rows.sort(key=lambda row: row[0])
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def _studio(studio: Studio, language: str) -> Iterator[str]:
    week, minutes = WORDS[language]["week"], WORDS[language]["minutes"]
    yield f"## {studio.title[language]}"
    yield f"*{week} {studio.week} · {studio.minutes} {minutes}*"
    yield studio.purpose[language]
    yield "\n".join(f"- {part.minutes} {minutes}: {part.text[language]}" for part in studio.agenda)


def arc_problems(written: WrittenArc, guides: Mapping[str, Guide]) -> list[Problem]:
    """
    Give what is wrong with an arc: checks R5 to R8 of the curriculum, with file and line.

    R5: the arc and `session.yaml` name the same sessions in the same weeks. R6: in each variant what a session
    requires comes earlier, or what stands for it does. R7: so does the meeting that carries it on, later. R8: what
    people do alone fits its half hour and the rest its meeting; a studio's agenda adds up.
    """
    found = [*_weeks(written, guides)]
    for place, variant in enumerate(written.arc.variants):
        found += _order(written, place, variant, guides)
        found += _studios(written, place, variant)
    return [*found, *_before(written, guides)]


def _problem(written: WrittenArc, place: tuple[str | int, ...], key: str, /, **values: object) -> Finding:
    return finding(written.name, written.line(*place), key, **values)


def _weeks(written: WrittenArc, guides: Mapping[str, Guide]) -> Iterator[Problem]:
    for code, week in written.arc.sessions.items():
        if code not in guides:
            yield _problem(written, ("sessions", code), "R5.unknown", code=code)
        elif guides[code].session.week != week:
            yield _problem(written, ("sessions", code), "R5.week", code=code, week=week, said=guides[code].session.week)
    for code in guides:
        if code not in written.arc.sessions:
            yield _problem(written, ("sessions",), "R5.none", code=code)


def _order(written: WrittenArc, place: int, variant: Variant, guides: Mapping[str, Guide]) -> Iterator[Problem]:
    at = written.arc.at(variant.weeks)
    instead = {one.session: one.instead for one in variant.left_out}
    where = ("variants", place)
    for code, week in at.items():
        session = guides[code].session if code in guides else None
        for needed in session.requires if session else ():
            stand = instead.get(needed, needed)
            if stand != code and not (stand in at and at[stand] < week):
                yield _problem(written, (*where, "moved", code), "R6.before", weeks=variant.weeks, code=code, needed=needed)
        follow = session.pair_followup.meeting if session and session.pair_followup else None
        stand = instead.get(follow, follow) if follow else None
        if stand and not (stand in at and at[stand] > week):
            yield _problem(written, (*where, "moved", code), "R7", weeks=variant.weeks, meeting=stand, code=code)
    for code in [*variant.moved, *instead, *filter(None, instead.values())]:
        if code not in written.arc.sessions:
            yield _problem(written, where, "R6.unknown", code=code)
    behind = [code for code in written.arc.sessions if code not in at and code not in instead]
    if behind:
        yield _problem(written, where, "R6.behind", weeks=variant.weeks, codes=", ".join(behind))


def _studios(written: WrittenArc, place: int, variant: Variant) -> Iterator[Problem]:
    for number, studio in enumerate(variant.studios):
        where, total = ("variants", place, "studios", number), sum(part.minutes for part in studio.agenda)
        if total != studio.minutes:
            yield _problem(written, where, "R8.agenda", total=total, minutes=studio.minutes)
        if studio.week > variant.weeks:
            yield _problem(written, where, "R8.behind", week=studio.week)


def _before(written: WrittenArc, guides: Mapping[str, Guide]) -> Iterator[Problem]:
    remote = written.arc.remote
    for code, names in remote.before.items():
        place, session = ("remote", "before", code), guides[code].session if code in guides else None
        known = [block.id for block in session.blocks] if session else []
        if session is None or set(names) - set(known):
            yield _problem(written, place, "R8.block", code=code)
            continue
        if not session.short:
            yield _problem(written, place, "R8.uncut", code=code)
        least = sum(block.min for block in session.blocks if block.id in names)
        live = sum(block.min for block in session.blocks if block.id not in names and block.core)
        if least > remote.alone:
            yield _problem(written, place, "R8.alone", least=least, most=remote.alone)
        if live > remote.live:
            yield _problem(written, place, "R8.live", live=live, most=remote.live)
