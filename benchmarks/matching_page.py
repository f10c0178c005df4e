"""
Measure the matching and write what came out into the playbook, in both languages.

    python benchmarks/matching_page.py [peers] [speed] [small] [hours] [meaning] [languages] [translations] [scale]
                                       [--peers FOLDER] [--translations FOLDER]

measures the parts that are named (`scale` takes half an hour), keeps their figures in
`matching_figures.json`, and writes `playbook/{es,en}/reference/matching.md` from all figures kept and the
texts in `pages/`. Without a name it only writes. The folders are those of `matching_peers.py` and
`matching_translations.py`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from math import log
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from mentorkit.model.words import folded

HERE = Path(__file__).resolve().parent
KEPT = HERE / "matching_figures.json"
SIZES, LIMIT, LARGE = (60, 1_000, 4_000), 60, 10_000
GROWTH = ((10_000, "alike"), (20_000, "alike"), (50_000, "alike"))
REGIMES = ("alike", "mismatched", "same")
MILLION = 1_000_000
WORDS = {
    "en": {"alike": "alike", "mismatched": "mismatched", "same": "everybody wants the same",
           "skipped": "not installed", "none": "no result", "stopped": "stopped after {limit} s",
           "share": "share of the mentee's hours", "condition": "a condition without a weight", "enough": "`enough: 2`",
           "mentee": "mentees", "mentor": "mentors", "sentence": "sentences", "list": "lists", "word": "one word",
           "es": "Spanish", "en": "English", "pt": "Portuguese", "ru": "Russian", "ar": "Arabic", "zh": "Chinese"},
    "es": {"alike": "parecidas", "mismatched": "desencontradas", "same": "todos quieren lo mismo",
           "skipped": "no instalado", "none": "sin resultado", "stopped": "se detuvo a los {limit} s",
           "share": "parte de las horas de mentee", "condition": "condición sin peso", "enough": "`enough: 2`",
           "mentee": "mentees", "mentor": "mentores", "sentence": "frases", "list": "listas", "word": "una palabra",
           "es": "español", "en": "inglés", "pt": "portugués", "ru": "ruso", "ar": "árabe", "zh": "chino", "greedy": "la mejor pareja primero",
           "deferred acceptance": "aceptación diferida", "scipy, dense": "scipy, tabla completa",
           "scipy, sparse": "scipy, tabla dispersa", "OR-tools flow": "flujo de OR-tools",
           "text": "texto", "overlap (tags)": "etiquetas en común", "near (hours)": "cercanía de horario",
           "text and hours": "texto y horario", "text, tags and hours": "texto, etiquetas y horario",
           "baseline: TF-IDF of words": "referencia: TF-IDF de palabras",
           "baseline: TF-IDF of 3 to 5 characters": "referencia: TF-IDF de 3 a 5 letras",
           "baseline: the same inside words": "referencia: lo mismo, dentro de cada palabra"},
}
TRANSLATED = {
    "ar": ("Arabic", "árabe"), "ca": ("Catalan", "catalán"), "cs": ("Czech", "checo"),
    "da": ("Danish", "danés"), "de": ("German", "alemán"), "el": ("Greek", "griego"),
    "en": ("English", "inglés"), "es": ("Spanish", "español"), "et": ("Estonian", "estonio"),
    "eu": ("Basque", "euskera"), "fi": ("Finnish", "finés"), "fr": ("French", "francés"),
    "gl": ("Galician", "gallego"), "hu": ("Hungarian", "húngaro"), "id": ("Indonesian", "indonesio"),
    "it": ("Italian", "italiano"), "ja": ("Japanese", "japonés"), "ko": ("Korean", "coreano"),
    "nl": ("Dutch", "neerlandés"), "pl": ("Polish", "polaco"), "pt": ("Portuguese", "portugués"),
    "pt_BR": ("Portuguese, Brazil", "portugués de Brasil"), "ru": ("Russian", "ruso"),
    "sk": ("Slovak", "eslovaco"), "sl": ("Slovene", "esloveno"), "sv": ("Swedish", "sueco"),
    "tr": ("Turkish", "turco"), "uk": ("Ukrainian", "ucraniano"),
    "zh_CN": ("Chinese, simplified", "chino simplificado"),
    "zh_TW": ("Chinese, traditional", "chino tradicional"),
}
"""The languages of translated texts, in English and Spanish."""


def measured_peers(folder: str) -> list[dict]:
    """Give what each way of matching did with the same cohorts."""
    import matching_peers as peers

    given = SimpleNamespace(regime="mismatched", limit=LIMIT, peers=folder)
    ways = (peers.OURS, *peers.PEERS)
    return [{"mentees": size, "ways": {way: peers.in_fresh_process(way, size, given) for way in ways}} for size in SIZES]


def measured_speed() -> list[dict]:
    """Give seconds and memory of ours and of scipy's dense assignment on the same scores."""
    import matching_speed as speed

    mine, theirs, usual = speed.SOLVERS
    rows = []
    for regime in REGIMES:
        first, dense, last = (speed.in_fresh_process(solver, str(LARGE), regime) for solver in (mine, theirs, mine))
        largest = {name: max(first[name], last[name]) for name in ("added", "peak", "imports")}
        ours = first | {"seconds": (first["seconds"] + last["seconds"]) / 2} | largest
        rows.append({"regime": regime, "ours": ours, "dense": dense})
    rows[0]["usual"] = speed.in_fresh_process(usual, str(LARGE), REGIMES[0])
    return rows


def measured_small() -> list[float]:
    """Give what matching 60 × 40, and matching with its tables, take of the time of reading the files."""
    import matching_speed as speed

    return list(speed.example_shares())


def measured_meaning() -> dict[str, object]:
    """Give where the mentors whom people chose stand in each ranking, with the standard error."""
    import matching_meaning as meaning

    found = {name: meaning.standings(meaning.DATA, ranking) for name, ranking in meaning.RANKINGS.items()}
    text = found["text"]
    figures = {name: [*_mean(one), *(_mean(text - one) if name != "text" else (0.0, 0.0))] for name, one in found.items()}
    return {"pairs": len(text), "rankings": figures}


def measured_languages() -> list[dict]:
    """Give by language and form the mean standing of each way, and how far text is from the best of the others."""
    import matching_languages as languages

    rows = []
    for row in languages.measured():
        ways = {name: np.array(found) for name, found in row["ways"].items()}
        best = max(list(ways)[1:], key=lambda name: ways[name].mean())
        means = {name: float(found.mean()) for name, found in ways.items()}
        rows.append({"language": row["language"], "form": row["form"], "ways": means, "apart": _mean(ways["text"] - ways[best])})
    return rows


def measured_translations(folder: str) -> list[dict]:
    """Give by language how well texts of one subject are found in real translated texts."""
    import matching_translations as translations

    return translations.rows(translations.measured(translations.people(Path(folder))))


def measured_hours() -> list[dict]:
    """Give what naming one hour alone brings under each way of counting hours."""
    import matching_hours as hours

    return hours.measured()


def _mean(values: np.ndarray) -> list[float]:
    return [float(values.mean()), float(values.std(ddof=1) / len(values) ** 0.5)]


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
        none = f"{words['skipped' if 'installed' in one else 'none']} ({one})"
        return [shown, words["stopped"].format(limit=LIMIT) if one.startswith("not done") else none, *["–"] * 5]
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
        [WORDS[language].get(name, name), number(mean, ".3f", language), "± " + number(error, ".3f", language),
         "–" if name == "text" else within(apart, spread, language)]
        for name, (mean, error, apart, spread) in figures["meaning"]["rankings"].items()
    ]
    return table(HEADS["meaning"][language], rows)


def languages_table(figures: dict, language: str) -> str:
    """Give the standing of people of the same field by language and form."""
    rows = [
        [WORDS[language][one["language"]], WORDS[language][one["form"]],
         *(number(mean, ".3f", language) for mean in one["ways"].values()), within(*one["apart"], language)]
        for one in figures["languages"]
    ]
    return table(HEADS["languages"][language], rows)


def translations_table(figures: dict, language: str) -> str:
    """Give the standing of real texts of the same subject by language."""
    rows = [
        [TRANSLATED[one["language"]][language == "es"], number(one["cohorts"], ",.0f", language),
         *(number(mean, ".3f", language) for mean in one["ways"].values()), within(*one["apart"], language)]
        for one in figures["translations"]
    ]
    return table(HEADS["translations"][language], sorted(rows, key=lambda row: folded(row[0])))


def hours_table(figures: dict, language: str) -> str:
    """Give what naming one hour alone brings."""
    rows = [
        [WORDS[language][one["way"]], WORDS[language][one["side"]], number(one["people"], ",.0f", language),
         within(one["mean"], one["error"], language, "+.1f"), number(one["could"], ".0%", language), number(one["direct"], ".0%", language)]
        for one in figures["hours"]
    ]
    return table(HEADS["hours"][language], rows)


def within(mean: float, error: float, language: str, form: str = "+.3f") -> str:
    """Give a figure with its standard error."""
    told = number(mean, form, language)
    told = told if any(sign in told for sign in "123456789") else told.replace("-", "+")
    return f"{told} ± {number(error, form.lstrip('+'), language)}".replace("-", "−")


HEADS = {
    "peers": {"en": ["Way", "Time ÷ ours", "Memory added, MB", "Matched", "Total, % of ours", "Worst pair", "Blocking pairs"],
              "es": ["Manera", "Tiempo ÷ el nuestro", "Memoria añadida, MB", "Con mentor", "Total, % del nuestro", "Peor pareja", "Parejas que bloquean"]},
    "speed": {"en": ["Demand and supply", "scipy's time ÷ ours", "Added by ours, MB", "Added by scipy, MB", "Ours ÷ scipy", "Whole process, ours, MB", "Whole process, scipy, MB"],
              "es": ["Demanda y oferta", "Tiempo de scipy ÷ el nuestro", "Añade la nuestra, MB", "Añade scipy, MB", "La nuestra ÷ scipy", "Proceso entero, nuestro, MB", "Proceso entero, scipy, MB"]},
    "scale": {"en": ["Mentees (half as many mentors)", "Demand and supply", "Matched", "Gap", "Time in scoring passes", "Peak memory, MB"],
              "es": ["Mentees (la mitad de mentores)", "Demanda y oferta", "Con mentor", "Brecha", "Tiempo en pasadas de puntaje", "Memoria máxima, MB"]},
    "meaning": {"en": ["Ranking by", "Standing of the chosen mentor", "Standard error", "Text − this one, pair by pair"],
                "es": ["Ordenar por", "Lugar del mentor elegido", "Error estándar", "Texto − esta, pareja por pareja"]},
    "languages": {"en": ["Language", "They write", "`text`", "Words", "3 to 5 characters", "Inside words", "`text` − best of these"],
                  "es": ["Idioma", "Escriben", "`text`", "Palabras", "3 a 5 letras", "Dentro de palabras", "`text` − la mejor de estas"]},
    "translations": {"en": ["Language", "Cohorts", "`text`", "Words", "3 to 5 characters", "Inside words", "`text` − best of these"],
                     "es": ["Idioma", "Cohortes", "`text`", "Palabras", "3 a 5 letras", "Dentro de palabras", "`text` − la mejor de estas"]},
    "hours": {"en": ["Hours count as", "Who names one hour", "People", "Change on average, points", "Could gain, knowing everything", "Hours that raise a pair's points"],
              "es": ["Las horas cuentan como", "Quién nombra una hora", "Personas", "Cambio en promedio, puntos", "Podría ganar, si lo supiera todo", "Horas que suben los puntos de una pareja"]},
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
    most = max(one["peak"] for one in figures["scale"] if one["mentees"] == last["mentees"])
    memory = (last["peak"] + per * (MILLION - last["mentees"])) * most / last["peak"]
    values = {
        "pairs": (MILLION * MILLION / 2 / 1e9, ",.0f"), "times": (times**2, ",.0f"), "a_pass": (a_pass, ",.1f"),
        "largest_pass": (last["seconds of a pass"], ",.0f"), "growth": (growth, ".2f"),
        "easy": (a_pass * last["passes"], ",.1f"), "hard": (a_pass * hardest["passes"], ",.1f"),
        "hard_passes": (hardest["passes"], ",.1f"), "easy_passes": (last["passes"], ",.1f"),
        "looks": (max(one["looks"] for one in figures["scale"]), ",.0f"), "memory": (memory / 1024, ",.1f"),
        "twenty": (a_pass * hardest["passes"] * 60 / 20, ",.0f"),
    }
    return {name: number(value, form, language) for name, (value, form) in values.items()}


def page(figures: dict, language: str) -> str:
    """Give the page in a language."""
    parts = {"peers": peers_table, "speed": speed_table, "scale": scale_table, "meaning": meaning_table,
             "languages": languages_table, "translations": translations_table, "hours": hours_table}
    text = (HERE / "pages" / f"matching.{language}.md").read_text(encoding="utf-8")
    filled = {name: part(figures, language) for name, part in parts.items()} | million(figures, language)
    rankings = figures["meaning"]["rankings"]
    filled |= {name: number(share, ".2f", language) for name, share in zip(("solving", "telling"), figures["small"], strict=True)}
    filled |= {"chosen": str(figures["meaning"]["pairs"]), "limit": str(LIMIT)}
    best = max((name for name in rankings if name.startswith("baseline")), key=lambda name: rankings[name][0])
    for name, one in (("text", "text"), ("best", best), ("hours", "near (hours)")):
        filled[f"{name}_mean"], filled[f"{name}_error"] = (number(value, ".3f", language) for value in rankings[one][:2])
    apart = rankings[best][2:]
    filled["apart"] = within(*apart, language)
    usual = figures["speed"][0]["usual"]["peak"]
    ours = [one["ours"]["peak"] for one in figures["speed"]]
    lean = max(mine / one["dense"]["peak"] for mine, one in zip(ours, figures["speed"], strict=True))
    filled |= {"lean": number(lean, ".0%", language), "copied": number(max(ours) / usual, ".0%", language), "usual": number(usual, ",.0f", language)}
    alone = [(one[way]["peak"] - one[way]["imports"]) for one in figures["speed"] for way in ("ours", "dense")]
    above = max(mine / theirs for mine, theirs in zip(alone[::2], alone[1::2], strict=True))
    imports = max(one["ours"]["imports"] for one in figures["speed"])
    filled |= {"above": number(above, ".0%", language), "imports": number(imports, ",.0f", language)}
    for name, value in filled.items():
        text = text.replace(f"<{name}>", value)
    return text


def main() -> None:
    """Measure what is asked for, keep it, and write both pages."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("parts", nargs="*", help="peers, speed, small, hours, meaning, languages, translations, scale")
    parser.add_argument("--peers", default="")
    parser.add_argument("--translations", default=str(Path(tempfile.gettempdir()) / "debian-lists"))
    given = parser.parse_args()
    figures = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    ways = {"peers": lambda: measured_peers(given.peers), "speed": measured_speed, "small": measured_small,
            "hours": measured_hours, "meaning": measured_meaning, "languages": measured_languages, "scale": measured_scale,
            "translations": lambda: measured_translations(given.translations)}
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
