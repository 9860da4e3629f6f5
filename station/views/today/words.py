"""The words of «I dag»: ages, sums and what a screen reader says of a row."""

from datetime import datetime, time, timedelta
from typing import Final

from station.core.formats import clock_time, duration, near_day, when
from station.core.i18n import N_, tr
from station.core.zone import day_of, utc_ms, zone
from station.rules.contacts import ClosingFault
from station.rules.kinds import is_dotted
from station.rules.standing import Standing
from station.rules.trend import drift
from station.rules.wording import (
    component_name,
    kind_name,
    level_word,
    number_text,
    standing_word,
    unit_text,
    value_text,
)
from station.rules.wording_values import quoted_value
from station.services.today.card import AlertBox, Card
from station.services.today.worklist import WorkRow

ZONE_OF: Final = {
    Standing.RED: "red",
    Standing.YELLOW: "yellow",
    Standing.UNKNOWN: "unknown",
    Standing.MISSING: "missing",
    Standing.PAUSE: "pause",
    Standing.GREEN: "green",
}
"""The zone that draws a standing."""
_AGED: Final = (Standing.RED, Standing.YELLOW, Standing.MISSING)


def zone_of(row: WorkRow, *, fresh: bool) -> str:
    """The zone drawn for a row; nothing is green while nobody judges."""
    zone = ZONE_OF[row.standing]
    return "unknown" if zone == "green" and not fresh else zone


def age_words(row: WorkRow) -> str:
    """How long it has waited in open hours, for those who wait."""
    if row.standing not in _AGED or row.since is None:
        return ""
    return duration(row.open_age_ms)


def real_age_words(row: WorkRow, now: int) -> str:
    """How long ago it was measured or due by the clock, where that is longer than the open age."""
    begun = row.measured_at or row.since
    if row.standing not in _AGED or begun is None or now - begun < row.open_age_ms + 60_000:
        return ""
    return tr("real {age}", age=duration(now - begun))


def row_words(row: WorkRow, *, fresh: bool) -> str:
    """Everything a row says, in the order it is drawn."""
    doubted = not fresh and row.standing is Standing.GREEN
    zone = standing_word(Standing.UNKNOWN if doubted else row.standing)
    parts = [zone, row.name, row.birth_year, row.reason, *row.marks]
    if age := age_words(row):
        parts.append(tr("waiting {age} in opening hours", age=age))
    if row.opened_by:
        parts.append(tr("open with {who}", who=row.opened_by))
    return ", ".join(part for part in parts if part)


def judged_words(judged_at: int | None, now: int, *, fresh: bool) -> str:
    """When everything was last judged; once that is too old it says so in other words."""
    if judged_at is None:
        return tr("not judged yet")
    if fresh:
        return tr("judged {time}", time=clock_time(judged_at))
    return tr("not judged since {when}", when=when(judged_at, now))


FAULT_WORDS: Final = {
    ClosingFault.NO_ACTION: N_("Choose what was done before the alert is closed."),
    ClosingFault.NO_VERDICT: N_("Say what the alert turned out to be before it is closed."),
    ClosingFault.NO_REASON: N_("Write why nothing was done before the alert is closed."),
}
"""What is missing before an alert can be closed."""


def deadlines(profile_closes: str, now: int) -> tuple[tuple[str, int], ...]:
    """Moments by which an answer can be asked for: noon and closing time, today and tomorrow."""
    today = day_of(now)
    found = []
    for ahead in (0, 1):
        day = today + timedelta(days=ahead)
        for at in ("12:00", profile_closes):
            if at == "24:00":
                continue
            moment = utc_ms(datetime.combine(day, time.fromisoformat(at), tzinfo=zone()))
            if moment > now + _SOON_MS:
                found.append((f"{near_day(day, today)} {at}", moment))
    return tuple(found)


def gp_message(card: Card, box: AlertBox | None) -> str:
    """What the GP needs to decide, to be looked over; who it is about the sender adds."""
    now = card.now
    lines = []
    if box is not None:
        level = tr("{level} alert", level=level_word(box.level))
        lines.append(f"{level}: {box.sentence}, {when(box.measured_at, now)}.")
    newest = newest_words(card)
    if newest:
        lines.append(tr("Newest readings: {values}.", values=newest))
    if box is not None and (trend := trend_words(card, box.component)):
        lines.append(trend)
    if card.plan is not None:
        lines.append(tr("Plan v{number} is in force.", number=card.plan.number))
    done = [entry for entry in card.timeline if entry.by and now - entry.at < _DAY_MS]
    lines += [f"{when(entry.at, now)}: {entry.text}. {entry.note}".strip() for entry in done[:4]]
    lines.append(tr("Please tell us what you want done today."))
    return "\n".join(lines)


def trend_words(card: Card, component: str) -> str:
    """The trend of one component in words: the middle of the last days and of those before."""
    for shown in card.trend.kinds:
        codes = [part.code for part in shown.kind.components]
        if component not in codes:
            continue
        second = codes.index(component) == 1
        points = (
            (point.taken_at, point.value2 if second else point.value)
            for point in shown.points
            if not point.excluded and not point.beyond
        )
        found = drift([(at, value) for at, value in points if value is not None], card.now)
        if found is None:
            return ""
        return tr(
            "{what} the last 3 days: {lately} (median of {n}); the 11 days before: {before} "
            "(median of {m}).",
            what=component_name(component),
            lately=value_text(component, found.lately),
            n=found.n_lately,
            before=value_text(component, found.before),
            m=found.n_before,
        )
    return ""


def newest_words(card: Card) -> str:
    """The newest counting value of every kind of the last day: Puls 78 slag/min, SpO₂ 84 %."""
    found = []
    for shown in card.trend.kinds:
        points = [point for point in shown.points if not point.excluded and not point.beyond]
        if not points or card.now - points[-1].taken_at > _DAY_MS:
            continue
        values = (points[-1].value, points[-1].value2)
        parts = zip(shown.kind.components, values, strict=False)
        numbers = [number_text(part.code, value) for part, value in parts if value is not None]
        code, value = shown.kind.code, points[-1].value
        if is_dotted(code) and value is not None:
            found.append(f"{kind_name(code)} {quoted_value(code, value)}")
        elif numbers:
            unit = unit_text(shown.kind.components[0].code)
            found.append(f"{kind_name(code)} {'/'.join(numbers)} {unit}")
    return ", ".join(found)


_SOON_MS = 30 * 60_000
_DAY_MS = 86_400_000
