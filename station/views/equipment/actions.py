"""What can be done with a device as it stands now, and what should be looked at on its card."""

from dataclasses import dataclass
from datetime import date

from station.core.formats import day
from station.core.i18n import tr
from station.rules.equipment import DeviceState, Standing
from station.services.equipment.values import HEARD_KINDS, DeviceRow
from station.views.equipment.moving import NEXT_WORDS, next_of

_OUT = frozenset({Standing.LENT, Standing.DUE, Standing.OVERDUE})
_HOUSE = frozenset({DeviceState.IN_STORE, DeviceState.RESERVED, DeviceState.READY})

SOON_DAYS = 30
"""So many days before it is due a calibration or a battery is told of (own proposal)."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: its name, its words, and whether it is the first thing to do."""

    name: str
    words: str
    first: bool = False


def actions_of(row: DeviceRow, *, in_range: bool) -> list[Action]:
    """The one next thing first, then what the radio can do; the rest is behind «More»."""
    if row.state is DeviceState.SCRAPPED:
        return []
    found: list[Action] = []
    wanted = next_of(row.state, row.kind)
    if wanted:
        found.append(Action(wanted, tr(NEXT_WORDS[wanted]), first=True))
    lent = row.state is DeviceState.LENT
    if row.kind == "tablet":
        found.append(Action("tablet", tr("The tablet …")))
    elif row.address and lent:
        found.append(Action("fetch", tr("Fetch now")))
    if row.address and row.kind != "tablet" and (lent or in_range):
        found.append(Action("measure", tr("Measure now …")))
    if row.kind in HEARD_KINDS and row.kind != "tablet" and not row.address:
        found.append(Action("pair", tr("Pair …")))
    if row.wants_user and row.user_index is None:
        found.append(Action("user", tr("User number and code …")))
    return found


def more_of(row: DeviceRow) -> list[Action]:
    """What is done seldom."""
    found = [Action("change", tr("Change …"))]
    if row.state is DeviceState.SCRAPPED:
        return found
    if row.state in _HOUSE and not row.own:
        reserved = bool(row.reserved_for or row.reserved_institution)
        words = tr("Reserve for somebody else …") if reserved else tr("Reserve …")
        found.append(Action("reserve", words))
    if row.state is DeviceState.RESERVED:
        found.append(Action("unreserve", tr("Give up the reservation …")))
    if row.state is DeviceState.LENT:
        found.append(Action("extend", tr("Another last day …")))
        found.append(Action("lost_loan", tr("Report as lost …")))
    if not row.own:
        found.append(Action("kit", tr("Kit …")))
    found.append(Action("photo", tr("Add a photo …")))
    if row.address and row.kind != "tablet":
        found.append(Action("pair", tr("Pair again …")))
    if row.wants_user and row.user_index is not None:
        found.append(Action("user", tr("User number and code …")))
    return found


def chips_of(row: DeviceRow, today: date) -> list[tuple[str, str]]:
    """(words, tone) of what should be looked at; nothing for a device that is gone."""
    if row.state in {DeviceState.SCRAPPED, DeviceState.LOST}:
        return []
    found = []
    if row.kind in HEARD_KINDS and row.kind != "tablet" and not row.address:
        found.append((tr("Not paired"), "warning"))
    if row.battery_low:
        found.append((tr("Battery {percent} %", percent=row.battery), "warning"))
    if row.silent and row.standing in _OUT:
        found.append((row.silent, "warning"))
    found += _due(row, today)
    if row.wants_user and row.user_index is None:
        found.append((tr("Not read: the user number is missing"), "warning"))
    if row.unencrypted_ok:
        found.append((tr("Read without encryption, by agreement"), "warning"))
    if row.reserved_words:
        found.append((row.reserved_words, ""))
    if row.own:
        found.append((tr("The patient's own"), ""))
    return found


def _due(row: DeviceRow, today: date) -> list[tuple[str, str]]:
    found = []
    if row.calibration_due and _near(row.calibration_due, today):
        due = date.fromisoformat(row.calibration_due)
        late = due < today
        said = tr("Calibration was due {day}", day=day(due))
        found.append((said if late else tr("Calibration due {day}", day=day(due)), "warning"))
    if row.battery_due and _near(row.battery_due, today):
        due = date.fromisoformat(row.battery_due)
        said = tr("New battery was due {day}", day=day(due))
        late = due < today
        found.append((said if late else tr("New battery due {day}", day=day(due)), "warning"))
    return found


def _near(iso: str, today: date) -> bool:
    return (date.fromisoformat(iso) - today).days <= SOON_DAYS
