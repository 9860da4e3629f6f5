"""`station report`: what the shipped rules find on the synthetic cohort. No file is opened."""

from collections.abc import Sequence

from station.cli.options import parser, run, show, tell
from station.rules.forms import levels_of
from station.services.forms.stock import shipped as shipped_forms
from station.services.plans.template_files import TEMPLATES
from station.services.plans.template_files import shipped as shipped_template
from station.training.alert_report import (
    MOST_DELAY_DAYS,
    MOST_MISSED_REDS,
    MOST_YELLOW_A_WEEK,
    Group,
    report,
)
from station.training.cohort import DAYS

MISSED = 3
_HEADINGS = (
    "synthetic cohort",
    "people",
    "readings",
    "severe red",
    "moderate",
    "delay",
    "weeks",
    "yellow/w",
    "red in vain",
)


def main(arguments: Sequence[str]) -> int:
    """Print the alert report; exit code 0, or 3 when a goal is missed."""
    made = parser("report", "Try the shipped rules on 25 invented people over two years.")
    made.add_argument("--seed", type=int, default=1, help="which cohort is invented")
    made.add_argument("--json", action="store_true", help="print the result as JSON")
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        templates = {code: shipped_template(code).first for code in TEMPLATES}
        answers = {
            component: levels
            for form in shipped_forms()
            for component, levels in levels_of(form).items()
        }
        groups = report(options.seed, templates, answers)
        _tell(groups, options.seed, as_json=options.json)
        return 0 if groups[-1].reached_goals else MISSED

    return run(command, options)


def _tell(groups: Sequence[Group], seed: int, *, as_json: bool) -> None:
    if as_json:
        show({"synthetic": True, "seed": seed, "days": DAYS, "groups": list(map(_facts, groups))})
        return
    tell([f"SYNTHETIC: invented people, seed {seed}, {DAYS} days. Says nothing of real patients."])
    tell([_line(*_HEADINGS), *(_line(*_cells(group)) for group in groups)])
    tell(
        [
            f"goals: missed reds {MOST_MISSED_REDS}, at most {MOST_YELLOW_A_WEEK} yellow in vain "
            f"per stable patient-week, median delay at most {MOST_DELAY_DAYS:g} days: "
            + ("reached" if groups[-1].reached_goals else "MISSED")
        ]
    )


def _facts(group: Group) -> dict[str, object]:
    return {
        "name": group.name,
        "people": group.people,
        "readings": group.readings,
        "severe": group.severe,
        "severe_red": group.severe_red,
        "missed_reds": group.missed_reds,
        "moderate": group.moderate,
        "moderate_found": group.moderate_found,
        "median_delay_days": group.median_delay,
        "stable_weeks": round(group.stable_weeks, 1),
        "yellow_in_vain": group.yellow_in_vain,
        "yellow_per_stable_week": round(group.yellow_a_week, 3),
        "red_in_vain": group.red_in_vain,
        "reached_goals": group.reached_goals,
    }


def _cells(group: Group) -> tuple[str, ...]:
    delay = group.median_delay
    return (
        group.name,
        str(group.people),
        str(group.readings),
        f"{group.severe_red} of {group.severe}",
        f"{group.moderate_found} of {group.moderate}",
        "-" if delay is None else f"{delay:g} d",
        f"{group.stable_weeks:.0f}",
        f"{group.yellow_a_week:.3f}",
        str(group.red_in_vain),
    )


def _line(name: str, *cells: str) -> str:
    return f"{name:18}" + "".join(f"{cell:>13}" for cell in cells)
