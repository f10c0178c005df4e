"""What notebook 1 shows of standards and risks: standing, arithmetic, gaps with their plan, early signs."""

from __future__ import annotations

import textwrap
from typing import Any

from pandas import DataFrame, Series

from mentorkit.planning import standards
from mentorkit.planning.benchmarks import LEVELS, LEVELS_SOURCE, MET, PARTLY
from mentorkit.planning.facts import Fact
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, PALE, RED, TEAL, tint, words_on
from mentorkit.telling.grounds import grounds, role_names, say, sheet_of, worded
from mentorkit.telling.labels import whole_date
from mentorkit.telling.safe import escaped
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.widths import drawn

COLOURS = {"met": TEAL, "partly": AMBER, "not": RED, "no-evidence": PALE}


def score_table(desk: Desk) -> DataFrame:
    """Give the scorecard from the programme's file, the cohort's data and the documents named."""
    found = grounds(desk)
    return standards.scorecard(found.program, found.facts, desk.language)


def score(desk: Desk) -> Together:
    """Draw how the programme stands against each standard, and show what shows it and how strong the evidence is."""
    return Together([_score_picture(desk), _score_sheet(desk), desk.say("design", "score-sources")])


def _score_picture(desk: Desk) -> Picture:
    table = score_table(desk)
    names = sorted(set(table["standard"]))

    def draw(figure, axes, narrow: bool) -> None:
        for place, name in enumerate(names):
            _score_bar(axes, place, standards.scorecard_summary(table, name).set_index("met")["elements"])
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xlim(0)
        axes.xaxis.set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        marks = [axes.bar([0], [0], color=colour, label=say(desk, met)) for met, colour in COLOURS.items()]
        figure.legend(handles=marks, loc="outside upper center", ncols=2 if narrow else 4, frameon=False, fontsize=9)

    whole = standards.scorecard_summary(table).set_index("met")["elements"]
    keys = (("met", "met"), ("partly", "partly"), ("no", "not"), ("none", "no-evidence"))
    values = {key: int(whole[met]) for key, met in keys} | {"n": len(table)}
    caption = say(desk, "score-caption", met=values["met"], n=len(table), whole=MET, part=PARTLY)
    return drawn(draw, say(desk, "score-alt", **values), caption, (7.6, 0.75 + 0.6 * len(names)), 0.9 + 0.6 * len(names))


def _score_bar(axes: Any, place: int, counts: Series) -> None:
    left = 0
    for met, number in counts[counts > 0].items():
        axes.barh([place], [number], left=left, color=COLOURS[met], edgecolor="white", height=0.62)
        ink = words_on(COLOURS[met])
        axes.text(left + number / 2, place, str(number), ha="center", va="center", color=ink)
        left += number


def _score_sheet(desk: Desk) -> Sheet:
    table = score_table(desk)
    grades = [say(desk, f"strength-{grade}") for grade in table["strength"]]
    sources = [f"{grade}: {source}" if source else grade for grade, source in zip(grades, table["source"], strict=True)]
    table = worded(desk, table, met="").assign(id=[id.replace("-", "\u2011") for id in table["id"]], strength=sources)
    return sheet_of(desk, table[["id", "text", "met", "evidence", "strength"]], say(desk, "score-sheet"))


def emcc(desk: Desk) -> Together:
    """Reckon the level of EMCC's award that the checks would reach, by its published thresholds."""
    found = grounds(desk)
    core = standards.core_standards(found.program, found.facts, desk.language)
    level = standards.emcc_level(core)
    weakest = core.loc[core["share"].idxmin(), "text"]
    reached = {"level": say(desk, f"level-{level.level}")} if level.level else {}
    said = desk.say("design", "emcc-say" if reached else "emcc-none", overall=level.overall, least=level.least, weakest=weakest, source="§", **reached)
    bounds = {f"{name}_{part}": share for name, *both in LEVELS for part, share in zip(("all", "each"), both, strict=True)}
    shown = core.rename(columns={"of": "checks", "share": "core_share"})
    sheet = sheet_of(desk, shown, say(desk, "emcc-caption", **bounds), {"core_share": ".0%"})
    return Together([Prose(said.markdown.replace("§", f"[EMCC Ireland]({LEVELS_SOURCE})")), sheet])


def gaps(desk: Desk) -> Together | Prose:
    """Show what is missing, and who does what about it by when; gaps without a plan come first."""
    found = grounds(desk)
    table = standards.gaps(found.program, found.facts, desk.language)
    if table.empty:
        return desk.say("design", "plan-none")
    open_ = int(table["plan"].isna().sum())
    said = desk.say("design", "plan-say", n=len(table), open=open_)
    shown = table.assign(owner=[owner_words(desk, owner) for owner in table["owner"]])
    return Together([said, sheet_of(desk, shown, say(desk, "plan-sheet"), {"due": whole_date})])


def owner_words(desk: Desk, owner: object) -> str | None:
    """Give a role's own words where the owner is a role of the programme, else the owner as written."""
    if owner is None or owner != owner:
        return None
    return role_names(desk).get(str(owner), say(desk, "safeguarding") if owner == "safeguarding" else str(owner))


def risk_table(desk: Desk) -> DataFrame:
    """Give the risks with what the data show of their early signs."""
    return standards.risk_table(desk.program, desk.language, grounds(desk).signs)


def risks(desk: Desk) -> Together | Prose:
    """Draw the risks by likelihood and effect, say which early signs stand in the data, and show who watches each."""
    if not desk.program.design.risks:
        return desk.say("design", "risks-none")
    return Together([_risk_picture(desk), _signs(desk), _risk_sheet(desk)])


def _risk_picture(desk: Desk) -> Picture:
    table = risk_table(desk)
    matrix = standards.risk_matrix(desk.program)
    short = {row.id: row.text.split(":")[0] for row in table.itertuples()}

    def draw(figure, axes, narrow: bool) -> None:
        for likelihood in (1, 2, 3):
            for effect in (1, 2, 3):
                weight = likelihood * effect
                colour = tint(RED, 0.6) if weight >= 6 else tint(AMBER, 0.65) if weight >= 3 else tint(TEAL, 0.82)
                axes.fill_between([effect - 0.5, effect + 0.5], likelihood - 0.5, likelihood + 0.5, color=colour, edgecolor="white", lw=2)
                names = [textwrap.fill(f"• {short[id]}", 15 if narrow else 26) for id in matrix.at[likelihood, effect]]
                axes.text(effect, likelihood, "\n".join(names), ha="center", va="center", fontsize=8 if narrow else 8.5)
        grades = [say(desk, f"grade-{grade}") for grade in (1, 2, 3)]
        axes.set_xticks([1, 2, 3], grades)
        axes.set_yticks([1, 2, 3], grades, rotation=90 if narrow else 0, va="center")
        axes.set(xlim=(0.5, 3.5), ylim=(0.5, 3.5), xlabel=say(desk, "effect-axis"), ylabel=say(desk, "likelihood-axis"))

    top = "; ".join(table.loc[table["weight"] == table["weight"].max(), "text"])
    alt = say(desk, "risks-alt", top="§").replace("§", top)
    return drawn(draw, alt, say(desk, "risks-caption", n=len(table)), (7.6, 4.2), 5.0)


def _signs(desk: Desk) -> Prose:
    table = risk_table(desk).rename(columns={"count": "count_"})
    ringing = table[table["seen"] == "rings"]
    read = int(table["seen"].isin(["rings", "quiet"]).sum())
    if ringing.empty:
        return desk.say("design", "signs-quiet", read=read, n=len(table))
    lines = [f"- **{escaped(row.text.split(':')[0])}:** {escaped(row.early_sign)}: {escaped(_seen(desk, row))}" for row in ringing.itertuples()]
    said = desk.say("design", "signs-ring", n=len(ringing), read=read, all=len(table)).markdown
    return Prose("\n".join([said, "", *lines]))


def _seen(desk: Desk, row) -> str:
    if row.seen in ("by-eye", "unknown"):
        return say(desk, f"sign-{row.seen}")
    return f"{standards.fact_words(Fact(row.count_, row.of), desk.language)}, {say(desk, f'sign-{row.seen}')}"


def _risk_sheet(desk: Desk) -> Sheet:
    table = risk_table(desk).rename(columns={"count": "count_"})
    table = table.assign(
        in_data=[_seen(desk, row) for row in table.itertuples()],
        owner=[owner_words(desk, owner) for owner in table["owner"]],
    )
    return sheet_of(desk, table[["text", "weight", "owner", "early_sign", "in_data", "answer"]], say(desk, "risks-sheet"))
