"""
Measure the matching and write what came out into the playbook, in both languages.

    python benchmarks/matching_page.py [peers] [speed] [small] [meaning] [scale] [--peers FOLDER]

measures the parts that are named (`scale` takes half an hour), keeps their figures in
`matching_figures.json`, and writes `playbook/{es,en}/reference/matching.md` from all figures kept and the
texts in `pages/`. Without a name it only writes. FOLDER is that of `matching_peers.py`.
"""

from __future__ import annotations

import argparse
import json
from math import log
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
KEPT = HERE / "matching_figures.json"
SIZES, LIMIT, LARGE = (60, 1_000), 60, 10_000
GROWTH = ((10_000, "alike"), (20_000, "alike"), (50_000, "alike"))
REGIMES = ("alike", "mismatched", "same")
MILLION = 1_000_000
WORDS = {
    "en": {"alike": "alike", "mismatched": "mismatched", "same": "everybody wants the same",
           "skipped": "not installed", "none": "no result"},
    "es": {"alike": "parecidas", "mismatched": "desencontradas", "same": "todos quieren lo mismo",
           "skipped": "no instalado", "none": "sin resultado", "greedy": "la mejor pareja primero",
           "deferred acceptance": "aceptación diferida", "scipy, dense": "scipy, tabla completa",
           "scipy, sparse": "scipy, tabla dispersa", "OR-tools flow": "flujo de OR-tools",
           "text": "texto", "overlap (tags)": "etiquetas en común", "near (hours)": "cercanía de horario",
           "text and hours": "texto y horario", "text, tags and hours": "texto, etiquetas y horario",
           "baseline: TF-IDF of words": "referencia: TF-IDF de palabras",
           "baseline: TF-IDF of 3 to 5 characters": "referencia: TF-IDF de 3 a 5 letras",
           "baseline: the same inside words": "referencia: lo mismo, dentro de cada palabra"},
}


def measured_peers(folder: str) -> list[dict]:
    """Give what each way of matching did with the same cohorts."""
    import matching_peers as peers

    given = SimpleNamespace(regime="mismatched", limit=LIMIT, peers=folder)
    ways = (peers.OURS, *peers.PEERS)
    return [{"mentees": size, "ways": {way: peers.in_fresh_process(way, size, given) for way in ways}} for size in SIZES]


def measured_speed() -> list[dict]:
    """Give seconds and memory of ours and of scipy's dense assignment on the same scores."""
    import matching_speed as speed

    mine, theirs = speed.SOLVERS
    rows = []
    for regime in REGIMES:
        first, dense, last = (speed.in_fresh_process(solver, str(LARGE), regime) for solver in (mine, theirs, mine))
        ours = first | {"seconds": (first["seconds"] + last["seconds"]) / 2, "added": max(first["added"], last["added"])}
        rows.append({"regime": regime, "ours": ours, "dense": dense})
    return rows


def measured_small() -> list[float]:
    """Give what matching 60 × 40, and matching with its tables, take of the time of reading the files."""
    import matching_speed as speed

    return list(speed.example_shares())


def measured_meaning() -> dict[str, object]:
    """Give where the mentors whom people chose stand in each ranking, with the standard error."""
    import matching_meaning as meaning

    found = {name: meaning.standings(meaning.DATA, ranking) for name, ranking in meaning.RANKINGS.items()}
    figures = {name: [float(one.mean()), float(one.std(ddof=1) / len(one) ** 0.5)] for name, one in found.items()}
    return {"pairs": len(found["text"]), "rankings": figures}


def measured_scale() -> list[dict]:
    """Give passes and memory of cohorts that grow, and of the largest in each regime."""
    import matching_scale as scale

    cohorts = [*GROWTH, *((scale.LARGEST, regime) for regime in REGIMES)]
    return [scale.in_fresh_process(size, regime, False) for size, regime in cohorts]


# ---------------------------------------------------------------- tables


def peers_table(figures: dict, language: str) -> str:
    """Give the table of ways for each size, under a heading."""
    parts = []
    for cohort in figures["peers"]:
        ways = cohort["ways"]
        ours = ways["mentorkit"]
        rows = [_way(name, one, ours, language) for name, one in ways.items()]
        heading = {"es": "### {n} mentees y {m} mentores", "en": "### {n} mentees and {m} mentors"}[language]
        sizes = {"n": number(cohort["mentees"], ",.0f", language), "m": number(cohort["mentees"] // 2, ",.0f", language)}
        parts.append(heading.format(**sizes) + "\n\n" + table(HEADS["peers"][language], rows))
    return "\n\n".join(parts)


def _way(name: str, one: dict | str, ours: dict, language: str) -> list[str]:
    words = WORDS[language]
    shown = words.get(name, name)
    if isinstance(one, str):
        return [shown, words["skipped" if "installed" in one else "none"] + f" ({one})", *["–"] * 5]
    cells = (one["seconds"] / ours["seconds"], one["added"], one["matched"], 100 * one["total"] / ours["total"], one["worst"], one["blocking"])
    forms = (",.2f", ",.0f", ",.0f", ",.1f", ",.1f", ",.0f")
    return [shown, *(number(cell, form, language) for cell, form in zip(cells, forms, strict=True))]


def speed_table(figures: dict, language: str) -> str:
    """Give the comparison with dense scipy."""
    rows = []
    for one in figures["speed"]:
        ours, dense = one["ours"], one["dense"]
        assert (ours["matched"], ours["total"]) == (dense["matched"], dense["total"])
        cells = (dense["seconds"] / ours["seconds"], ours["added"], dense["added"], ours["added"] / dense["added"], ours["peak"], dense["peak"])
        forms = (",.1f", ",.0f", ",.0f", ".1%", ",.0f", ",.0f")
        rows.append([WORDS[language][one["regime"]], *(number(cell, form, language) for cell, form in zip(cells, forms, strict=True))])
    return table(HEADS["speed"][language], rows)


def scale_table(figures: dict, language: str) -> str:
    """Give passes and memory by size and regime."""
    rows = [
        [number(one["mentees"], ",.0f", language), WORDS[language][one["regime"]], number(one["matched"], ",.0f", language),
         number(one["gap"], ",.0f", language), number(one["passes"], ",.1f", language), number(one["peak"], ",.0f", language)]
        for one in figures["scale"]
    ]
    return table(HEADS["scale"][language], rows)


def meaning_table(figures: dict, language: str) -> str:
    """Give the standing of the chosen mentors by ranking."""
    rows = [
        [WORDS[language].get(name, name), number(mean, ".3f", language), "± " + number(error, ".3f", language)]
        for name, (mean, error) in figures["meaning"]["rankings"].items()
    ]
    return table(HEADS["meaning"][language], rows)


HEADS = {
    "peers": {"en": ["Way", "Time ÷ ours", "Memory added, MB", "Matched", "Total, % of ours", "Worst pair", "Blocking pairs"],
              "es": ["Manera", "Tiempo ÷ el nuestro", "Memoria añadida, MB", "Con mentor", "Total, % del nuestro", "Peor pareja", "Parejas que bloquean"]},
    "speed": {"en": ["Demand and supply", "scipy's time ÷ ours", "Added by ours, MB", "Added by scipy, MB", "Ours ÷ scipy", "Whole process, ours, MB", "Whole process, scipy, MB"],
              "es": ["Demanda y oferta", "Tiempo de scipy ÷ el nuestro", "Añade la nuestra, MB", "Añade scipy, MB", "La nuestra ÷ scipy", "Proceso entero, nuestro, MB", "Proceso entero, scipy, MB"]},
    "scale": {"en": ["Mentees (half as many mentors)", "Demand and supply", "Matched", "Gap", "Time in scoring passes", "Peak memory, MB"],
              "es": ["Mentees (la mitad de mentores)", "Demanda y oferta", "Con mentor", "Brecha", "Tiempo en pasadas de puntaje", "Memoria máxima, MB"]},
    "meaning": {"en": ["Ranking by", "Standing of the chosen mentor", "Standard error"],
                "es": ["Ordenar por", "Lugar del mentor elegido", "Error estándar"]},
}


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Give a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value: float, form: str, language: str) -> str:
    """Give a number as the language writes it."""
    text = format(value, form)
    if language == "es":
        text = text.translate(str.maketrans(",.", ".,")).replace("%", " %")
    return text


def million(figures: dict, language: str) -> dict[str, str]:
    """Give what a million mentees would cost by the measured growth: pairs, hours of one machine, memory."""
    alike = [one for one in figures["scale"] if one["regime"] == "alike"]
    first, last = alike[0], alike[-1]
    hardest = max((one for one in figures["scale"] if one["mentees"] == last["mentees"]), key=lambda one: one["passes"])
    times = MILLION / last["mentees"]
    a_pass = last["seconds of a pass"] * times**2 / 3600
    took = [one["passes"] * one["seconds of a pass"] for one in (first, last)]
    growth = log(took[1] / took[0]) / log(last["mentees"] / first["mentees"])
    before = next(one for one in alike if one["mentees"] == last["mentees"] // 2)
    per = (last["peak"] - before["peak"]) / (last["mentees"] - before["mentees"])
    memory = last["peak"] + per * (MILLION - last["mentees"])
    values = {
        "pairs": (MILLION * MILLION / 2 / 1e9, ",.0f"), "times": (times**2, ",.0f"), "a_pass": (a_pass, ",.1f"),
        "largest_pass": (last["seconds of a pass"], ",.0f"), "growth": (growth, ".2f"),
        "easy": (a_pass * last["passes"], ",.0f"), "hard": (a_pass * hardest["passes"], ",.0f"),
        "hard_passes": (hardest["passes"], ",.1f"), "easy_passes": (last["passes"], ",.1f"),
        "looks": (max(one["looks"] for one in figures["scale"]), ",.0f"), "memory": (memory / 1024, ",.1f"),
        "twenty": (a_pass * hardest["looks"] * 60 / 20, ",.0f"),
    }
    return {name: number(value, form, language) for name, (value, form) in values.items()}


def page(figures: dict, language: str) -> str:
    """Give the page in a language."""
    parts = {"peers": peers_table, "speed": speed_table, "scale": scale_table, "meaning": meaning_table}
    text = (HERE / "pages" / f"matching.{language}.md").read_text(encoding="utf-8")
    filled = {name: part(figures, language) for name, part in parts.items()} | million(figures, language)
    rankings = figures["meaning"]["rankings"]
    filled |= {name: number(share, ".2f", language) for name, share in zip(("solving", "telling"), figures["small"], strict=True)}
    filled |= {"chosen": str(figures["meaning"]["pairs"]), "limit": str(LIMIT)}
    best = max((name for name in rankings if name.startswith("baseline")), key=lambda name: rankings[name][0])
    for name, one in (("text", "text"), ("best", best), ("hours", "near (hours)")):
        filled[f"{name}_mean"], filled[f"{name}_error"] = (number(value, ".3f", language) for value in rankings[one])
    for name, value in filled.items():
        text = text.replace(f"<{name}>", value)
    return text


def main() -> None:
    """Measure what is asked for, keep it, and write both pages."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("parts", nargs="*", help="peers, speed, small, meaning, scale")
    parser.add_argument("--peers", default="")
    given = parser.parse_args()
    figures = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    ways = {"peers": lambda: measured_peers(given.peers), "speed": measured_speed, "small": measured_small, "meaning": measured_meaning, "scale": measured_scale}
    if unknown := set(given.parts) - set(ways):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in given.parts:
        figures |= {name: ways[name]()}
        KEPT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for language in ("es", "en") if set(figures) >= set(ways) else ():
        path = HERE.parent / "playbook" / language / "reference" / "matching.md"
        path.write_text(page(figures, language), encoding="utf-8")


if __name__ == "__main__":
    main()
