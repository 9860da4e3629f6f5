"""The words of forms on the screen: who answered, when, how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.core.formats import number, weekday, when
from station.core.i18n import N_, language, ntr, tr
from station.rules.form_scoring import answer_text, scores, visible
from station.rules.forms import Answers, Form, levels_of
from station.rules.limits import Level
from station.rules.units import decimals_of
from station.services.forms.answer_views import SOURCE_WORDS, AnswerView, DueForm

ZONES = {Level.RED: "red", Level.YELLOW: "yellow", Level.GREEN: "green"}
BY_TITLES = {
    "patient": N_("The patient"),
    "relative": N_("A relative"),
    "staff": N_("Health personnel"),
}
"""Who answered, as it stands in a list of choices."""
_EXCLUDED = {"test": N_("left out: a test"), "wrong_patient": N_("left out: wrong patient")}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One answer or total as it would be stored: its name, its words, the level it means."""

    name: str
    said: str
    level: Level | None


def answer_words(view: AnswerView, now: int) -> str:
    """When, who and how, below the title of an answered form in a list."""
    who = tr(BY_TITLES[view.by])
    if view.name:
        who = f"{who} ({view.name})"
    parts = [when(view.answered_at, now), who, tr(SOURCE_WORDS[view.source])]
    if view.unread:
        parts.append(tr("unread comment"))
    if view.excluded:
        parts.append(tr(_EXCLUDED[view.excluded]))
    return " · ".join(parts)


def due_words(form: DueForm, now: int) -> str:
    """When a form is agreed, and when it was last answered."""
    if form.version is None:
        return tr("The plan asks for it, but this form is not in use.")
    days = ", ".join(weekday(day, short=True) for day in form.weekdays)
    every = tr("every day") if len(set(form.weekdays)) == len("mtwtfss") else days
    agreed = tr("{days} by {time}", days=every, time=form.by)
    if form.last_at is None:
        return f"{agreed} · {tr('never answered')}"
    return f"{agreed} · {tr('last answered {when}', when=when(form.last_at, now))}"


def progress_words(form: Form, given: Answers) -> str:
    """How many of the questions asked now are answered."""
    asked = visible(form, given)
    done = sum(item.code in given for item in asked)
    return ntr(
        "{done} of {n} question answered",
        "{done} of {n} questions answered",
        len(asked),
        done=done,
    )


def score_lines(form: Form, given: Answers) -> tuple[ScoreLine, ...]:
    """What the answers come to: the totals first, then every answer that means yellow or red."""
    shown = {item.code for item in visible(form, given)}
    kept = {code: answer for code, answer in given.items() if code in shown}
    found, levels, spoken = scores(form, kept), levels_of(form), language()
    lines = []
    for total in form.totals:
        component = form.component(total)
        value = found.get(component)
        said = tr("not yet: an answer is missing")
        if value is not None:
            said = f"{number(value, decimals_of(value, 1))} {total.unit.said(spoken)}".rstrip()
        lines.append(ScoreLine(total.name.said(spoken), said, level_of(levels, component, value)))
    for item in form.items:
        component = form.component(item)
        level = level_of(levels, component, found.get(component))
        if level is not None and level > Level.GREEN:
            said = answer_text(item, kept[item.code])
            lines.append(ScoreLine(item.called(spoken), said, level))
    return tuple(lines)


def worst(lines: Sequence[ScoreLine]) -> Level | None:
    """The worst level of all lines, None where none means any."""
    return max((line.level for line in lines if line.level is not None), default=None)


def level_of(
    levels: Mapping[str, Mapping[float, Level]], component: str, value: float | None
) -> Level | None:
    """The level that a score means by the form itself."""
    return None if value is None else levels.get(component, {}).get(value)
