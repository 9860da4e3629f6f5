"""A sheet to measure by: a fortnight's empty table of what the plan asks for, or of the usual."""

from collections.abc import Sequence
from datetime import date, timedelta

from station.core.formats import day, weekday
from station.core.i18n import N_, tr
from station.core.settings import Profile
from station.core.zone import day_of
from station.printing.documents import ReportDocument, ReportPart, Table, Words, strong, words
from station.rules.kinds import kind_of
from station.rules.limits import Level
from station.rules.plans import ScheduleItem
from station.rules.wording import kind_name, unit_text
from station.services.footers import opening_text
from station.services.prints.plan_shapes import limit_lines
from station.services.prints.plan_sheet import phones
from station.services.prints.report_parts import Subject, identity_of

TITLE = N_("Measuring sheet")
DAYS = 14
USUAL = ("spo2", "pulse", "bp", "temp", "weight")
"""What a sheet for nobody in particular asks for."""
_MOST_COLUMNS = 5
_NOT_AGREED = "–"
_ANSWERED = ".answered"


def measuring_sheet(profile: Profile, now: int, subject: Subject | None = None) -> ReportDocument:
    """Give the sheet for a patient, or for whoever writes her name on it, in the language spoken.

    More measures than a table holds go on a second one; what is not agreed for a day is dashed.
    """
    agreed = subject.content.schedule if subject and subject.content else ()
    items = [item for item in agreed if not item.kind.endswith(_ANSWERED)]
    columns = items or [ScheduleItem(kind, tuple(range(7)), "") for kind in USUAL]
    first = day_of(now) + timedelta(days=1) if subject else None
    parts = (columns[at : at + _MOST_COLUMNS] for at in range(0, len(columns), _MOST_COLUMNS))
    return ReportDocument(
        identity_of(profile, now, tr(TITLE), subject),
        tr("Write what you measure, in rest. Say «in activity» in the notes where it was not."),
        (
            *([] if subject else [ReportPart(blanks=(tr("Name"), tr("Date of birth")))]),
            *(ReportPart(table=_table(part, first)) for part in parts),
            *_limits(subject),
            *_forms(agreed),
            _call(profile),
        ),
        tr("Hand the sheet in, or read it to us on the telephone."),
    )


def _table(items: Sequence[ScheduleItem], first: date | None) -> Table:
    headings = (tr("Day"), *(_heading(item) for item in items), tr("Notes"))
    rows = tuple(_row(items, first, at) for at in range(DAYS))
    # «Temperatur» needs its width where five measures stand beside each other.
    days, notes = 0.2 if first else 0.14, 0.24 if len(items) < _MOST_COLUMNS else 0.18
    each = (1 - days - notes) / len(items)
    return Table(headings, rows, (days, *([each] * len(items)), notes), roomy=True)


def _heading(item: ScheduleItem) -> str:
    unit = unit_text(kind_of(item.kind).components[0].code)
    name = f"{kind_name(item.kind)} ({unit})" if unit else kind_name(item.kind)
    return tr("{what} before {time}", what=name, time=item.by) if item.by else name


def _row(items: Sequence[ScheduleItem], first: date | None, at: int) -> tuple[str, ...]:
    if first is None:
        return (tr("Day {n}", n=at + 1), *("" for _ in items), "")
    found = first + timedelta(days=at)
    cells = ("" if found.weekday() in item.weekdays else _NOT_AGREED for item in items)
    return (f"{weekday(found.weekday(), short=True)} {day(found)}", *cells, "")


def _limits(subject: Subject | None) -> tuple[ReportPart, ...]:
    if subject is None or not subject.limits:
        return ()
    said = (*limit_lines(subject.limits, Level.YELLOW), *limit_lines(subject.limits, Level.RED))
    return (ReportPart(tr("My limits"), said, framed=True),)


def _forms(agreed: Sequence[ScheduleItem]) -> tuple[ReportPart, ...]:
    names = [kind_name(item.kind) for item in agreed if item.kind.endswith(_ANSWERED)]
    if not names:
        return ()
    said = tr("These have a sheet of their own: {forms}.", forms=", ".join(names))
    return (ReportPart(lines=(words(said),)),)


def _call(profile: Profile) -> ReportPart:
    numbers: tuple[Words, ...] = tuple(
        words(f"{each.label}: ", strong(each.number)) for each in phones(profile)
    )
    looked = words(tr("We look at the readings {hours}.", hours=opening_text(profile)))
    return ReportPart(tr("Telephone numbers"), (*numbers, looked))
