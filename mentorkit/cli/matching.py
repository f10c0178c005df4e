"""`mentorkit match`: the matching's result files, without a notebook."""

from __future__ import annotations

from pathlib import Path

from mentorkit.errors import RunError


def write_matching(folder: Path, scores_file: Path | None) -> str:
    """
    Match a cohort, write `results/matching`, and give a line that says what came of it.

    Args:
        folder: The cohort's folder.
        scores_file: Where every pair's score and points go, if anywhere.
    """
    from mentorkit import matching
    from mentorkit.cli.command import write_problems
    from mentorkit.cli.saying import said
    from mentorkit.io.cohort import read_cohort
    from mentorkit.io.results import write_result
    from mentorkit.model.roster import roster, standing_decisions
    from mentorkit.participants.cautions import left_out_problems
    from mentorkit.participants.consents import with_left_out
    from mentorkit.running import audit
    from mentorkit.running.staging import locked

    cohort = read_cohort(folder)
    decisions = standing_decisions(cohort)
    found = matching.match(roster(cohort), cohort.program, decisions, cohort.program.languages[0])
    clock = matching.Clock(cohort.settings.timezone, cohort.starts or matching.Clock().on)
    tables = {
        "pairs.csv": matching.pairs_table(found),
        "unmatched.csv": with_left_out(matching.unmatched_table(found, cohort.language, clock), cohort, cohort.language),
        "alternatives.csv": matching.alternatives_table(found, cohort.language, cohort.program.matching.alternatives),
        "proof.json": found.proof.as_dict(),
    }
    with locked(folder) as work:
        audit.noted(work, "match", matched=found.proof.matched)
        for name, content in tables.items():
            write_result(folder / "results" / "matching" / name, content)
        if scores_file is not None:
            _write_scores(scores_file, matching.all_scores(found.scores))
    write_problems([*matching.conflict_problems(found, decisions, cohort.language), *left_out_problems(cohort, cohort.language)], cohort.name, cohort.language)
    proof = found.proof
    state = said("match-gap" if proof.gap else "match-best", cohort.language, **({"gap": proof.gap} if proof.gap else {}))
    return said(
        "match", cohort.language, cohort=cohort.name, matched=proof.matched, n=len(found.mentor), matchable=proof.matchable,
        score=float(proof.total_score), state=state, seconds=float(proof.seconds),
    )


def _write_scores(path: Path, blocks) -> None:
    """Write blocks of scores one after another, in one step, so that a large cohort fits into memory."""
    from mentorkit.io.results import csv_text

    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            for number, block in enumerate(blocks):
                text = csv_text(block)
                file.write(text if number == 0 else text.partition("\n")[2])
        part.replace(path)
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror}") from None
