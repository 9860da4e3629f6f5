"""What the radio hears just now, joined with the register: pure bookkeeping, no radio in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from station.core.i18n import tr
from station.devices.models import model_of, recognise, shown_name
from station.devices.tablet.limits import SERVICE
from station.services.equipment.lending import LENT, RETIRED, DeviceRow
from station.services.equipment.meter_models import known_model
from station.services.radio.listening_news import InRange, Seen, Standing

TABLET = "tablet"
GONE_S = 30.0
"""A device that was not heard for so long is no longer in range (it may just be switched off)."""
MOST_HEARD = 1_000
"""Telephones change their addresses all day long, and anybody can make up some."""
_BARS = (-60, -70, -80, -90)
"""Received signal in dBm, from four bars down; about a metre, three, ten and the next room."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One advertisement: as the radio told it, at `at` seconds on the counter."""

    address: str
    name: str
    rssi: int
    services: frozenset[int | str]
    seen_at: int
    at: float


class Range:
    """Remembers what was heard, and what the register knows of it."""

    def __init__(self) -> None:
        """Begin in silence, with an empty register."""
        self._heard: dict[str, Heard] = {}
        self._known: Mapping[str, DeviceRow] = {}
        self._tablets: frozenset[str] = frozenset()

    def knows(self, rows: Iterable[DeviceRow]) -> None:
        """Take over the register: devices in use that have an address."""
        in_use = [row for row in rows if row.state != RETIRED]
        self._known = {row.address.upper(): row for row in in_use if row.address}
        self._tablets = frozenset(row.id for row in in_use if row.kind == TABLET)

    def hear(self, heard: Heard) -> None:
        """Remember an advertisement; of very many, those that the register does not know go."""
        self._heard[heard.address.upper()] = heard
        if len(self._heard) > MOST_HEARD:
            rest = {key: each for key, each in self._heard.items() if key not in self._known}
            for key in sorted(rest, key=lambda key: rest[key].at)[: MOST_HEARD // 2]:
                del self._heard[key]

    def row(self, address: str) -> DeviceRow | None:
        """Give the registered device at an address."""
        return self._known.get(address.upper())

    def heard(self, address: str) -> Heard | None:
        """Give what was last heard from an address."""
        return self._heard.get(address.upper())

    def is_tablet(self, device_id: str) -> bool:
        """Tell whether a registered device is a tablet."""
        return device_id in self._tablets

    def tablets(self, now: float) -> tuple[str, ...]:
        """Give the addresses of the tablets in range; which ones they are shows in the talk."""
        near = (each for each in self._heard.values() if now - each.at <= GONE_S)
        return tuple(each.address for each in near if SERVICE in each.services)

    def news(self, now: float, busy: frozenset[str]) -> InRange:
        """Give what is in range at `now` (seconds on the counter): lent ones first, then near ones.

        Devices that are neither registered nor of a kind that Station reads are left out.
        """
        self._heard = {key: each for key, each in self._heard.items() if now - each.at <= GONE_S}
        seen = (self._seen(key, each, busy) for key, each in self._heard.items())
        order = list(Standing)
        return InRange(
            tuple(
                sorted(
                    (each for each in seen if each is not None),
                    key=lambda each: (order.index(each.standing), -each.bars, each.address),
                )
            )
        )

    def _seen(self, key: str, heard: Heard, busy: frozenset[str]) -> Seen | None:
        row = self._known.get(key)
        model = recognise(heard.name, heard.services)
        is_tablet = SERVICE in heard.services
        if row is None and model is None and not is_tablet:
            return None
        guessed = TABLET if is_tablet else model.code if model else ""
        # What was written by hand may be no model that we know the habits of.
        code = row.model if row is not None and known_model(row.model) else guessed
        return Seen(
            heard.address,
            shown_name(heard.name),
            code,
            _model_name(code),
            bars(heard.rssi),
            row.id if row else "",
            (row.patient_id or "") if row else "",
            row.to if row else "",
            _standing(row),
            key in busy,
            heard.seen_at,
        )


def bars(rssi: int) -> int:
    """Give a signal in dBm as none to four bars."""
    return next((4 - at for at, least in enumerate(_BARS) if rssi >= least), 0)


def _standing(row: DeviceRow | None) -> Standing:
    if row is None:
        return Standing.UNKNOWN
    return Standing.LENT if row.state == LENT else Standing.IN_STORE


def _model_name(code: str) -> str:
    if code == TABLET:
        return tr("Tablet")
    try:
        model = model_of(code)
    except KeyError:
        return ""
    return f"{model.maker} {tr(model.name)}".strip()
