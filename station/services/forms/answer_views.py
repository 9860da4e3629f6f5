"""Answered forms as screens and prints show them: in the words of the version that was asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.core.formats import number
from station.core.i18n import LANGUAGES, N_, language, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import forms as queries
from station.models.queries import judging as judging_queries
from station.models.queries.forms import AnswerRow, VersionRow
from station.rules.force import Force
from station.rules.form_scoring import answer_text, visible
from station.rules.forms import ANSWERED, Form, Item, ItemKind, Total, Words, levels_of
from station.rules.limits import Level
from station.rules.units import decimals_of

ANSWERED_BY_WORDS = {
    "patient": N_("the patient"),
    "relative": N_("a relative"),
    "staff": N_("a colleague"),
}
"""Who answered, by its code."""
SOURCE_WORDS = {
    "screen": N_("on the screen"),
    "paper": N_("on paper"),
    "tablet": N_("on the tablet"),
    "centre": N_("at the response centre"),
}
"""How the answers came, by its code."""


@dataclass(frozen=True, slots=True)
class DueForm:
    """A form that the plan in force asks for: by local time `by` on `weekdays` (0 is Monday).

    `today` says that it is agreed for today, `due` that it is not answered today yet; `last_at`
    is when it was last answered (UTC ms), None for never. Without a version in use, `version` is
    None: the plan asks for a form that cannot be answered.
    """

    code: str
    version: int | None
    title: str
    by: str
    weekdays: tuple[int, ...]
    today: bool
    due: bool
    last_at: int | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answered form in a list; `level` is the worst that any of its answers means."""

    id: str
    patient_id: str
    code: str
    version: int
    title: str
    answered_at: int
    arrived_at: int
    by: str
    name: str
    source: str
    level: Level | None
    comment: str
    unread: bool
    excluded: str
    excluded_reason: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One question and its answer as text; `level` None where it means none."""

    item: str
    question: str
    answer: str
    level: Level | None
    name: str = ""
    """What lists and trends call it."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answered form in full: what was asked and answered, and the totals."""

    view: AnswerView
    intro: str
    source: str
    lines: tuple[ShownLine, ...]
    totals: tuple[ShownLine, ...]


def due(reader: Reader, patient_id: str, now: int) -> tuple[DueForm, ...]:
    """Give the forms that the plan in force at `now` asks for, those due first."""
    reign = Force(judging_queries.versions(reader, patient_id)).at(now)
    if reign is None:
        return ()
    last = queries.last_answered(reader, patient_id)
    found = []
    for item in reign.version.content.schedule:
        code, _, what = item.kind.partition(".")
        if what != ANSWERED:
            continue
        current = next(iter(queries.in_use(reader, code)), None)
        at = last.get(code)
        today = day_of(now).weekday() in item.weekdays
        waits = today and (at is None or day_of(at) < day_of(now))
        found.append(
            DueForm(
                code,
                current.version if current else None,
                form_title(current, code),
                item.by,
                item.weekdays,
                today,
                waits,
                at,
            )
        )
    return tuple(sorted(found, key=lambda form: (not form.due, form.by, form.title)))


def form_title(row: VersionRow | None, code: str) -> str:
    """Give what a form is called, and its code with a sentence where that cannot be read."""
    if row is None:
        return code
    form = row.readable
    return form.title.said(language()) if form else unreadable_title(code)


def unreadable_title(code: str) -> str:
    """Name a form whose questions only a damaged file can hold."""
    return tr("{code}: the form cannot be read", code=code)


def asked(row: VersionRow | None, code: str) -> Form:
    """Give the form, and only its code for a version that vanished or cannot be read."""
    form = row.readable if row is not None else None
    return form or Form(code, 0, Words(*(code for _ in LANGUAGES)), Words(), Words(), ())


def view(row: AnswerRow, form: Form) -> AnswerView:
    """Give one answered form for a list, in the language spoken now."""
    levels = levels_of(form)
    found = [_level(levels, component, value) for component, value in row.scores.items()]
    return AnswerView(
        row.id,
        row.patient_id,
        row.form_code,
        row.form_version,
        form.title.said(language()),
        row.answered_at,
        row.arrived_at,
        row.answered_by,
        row.answered_name,
        row.source,
        max((level for level in found if level is not None), default=None),
        row.comment,
        row.unread,
        row.excluded,
        row.excluded_reason,
    )


def shown(row: AnswerRow, form: Form) -> ShownAnswer:
    """Give one answered form in full, in the language spoken now."""
    spoken = language()
    return ShownAnswer(
        view(row, form),
        form.intro.said(spoken),
        form.source.said(spoken),
        tuple(_line(form, item, row) for item in visible(form, row.answers)),
        tuple(_total(form, total, row) for total in form.totals),
    )


def _line(form: Form, item: Item, row: AnswerRow) -> ShownLine:
    said = tr("Not answered")
    if item.code in row.answers:
        said = answer_text(item, row.answers[item.code])
    component = form.component(item)
    level = None
    if item.kind is not ItemKind.TEXT:
        level = _level(levels_of(form), component, row.scores.get(component))
    spoken = language()
    return ShownLine(item.code, item.text.said(spoken), said, level, item.called(spoken))


def _total(form: Form, total: Total, row: AnswerRow) -> ShownLine:
    component, spoken = form.component(total), language()
    value = row.scores.get(component)
    if value is None:
        said = tr("Not given: an answer is missing")
    else:
        said = f"{number(value, decimals_of(value, 1))} {total.unit.said(spoken)}".rstrip()
    name, level = total.name.said(spoken), _level(levels_of(form), component, value)
    return ShownLine(total.code, name, said, level, name)


def _level(
    levels: Mapping[str, Mapping[float, Level]], component: str, value: float | None
) -> Level | None:
    return None if value is None else levels.get(component, {}).get(value)
