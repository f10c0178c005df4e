"""What notebook 7 shows: how pairs ended, what is left to do, who comes back, and what was learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorkit.model.words import localized
from mentorkit.telling.certificate import certificates_pdf
from mentorkit.telling.desk import Desk, once, program_folder
from mentorkit.telling.drawing import AMBER, BLUE, PALE, TEAL, canvas, legend, words_on
from mentorkit.telling.labels import label
from mentorkit.telling.looking import letter_table, mail_sheet, pair_logs
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture
from mentorkit.telling.stories import Letter, Outbox
from mentorkit.tracking import closing, early_warning, milestones, returning
from mentorkit.tracking.wording import return_roles

if TYPE_CHECKING:
    from pandas import DataFrame

ENDED_WELL = ("completed", "goal-reached")
MONTHS = (3, 12)


def _say(desk: Desk, key: str, /, **values) -> str:
    return label("closing", desk, key, **values)


def _headed(frame: DataFrame, desk: Desk) -> DataFrame:
    keys = {name: f"check-{name}" if name in closing.CHECKS else f"col-{name}" for name in frame.columns}
    return frame.rename(columns={name: _say(desk, key) for name, key in keys.items()})


def _arguments(desk: Desk) -> tuple:
    return desk.cohort, desk.pairs, desk.as_of


def _completion(desk: Desk) -> DataFrame:
    return once(desk, "completion", lambda: milestones.completion(*_arguments(desk), logs=pair_logs(desk)))


def _checklist(desk: Desk) -> DataFrame:
    return once(desk, "checklist", lambda: closing.closing_checklist(*_arguments(desk), logs=pair_logs(desk))).copy()


def _pipeline(desk: Desk) -> DataFrame:
    return once(desk, "pipeline", lambda: returning.comeback_pipeline(*_arguments(desk), logs=pair_logs(desk)))


def _follow_ups(desk: Desk) -> DataFrame:
    return once(desk, "follow_ups", lambda: closing.follow_ups(*_arguments(desk), months=MONTHS))


def summary(desk: Desk) -> Prose:
    """Say how many completed, what is open, and who can be asked back."""
    done, checks = _completion(desk), _checklist(desk)
    rule, total = desk.program.evaluation.completion, len(done)
    completed = int(done["completed"].sum())
    text = _say(
        desk,
        "summary",
        n=total,
        completed=completed,
        share=completed / max(total, 1),
        day=desk.as_of,
        meetings=rule.meetings,
        weeks=rule.share_of_weeks,
        closed=int((checks["closure_recorded"] == True).sum()),  # noqa: E712 - three states
        open=int((checks["open"] > 0).sum()),
        ask=int(_pipeline(desk)["ask"].sum()),
    )
    if desk.as_of < desk.cohort.ends:
        text += " " + _say(desk, "before-end", ends=desk.cohort.ends)
    return Prose(text)


def reasons(desk: Desk) -> Picture | Prose:
    """Draw why pairs ended."""
    table = closing.closures_by_reason(*_arguments(desk))
    closed, early = int(table["pairs"].sum()), table[~table["reason"].isin(ENDED_WELL)]
    if not closed:
        return desk.say("closing", "reasons-none")
    shown = table.iloc[::-1]
    with canvas(height=3.2) as (figure, axes):
        colours = [TEAL if reason in ENDED_WELL else AMBER for reason in shown["reason"]]
        axes.barh(
            [_say(desk, f"reason-{reason}") for reason in shown["reason"]], shown["pairs"], color=colours
        )
        for place, number in enumerate(shown["pairs"]):
            axes.text(number, place, f" {number}", va="center")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.margins(x=0.08)
        axes.set_xlabel(_say(desk, "pairs-axis"))
        top = early.loc[early["pairs"].idxmax()]
        alt = _say(
            desk,
            "reasons-alt",
            done=closed - int(early["pairs"].sum()),
            top=_say(desk, f"reason-{top['reason']}"),
            count=int(top["pairs"]),
        )
        return picture(figure, alt, _say(desk, "reasons-caption", closed=closed, n=len(desk.pairs)))


def next_pairs(desk: Desk) -> Sheet | Prose:
    """Show what follows each early closing: a new pair, a talk first, or a careful transition."""
    table = closing.rematches(*_arguments(desk))
    if table.empty:
        return desk.say("closing", "next-none")
    shown = table.assign(
        path=[_say(desk, f"path-{path}") for path in table["path"]],
        mentor_free=[_say(desk, "yes" if free else "no") for free in table["mentor_free"]],
    )
    waiting = int((table["path"] == "rematch").sum())
    return Sheet(_headed(shown, desk), _say(desk, "next-caption", n=len(table), waiting=waiting), desk.language)


def completion(desk: Desk) -> Picture:
    """Draw meetings and weeks of each pair against the written rule."""
    table, rule = _completion(desk), desk.program.evaluation.completion
    weeks = desk.program.weeks * rule.share_of_weeks
    counts = table.groupby(["weeks", "meetings", "completed"]).size().reset_index(name="pairs")
    values = {"completed": int(table["completed"].sum()), "n": len(table)}
    near = int(((table["meetings"] == rule.meetings - 1) & (table["weeks"] >= weeks)).sum())
    with canvas(height=4.0) as (figure, axes):
        right, top = (
            max(desk.program.weeks, counts["weeks"].max()) + 1,
            max(rule.meetings, counts["meetings"].max()) + 1,
        )
        axes.fill_between([weeks, right], rule.meetings - 0.5, top, color=TEAL, alpha=0.12, linewidth=0)
        colours = [TEAL if done else AMBER for done in counts["completed"]]
        axes.scatter(
            counts["weeks"],
            counts["meetings"],
            s=30 + 45 * counts["pairs"],
            c=colours,
            alpha=0.9,
            edgecolors="white",
        )
        for row in counts[counts["pairs"] > 1].itertuples():
            shade = words_on(TEAL if row.completed else AMBER)
            axes.text(row.weeks, row.meetings, str(row.pairs), ha="center", va="center", fontsize=8.5, color=shade)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set(
            xlim=(0, right),
            ylim=(-0.5, top),
            xlabel=_say(desk, "weeks-axis"),
            ylabel=_say(desk, "meetings-axis"),
        )
        return picture(
            figure,
            _say(desk, "completion-alt", near=near, **values),
            _say(desk, "completion-caption", **values),
        )


def checks(desk: Desk) -> Picture:
    """Draw what is done, open and not known over the closing checklist."""
    table = _checklist(desk)
    names = list(closing.CHECKS)[::-1]
    parts = (("done", TEAL, True), ("open", AMBER, False), ("not-known", PALE, None))
    with canvas(height=3.0) as (figure, axes):
        left = [0] * len(names)
        for key, colour, value in parts:
            widths = [sum(cell is value for cell in table[name]) for name in names]
            axes.barh(
                [_say(desk, f"check-{name}") for name in names],
                widths,
                left=left,
                color=colour,
                label=_say(desk, key),
            )
            for place, (start, width) in enumerate(zip(left, widths, strict=True)):
                if width > len(table) * 0.05:
                    axes.text(
                        start + width / 2,
                        place,
                        str(width),
                        ha="center",
                        va="center",
                        color=words_on(colour),
                    )
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_xlabel(_say(desk, "pairs-axis"))
        legend(figure)
        missing = {name: sum(cell is False for cell in table[name]) for name in names}
        worst = max(missing, key=missing.get)
        alt = _say(desk, "checks-alt", worst=_say(desk, f"check-{worst}"), missing=missing[worst])
        return picture(figure, alt, _say(desk, "checks-caption", n=len(table)))


def checklist(desk: Desk) -> Sheet:
    """Show the pairs with something open."""
    table = _checklist(desk)
    table = table[table["open"] > 0].sort_values(["open", "mentee_id"], ascending=[False, True])
    words = {True: _say(desk, "done"), False: _say(desk, "open"), None: _say(desk, "not-known")}
    for name in closing.CHECKS:
        table[name] = [words[cell] for cell in table[name]]
    return Sheet(_headed(table, desk), _say(desk, "checklist-caption", n=len(table)), desk.language)


def pipeline(desk: Desk) -> Picture:
    """Draw who completed, whom to ask and who has returned, on each side."""
    table = _pipeline(desk)
    numbers = {side: _pipeline_numbers(table[table["side"] == side]) for side in ("mentee", "mentor")}
    keys = ("all", "completed", "ask", "back")
    with canvas(height=2.8, columns=2, sharex=True, sharey=True) as (figure, axes):
        for side, title, panel in (("mentee", "mentees", axes[0]), ("mentor", "mentors", axes[1])):
            panel.barh(
                [_say(desk, f"pipeline-{key}") for key in keys[::-1]],
                numbers[side][::-1],
                color=[BLUE, AMBER, TEAL, PALE],
            )
            for place, number in enumerate(numbers[side][::-1]):
                panel.text(number, place, f" {number}", va="center")
            panel.set_title(_say(desk, title))
            panel.margins(x=0.15)
            panel.set_xlabel(_say(desk, "people-axis"))
        everybody, done, ask, back = numbers["mentee"]
        alt = _say(desk, "pipeline-alt", mentees=everybody, done=done, ask=ask, back=back)
        return picture(figure, alt, _say(desk, "pipeline-caption"))


def _pipeline_numbers(table: DataFrame) -> list[int]:
    return [
        len(table),
        int(table["completed"].sum()),
        int(table["ask"].sum()),
        int(table["became"].notna().sum()),
    ]


def invitations(desk: Desk) -> Together:
    """Say which roles can be offered, and show whom to invite."""
    table = _pipeline(desk)
    table = table[table["ask"]]
    names = _names(desk)
    shown = table.assign(
        name=[names.get(id) for id in table["person_id"]], side=[_say(desk, side) for side in table["side"]]
    )
    sheet = Sheet(
        _headed(shown[["person_id", "name", "side"]], desk),
        _say(desk, "ask-caption", n=len(shown)),
        desk.language,
    )
    return Together([roles(desk), desk.say("closing", "roles-say"), sheet])


def role_table(desk: Desk) -> DataFrame:
    """Give the roles in which people come back, with the hours each takes in one cohort."""
    from mentorkit.planning.schedule import arc

    held = arc([guide.session for guide in desk.guides.values()], desk.program.weeks, desk.arc)
    sessions = [session for session in held if session.kind != "pair-meeting"]
    attended = frozenset(session.id for session in sessions if "mentors" in session.audience)
    minutes = {session.id: session.duration for session in sessions}
    people = _pipeline(desk)
    return returning.role_hours(desk.cohort, people, desk.as_of, minutes, attended)


def roles(desk: Desk) -> Sheet:
    """Show the roles that can be offered, to how many, and the hours they take."""
    names = {role.id: localized(role.text, desk.language) for role in return_roles(desk.program)}
    table = role_table(desk)
    table = table.assign(role=[names[id] for id in table["role"]])
    hours = [name for name in table.columns if "hours" in name]
    caption = _say(desk, "roles-caption", minutes=returning.meeting_minutes(desk.cohort, desk.as_of), day=desk.as_of)
    return Sheet(_headed(table, desk), caption, desk.language, {_say(desk, f"col-{name}"): ",.1f" for name in hours}, sortable=False)


def _names(desk: Desk) -> dict[str, str]:
    frames = (desk.cohort.mentees, desk.cohort.mentors)
    return {id: name for frame in frames if "name" in frame for id, name in frame["name"].items()}


def follow_up(desk: Desk) -> Together:
    """Say how the alumni follow-up stands, and show who is to be called now."""
    table = _follow_ups(desk)
    said = []
    for months, group in table.groupby("months"):
        count = group["standing"].value_counts()
        parts = {"reached": "reached", "vain": "not-reached", "due": "due", "later": "not-yet"}
        numbers = {key: int(count.get(standing, 0)) for key, standing in parts.items()}
        said.append(_say(desk, "follow-say", months=int(months), n=len(group), **numbers))
    sheets = [_follow_sheet(desk, table, *one) for one in (("due", "follow-caption"), ("not-reached", "vain-caption"))]
    return Together([Prose("\n\n".join(said)), *(sheet for sheet in sheets if len(sheet.frame))])


def _follow_sheet(desk: Desk, table: DataFrame, standing: str, caption: str) -> Sheet:
    names, rows = _names(desk), table[table["standing"] == standing]
    rows = rows.assign(name=[names.get(id) for id in rows["mentee_id"]])[["mentee_id", "name", "months", "due"]]
    return Sheet(_headed(rows, desk), _say(desk, caption, n=len(rows)), desk.language)


def _letters(desk: Desk) -> DataFrame:
    table = letter_table(desk)
    return table[table["occasion"].isin(["closing", "follow-up"])]


def outbox(desk: Desk) -> Outbox:
    """Give the messages of closing and follow-up, in full, with links that open WhatsApp."""
    letters = [
        Letter(
            f"{row.person_id} {row.name}".strip(),
            _say(desk, f"occasion-{row.occasion}"),
            row.text,
            row.whatsapp,
        )
        for row in _letters(desk).itertuples(index=False)
    ]
    return Outbox(
        letters,
        _say(desk, "outbox-caption", n=len(letters)),
        _say(desk, "outbox-open"),
        _say(desk, "outbox-no-link"),
    )


def certificate_table(desk: Desk) -> DataFrame:
    """Give the certificates, numbered with the programme's key."""
    from mentorkit.io.cohort import program_key

    key = program_key(program_folder(desk.cohort.folder))
    return once(desk, "certificates", lambda: closing.certificates(*_arguments(desk), key, logs=pair_logs(desk)))


def certificates(desk: Desk) -> Sheet:
    """Show who gets a certificate, and its number."""
    table, names = certificate_table(desk), _names(desk)
    table = table.assign(
        name=[names.get(id) for id in table["person_id"]], side=[_say(desk, side) for side in table["side"]]
    )
    columns = ["person_id", "name", "side", "meetings", "hours", "completed_on", "number"]
    return Sheet(
        _headed(table[columns], desk),
        _say(desk, "certificates-caption", n=len(table), cohort=desk.cohort.folder.name),
        desk.language,
        formats={_say(desk, "col-hours"): ",.1f"},
    )


def lessons(desk: Desk) -> Prose:
    """Say how many closed early and why, beside what is published."""
    early = len([pair for pair in early_warning.early_closings(desk.cohort, desk.as_of)])
    table = closing.closures_by_reason(*_arguments(desk))
    table = table[~table["reason"].isin(ENDED_WELL)]
    if not early:
        return desk.say("closing", "lessons-none", n=len(desk.pairs))
    top = table.loc[table["pairs"].idxmax()]
    return desk.say(
        "closing",
        "lessons",
        early=early,
        n=len(desk.pairs),
        share=early / len(desk.pairs),
        top=_say(desk, f"reason-{top['reason']}").lower(),
        count=int(top["pairs"]),
    )


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    checklist_, numbered, letters = (
        _checklist(desk),
        certificate_table(desk),
        _letters(desk),
    )
    desk.write("closing/checklist.csv", checklist_)
    desk.write("closing/reasons.csv", closing.closures_by_reason(*_arguments(desk)))
    desk.write("closing/next.csv", closing.rematches(*_arguments(desk)))
    desk.write("closing/certificates.csv", numbered)
    if len(numbered):
        desk.write("closing/certificates.pdf", certificates_pdf(desk, numbered, _names(desk)))
    desk.write("closing/pipeline.csv", _pipeline(desk))
    desk.write("closing/roles.csv", role_table(desk))
    desk.write("closing/follow-ups.csv", _follow_ups(desk))
    desk.write("closing/messages.csv", letters)
    desk.write("closing/mail-merge.csv", mail_sheet(letters))
    return desk.say(
        "closing",
        "saved",
        place=desk.results.name,
        n=len(checklist_),
        certificates=len(numbered),
        letters=len(letters),
    )
