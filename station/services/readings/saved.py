"""What a person is told when a reading was saved: the stored value, and what it gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.core.i18n import tr
from station.files import reasons
from station.models.database import Reader
from station.models.queries import alerts as alert_queries
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.rules.kinds import kind_of
from station.rules.limits import Level, Limit
from station.rules.readings import Reading
from station.rules.stored_why import read_why, unreadable
from station.rules.wording import level_word, marks, reading_text, render
from station.services.intake.intake import STORED, Receipt
from station.services.judging.plan_force import force_of


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of saving one reading, in the language of the one who saved it.

    `text` is the stored value in the patient's own words («SpO₂ 84 %»), empty when it was held
    in quarantine (`held`) or was there already; `gave` says what it led to; `level` is that
    of the alert it raised or that stays open, None for none.
    """

    receipt: Receipt
    reading_id: str = ""
    text: str = ""
    gave: str = ""
    level: Level | None = None
    held: bool = False


def told(reader: Reader, receipt: Receipt) -> Saved:
    """Tell about the one reading of a receipt, right after it was taken in."""
    outcome = receipt.outcomes[0]
    if outcome != STORED:
        return Saved(receipt, gave=_not_stored(outcome), held=receipt.quarantined > 0)
    return told_of(reader, receipt, receipt.reading_ids[0])


def told_of(reader: Reader, receipt: Receipt, reading_id: str) -> Saved:
    """Tell about one stored reading of a receipt, right after it was taken in."""
    reading = reading_queries.one(reader, reading_id)
    if reading is None:
        raise RuntimeError("a reading that was stored a moment ago is gone")
    limits = _limits(reader, reading)
    level, gave = _gave(reader, reading, limits)
    return Saved(receipt, reading.id, reading_text(reading, limits or ()), gave, level)


def _not_stored(outcome: str) -> str:
    if outcome in reasons.HELD or outcome in reasons.FROM_DEVICES:
        return reasons.sentence(outcome, {})
    return tr("This reading was stored already. Nothing was added.")


def _limits(reader: Reader, reading: Reading) -> Sequence[Limit] | None:
    """The limits of the kind that decide at the reading's own time, None where no plan does."""
    reign = force_of(reader, reading.patient_id).at(reading.taken_at)
    if reign is None:
        return None
    own = {component.code for component in kind_of(reading.kind).components}
    return tuple(each for each in reign.version.content.limits if each.component in own)


def _gave(
    reader: Reader, reading: Reading, limits: Sequence[Limit] | None
) -> tuple[Level | None, str]:
    at = reading.taken_at
    events = [
        event
        for event in alert_queries.events(reader, reading.patient_id, at, at + 1)
        if event.reading_id == reading.id
    ]
    if events:
        worst = max(events, key=lambda event: event.level)
        found = read_why(worst.why)
        said = " · ".join((render(found), *marks(found))) if found else unreadable()
        return Level(worst.level), f"{level_word(Level(worst.level))}: {said}"
    own = {component.code for component in kind_of(reading.kind).components}
    still = [
        alert
        for alert in queries.open_alerts(reader, reading.patient_id)
        if alert.component in own and not alert.proposed
    ]
    if still:
        level = max(alert.level for alert in still)
        return level, tr("The open alert ({level}) stays open.", level=level_word(level))
    if limits is None:
        return None, tr("No plan decided at that time, so it was not judged.")
    return None, tr("No new alert.") if limits else tr("The plan has no limits for this.")
