"""The words and shapes of plans on the screen; a state is never told by colour alone."""

from datetime import date, datetime

from station.core.formats import day, near_day, when
from station.core.i18n import N_, tr
from station.core.zone import day_of, resolve_local
from station.rules.approval import Review
from station.rules.comparing import How, Part, Piece
from station.rules.editing import Place, Spot
from station.rules.joining import codes_of
from station.rules.limits import Level, Limit
from station.rules.plans import Line, LineState, PlanStatus, ScheduleItem
from station.rules.wording import (
    component_name,
    level_sign,
    level_word,
    limit_sentence,
)
from station.rules.wording_rules import rule_sentence
from station.services.plans.values import PlanDesk, PlanListRow, PrintAge, VersionRow
from station.services.prints.plan_sheet import schedule_text

SHORT_TIME = 2
STATES = {
    LineState.PROPOSED: ("○", N_("Proposal")),
    LineState.KEPT: ("✓", N_("Kept")),
    LineState.CHANGED: ("±", N_("Changed")),
    LineState.OWN: ("+", N_("Own")),
    LineState.REMOVED: ("–", N_("Removed")),
}
"""A shape and a word for what was done with a line."""
HOWS = {
    How.ADDED: ("+", N_("Added")),
    How.CHANGED: ("±", N_("Changed")),
    How.REMOVED: ("–", N_("Removed")),
}
_PARTS = {
    Part.GOAL: N_("Goal"),
    Part.SIGNS: N_("How I notice it"),
    Part.MEASURES: N_("What I do"),
    Part.PREVENTIVE: N_("What prevents"),
    Part.MEDICATION: N_("Medicines when worse"),
    Part.SCHEDULE: N_("Measuring plan"),
    Part.LIMITS: N_("Limit"),
    Part.RULES: N_("Rule"),
    Part.SECTION: N_("Further part"),
    Part.REVIEW: N_("Review date"),
    Part.ORIGIN: N_("Made by"),
}
_PLACES = {
    Place.SIGNS: N_("How I notice it"),
    Place.MEASURES: N_("What I do"),
    Place.PREVENTIVE: N_("What prevents"),
}
_STATUSES = {
    PlanStatus.DRAFT: N_("Draft"),
    PlanStatus.APPROVED: N_("Approved"),
    PlanStatus.REPLACED: N_("Replaced"),
    PlanStatus.WITHDRAWN: N_("Withdrawn"),
}
_SHAPES = {
    PlanStatus.DRAFT: "○",
    PlanStatus.APPROVED: "●",
    PlanStatus.REPLACED: "–",
    PlanStatus.WITHDRAWN: "×",
}
_TEMPLATES = {
    "": N_("No template"),
    "kols": N_("COPD"),
    "diabetes": N_("Diabetes"),
    "hjertesvikt": N_("Heart failure"),
    "kreftbehandling": N_("Cancer treatment"),
    "palliasjon": N_("Palliative care"),
    "ernaering": N_("Nutrition"),
    "alderspsykiatri": N_("Geriatric psychiatry"),
    "krisemestringsplan": N_("Crisis plan"),
}
_AGES = {
    PrintAge.CHANGED: N_("The print from {when} is out of date: the plan was changed afterwards."),
    PrintAge.APPROVED: N_(
        "The print from {when} is out of date: it says draft, and the plan is approved now."
    ),
    PrintAge.REPLACED: N_("The print from {when} is out of date: a newer version is in force now."),
}


def template_word(code: str) -> str:
    """The template's name; of two put together both."""
    parts = (tr(_TEMPLATES[each]) if each in _TEMPLATES else each for each in codes_of(code))
    return " + ".join(parts)


def status_word(status: PlanStatus) -> str:
    """Utkast, Godkjent, Erstattet."""
    return tr(_STATUSES[status])


def status_shape(status: PlanStatus) -> str:
    """The same with its shape: ○ Utkast, ● Godkjent, – Erstattet."""
    return f"{_SHAPES[status]} {status_word(status)}"


def waiting_words(since: int | None, now: int) -> str:
    """… hos fastlegen siden 12. nov."""
    if since is None:
        return ""
    return "… " + tr("with the GP since {day}", day=near_day(day_of(since), day_of(now)))


def row_status(row: PlanListRow, now: int) -> str:
    """The status of a row of the list: ingen plan, utkast, godkjent, gjelder fra i morgen."""
    if not row.version_id:
        return "– " + tr("No plan")
    if row.in_force_from is not None and row.in_force_from > now:
        return "○ " + tr("Approved, in force from {when}", when=when(row.in_force_from, now))
    return status_shape(PlanStatus(row.status))


def review_words(review: Review, review_on: str, today: date) -> str:
    """When the plan is to be reviewed, with a shape: ▲ Revurdering forfalt 12.11.2026."""
    if review is Review.NONE:
        return tr("no review date")
    on = near_day(date.fromisoformat(review_on), today)
    if review is Review.DUE:
        return "▲ " + tr("review was due {day}", day=on)
    if review is Review.SOON:
        return "○ " + tr("review due {day}", day=on)
    return tr("review {day}", day=on)


def version_title(row: VersionRow) -> str:
    """Versjon 3 · ● Godkjent."""
    number = tr("Version {number}", number=row.version.number)
    return f"{number} · {status_shape(row.version.status)}"


def version_detail(row: VersionRow, desk: PlanDesk, now: int) -> str:
    """Since when a version decides or decided, or who began it and when."""
    version = row.version
    begun = when(version.created_at, now)
    if version.in_force_from is None:
        if version.status is PlanStatus.WITHDRAWN:
            return tr("begun {when} by {who}, laid aside", when=begun, who=version.created_by)
        return tr("begun {when} by {who}", when=begun, who=version.created_by or "–")
    if version.id == desk.coming:
        return tr("in force from {when}", when=when(version.in_force_from, now))
    if version.in_force_to is None or version.id == desk.standing:
        return tr("in force since {when}", when=when(version.in_force_from, now))
    start, end = day(version.in_force_from), day(version.in_force_to)
    return tr("in force {start} – {end}", start=start, end=end)


def print_words(desk: PlanDesk, now: int) -> str:
    """The sentence on a print that no longer says what the plan says; empty if there is none."""
    if desk.printed is None or desk.print_age not in _AGES:
        return ""
    return tr(_AGES[desk.print_age], when=when(desk.printed.at, now))


def spot_words(spot: Spot) -> str:
    """Gul · Slik merker jeg det; a further part under its own heading."""
    if spot.place is Place.SECTION:
        return spot.heading
    words = tr(_PLACES[spot.place])
    return words if spot.level is None else f"{level_word(spot.level)} · {words}"


def part_words(part: Part, level: Level | None, part_heading: str = "") -> str:
    """Where a change stands: ▲ Gul · Slik merker jeg det."""
    words = part_heading or tr(_PARTS[part])
    return words if level is None else f"{level_sign(level)} {level_word(level)} · {words}"


def piece_words(piece: Piece | None) -> str:
    """A piece of a plan as a sentence."""
    match piece:
        case None:
            return "–"
        case Line():
            return piece.text
        case Limit():
            words = f"{component_name(piece.component)} {limit_sentence(piece)}"
            return f"{words} ({piece.reason})" if piece.reason else words
        case ScheduleItem():
            return schedule_text(piece)
        case str():
            return piece
        case _:
            words = rule_sentence(piece)
            return f"{words} ({piece.reason})" if piece.reason else words


def day_of_text(text: str) -> date | None:
    """A day typed as 07.03.2027, or None."""
    try:
        return datetime.strptime(text.strip(), "%d.%m.%Y").date()  # noqa: DTZ007  (a day alone)
    except ValueError:
        return None


def time_of_text(text: str) -> str | None:
    """A time typed as 10, 9.30 or 10:00, as "HH:MM", or None."""
    hours, mark, minutes = text.strip().replace(".", ":").partition(":")
    if mark and len(minutes) != SHORT_TIME:
        return None
    try:
        return f"{datetime.strptime(f'{hours}:{minutes or 0}', '%H:%M'):%H:%M}"  # noqa: DTZ007
    except ValueError:
        return None


def moment_of_text(on: str, at: str) -> int | None:
    """A day and a time as typed, in UTC milliseconds; None if either is not one."""
    found, time = day_of_text(on), time_of_text(at)
    if found is None or time is None:
        return None
    return resolve_local(datetime.fromisoformat(f"{found.isoformat()} {time}"), fold=0)


def shown_day(iso: str) -> str:
    """An ISO date as it is typed: 07.03.2027."""
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else ""


def typed_day(ms: int) -> str:
    """The local day of a moment as it is typed."""
    return f"{day_of(ms):%d.%m.%Y}"
