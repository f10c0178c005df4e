"""What the published tables say, read back as an outsider reads them: the input of the attack on all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkit.disclosure.attack import MOST, Unknowns, rest, share_rules, total
from mentorkit.disclosure.rounding import PublicCount, points_range, share_range

Tables = Mapping[str, Any]
STEPS = ("invited", "applied", "matched", "completed", "mentors_matched")
BY_PERSON = (
    "invited", "applied", "matched", "mentors-matched", "completed", "matches", "matches-21-days", "pairs-at-risk",
    "asked", "answered", "answered-first", "mentees-with-goals",
)
STEPS_OF_METRICS = {
    "completion": ("completed", "matched"), "matched_of_applied": ("matched", "applied"),
    "reach_applied": ("applied", "invited"), "reach_matched": ("matched", "invited"),
}
BAD_ENDS = ("mentor-moved", "mentor-time", "mentee-moved", "mentee-time", "fit", "safety", "no-contact")


def unknowns_behind(publications: Sequence[Tables]) -> Unknowns:
    """
    Give what an outsider can set up from publications of the same people: unknowns, rules and cells.

    Shares, counts and points are read with the ranges that the rounding rules leave, and tied where definitions
    tie them: steps of the flow, both ends of a table, a metric and the question it comes from, groups and their
    whole. Where thresholds differ, the least one says what is small. Means are left out: each has one decimal,
    ten people or more, and stands away from the ends.
    """
    unknowns = Unknowns()
    least = min((tables["summary"]["threshold"] for tables in publications), default=5)
    for tables in publications:
        reader = _Reader(unknowns, tables["summary"]["threshold"], least)
        for part in (reader.flow, reader.metrics, reader.items, reader.closures, reader.attendance, reader.groups):
            part(tables)
        reader.ties(tables)
    return unknowns


def public_ends(figure: Mapping[str, Any]) -> tuple[int, int]:
    """Give the least and the most that a published number of people may stand for."""
    most = figure.get("most", figure.get("high"))
    return int(figure.get("least", figure.get("low", 0)) or 0), MOST if most is None else int(most)


def as_count(figure: Mapping[str, Any]) -> PublicCount:
    """Give a published number as the gate made it."""
    least, most = public_ends(figure)
    return PublicCount(figure["value"], least, most, "nearly_all_of" in figure)


class _Reader:
    """One publication, read into unknowns that it shares with others of the same people."""

    def __init__(self, unknowns: Unknowns, k: int, small: int):
        self.unknowns, self.k, self.small = unknowns, k, small

    def number(self, name: str, figure: Mapping[str, Any] | None, place: tuple[str, ...]) -> str:
        """Read a number of people, and what of its whole is not in it."""
        if figure is None or "withheld" in figure:
            return self.unknowns.range(name)
        self.unknowns.range(name, *public_ends(figure))
        whole = figure.get("within")
        if whole and f"flow:{whole}" != name:
            self.unknowns.rule({f"flow:{whole}": 1.0, name: -1.0}, least=0)
            self.unknowns.cell(("flow", whole) if place in (("flow", "applied"), ("flow", "matched")) else place, {f"flow:{whole}": 1.0, name: -1.0}, self.small)
        return name

    def share(self, part: str, whole: str, row: Mapping[str, Any], n: Mapping[str, Any], place: tuple[str, ...]) -> None:
        """Read a share of people: the part, and the rest of the whole, may not be proven small."""
        low, high = share_range(dict(row), as_count(n), self.k)
        share_rules(self.unknowns, {part: 1.0}, {whole: 1.0}, low, high, below="below" in row, above="above" in row)
        self.unknowns.rule({whole: 1.0, part: -1.0}, least=0)
        self.unknowns.cell(place, {part: 1.0}, self.small)
        self.unknowns.cell(place, {whole: 1.0, part: -1.0}, self.small)

    def flow(self, tables: Tables) -> None:
        for step in tables["summary"]["flow"]:
            self.number(f"flow:{step['step']}", step, ("flow", step["step"]))

    def metrics(self, tables: Tables) -> None:
        for m in tables["metrics"]:
            if "withheld" not in m and m["metric"] in STEPS:
                self.number(f"flow:{m['metric']}", m, ("flow", m["metric"]))
            if "withheld" in m or m["unit"] != "share" or m["denominator"] not in BY_PERSON:
                continue
            place = ("metrics", m["metric"])
            part, whole = self.metric_names(m)
            self.number(whole, m["n"], place)
            place = ("flow", "completed") if m["metric"] == "completion" else place
            self.share(self.unknowns.range(part), whole, m, m["n"], place)

    def metric_names(self, m: Mapping[str, Any]) -> tuple[str, str]:
        """Give the unknowns behind a metric: its count and its number."""
        part, whole = STEPS_OF_METRICS.get(m["metric"], (None, m.get("of")))
        if whole is None and m.get("from"):
            whole_name = "r:{survey}:{item}".format(**m["from"])
        else:
            whole_name = f"flow:{whole}" if whole else f"n:{m['metric'].removeprefix('complete_')}"
        return f"flow:{part}" if part else f"count:{m['metric']}", whole_name

    def items(self, tables: Tables) -> None:
        for row in tables["items"]:
            if "withheld" in row:
                continue
            place, stem = ("items", row["survey"], row["item"]), f"{row['survey']}:{row['item']}"
            whole = self.number(f"r:{stem}", row["n"], place)
            options = [f"a:{stem}:{id}" for told in row["rows"] for id in told["options"]]
            if row["kind"] != "choices":
                self.unknowns.rule(rest(whole, options), least=0, most=0)
            for told in row["rows"]:
                names = [f"a:{stem}:{id}" for id in told["options"]]
                low, high = share_range(told, as_count(row["n"]), self.k)
                share_rules(self.unknowns, total(names), {whole: 1.0}, low, high, below="below" in told, above="above" in told)
                for name in names:
                    self.unknowns.rule({whole: 1.0, name: -1.0}, least=0)
                    self.unknowns.cell(place, {name: 1.0}, self.small)
                self.unknowns.cell(place, rest(whole, names), self.small)

    def closures(self, tables: Tables) -> None:
        for row in tables["closures"].get("rows", ()):
            names = [f"closed:{reason}" for reason in row["options"]]
            self.unknowns.rule(total(names), *public_ends(row))
            for name in names:
                self.unknowns.cell(("closures",), {name: 1.0}, self.small)

    def attendance(self, tables: Tables) -> None:
        for row in tables["attendance"]:
            if "withheld" not in row:
                place = ("attendance", row["session"])
                whole = self.number(f"offered:{row['session']}", row["n"], place)
                self.share(self.unknowns.range(f"present:{row['session']}"), whole, row, row["n"], place)

    def groups(self, tables: Tables) -> None:
        for table in tables.get("groups", ()):
            if "withheld" in table:
                continue
            place, names = ("groups", table["group"]), []
            for row in table["rows"]:
                name = "g:{}:{}".format(table["group"], "|".join(row["options"]))
                names.append(name)
                self.unknowns.range(name, *public_ends(row["n"]))
                if row["applied"]:
                    self.unknowns.range(f"all:{name}", *public_ends(row["applied"]))
                if "withheld" in row["participation"]:
                    self.unknowns.rule({f"all:{name}": 1.0, name: -1.0}, least=0)
                else:
                    self.share(name, f"all:{name}", row["participation"], row["applied"], place)
                for option in row["options"]:
                    self.unknowns.range(f"{name}:{option}")
                    self.unknowns.cell(place, {f"{name}:{option}": 1.0}, self.small)
                self.unknowns.rule(rest(name, [f"{name}:{option}" for option in row["options"]]), least=0, most=0)
                if "withheld" not in row["completion"]:
                    self.share(self.unknowns.range(f"done:{name}"), name, row["completion"], row["n"], place)
                else:
                    self.unknowns.rule({name: 1.0, f"done:{name}": -1.0}, least=0)
            self.unknowns.rule(rest("flow:matched", names), least=0, most=0)
            self.unknowns.rule(rest("flow:applied", [f"all:{name}" for name in names]), least=0, most=0)
            self.unknowns.rule(rest("flow:completed", [f"done:{name}" for name in names]), least=0, most=0)

    def ties(self, tables: Tables) -> None:
        """Tie what definitions tie: a metric to its question, complete to partial answers, endings to reasons."""
        items = {(row["survey"], row["item"]): row for row in tables["items"] if "withheld" not in row}
        told = {m["metric"]: m for m in tables["metrics"] if "withheld" not in m}
        for m in told.values():
            row = items.get((m["from"]["survey"], m["from"]["item"])) if m.get("from") else None
            if row is not None:
                self.question(m, row)
            if m["metric"].startswith("complete_response_rate_") and m["metric"].removeprefix("complete_") in told:
                self.unknowns.rule({f"count:{m['metric'].removeprefix('complete_')}": 1.0, f"count:{m['metric']}": -1.0}, least=0)
        if "early_closure" in told and "rows" in tables["closures"]:
            self.unknowns.rule(total(f"closed:{reason}" for reason in BAD_ENDS) | {"count:early_closure": -1.0}, least=0)
            closed = [f"closed:{reason}" for row in tables["closures"]["rows"] for reason in row["options"]]
            self.unknowns.rule(rest("n:early_closure", closed), least=0)

    def question(self, m: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        """Tie a metric to the answers it counts."""
        stem, options = f"{row['survey']}:{row['item']}", [id for told in row["rows"] for id in told["options"]]
        names = {id: f"a:{stem}:{id}" for id in options}
        if m["unit"] == "points":
            low, high = points_range(m, as_count(m["n"]), self.k)
            sides = {names[id]: 100.0 if float(id) >= 9 else -100.0 for id in options if float(id) >= 9 or float(id) <= 6}
            share_rules(self.unknowns, sides, {f"r:{stem}": 1.0}, low, high)
        elif m["unit"] == "share":
            top = [names[id] for id in _top_two(row, options)]
            self.unknowns.rule({f"count:{m['metric']}": -1.0, **total(top)}, least=0, most=0)


def _top_two(row: Mapping[str, Any], options: Sequence[str]) -> Iterator[str]:
    low, high = row["ends"]
    for id in options:
        if (float(id) <= low + 1 + 1e-9) if row.get("reverse") else (float(id) >= high - 1 - 1e-9):
            yield id
