"""What stands in the way of a hand-out: of the borrower, the home, the devices, the form."""

from collections.abc import Iterator, Sequence
from datetime import date

from station.core.formats import day
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries.devices import DeviceRecord
from station.models.queries.handouts import HomeRow
from station.rules.names import NameRefusal, clean_name
from station.services.equipment.device_words import device_kind
from station.services.equipment.loaning import lacking, missing_for
from station.services.handing_out import homes
from station.services.handing_out.trainings import refuse_wrong as refuse_wrong_training
from station.services.handing_out.values import (
    INSTITUTION,
    PATIENT,
    Borrower,
    HandOut,
    Missing,
)

NO_NET = "home_no_net"
"""The one thing that a person may decide to do without, saying why."""


def everything_missing(
    reader: Reader,
    borrower: Borrower,
    devices: Sequence[DeviceRecord],
    home: HomeRow | None,
    now: int,
) -> Iterator[Missing]:
    """Give all that is missing, once each, in the language spoken now: the borrower's first."""
    for trouble in of_borrower(reader, borrower, devices, home):
        yield Missing(trouble.code, trouble.sentence())
    for device in devices:
        for each in missing_for(reader, device.id, borrower, now):
            if each.device_id:
                yield each


def of_borrower(
    reader: Reader, borrower: Borrower, devices: Sequence[DeviceRecord], home: HomeRow | None
) -> Iterator[Trouble]:
    """Give what keeps a borrower from borrowing these: death, consent, a closed service, no net."""
    yield from lacking(reader, borrower)
    if borrower.kind != PATIENT:
        return
    yield from _of_home(devices, home)


def refuse_wrong(wanted: HandOut, now: int) -> None:
    """Raise Trouble for what cannot be meant: nothing, one device twice, a day that is past."""
    if not wanted.items:
        raise Trouble("handout_empty", N_("Choose at least one device to hand out."))
    ids = [item.device_id for item in wanted.items]
    if len(set(ids)) != len(ids):
        raise Trouble(
            "handout_twice",
            N_("One device is in this hand-out twice. Take it out once; nothing was lent."),
        )
    today = day_of(now)
    for due_on in (wanted.due_on, *(item.due_on for item in wanted.items)):
        refuse_past(due_on, today)
    received_by = wanted.received_by.strip()
    unnamed = isinstance(clean_name(received_by), NameRefusal)
    if unnamed and (received_by or wanted.borrower.kind == INSTITUTION):
        raise Trouble("received_by", N_("Write who received the equipment."))
    for each in wanted.trainings:
        refuse_wrong_training(each, today)


def refuse_past(due_on: date | None, today: date) -> None:
    """Raise Trouble `due_before` for a last day that is past."""
    if due_on is not None and due_on < today:
        raise Trouble(
            "due_before",
            N_("The loan cannot end on {day}: that day is past. Choose a later day."),
            day=day(due_on),
        )


def _of_home(devices: Sequence[DeviceRecord], home: HomeRow | None) -> Iterator[Trouble]:
    kinds = dict.fromkeys(each.kind for each in devices)
    unknown = [kind for kind in kinds if homes.net_unknown(kind, home)]
    without = [kind for kind in kinds if homes.net_missing(kind, home)]
    if unknown:
        yield Trouble(
            "home_unknown",
            N_(
                "Ask how the wireless network and the mobile coverage are in the home; this needs "
                "one: {kinds}. The answer is remembered."
            ),
            kinds=", ".join(map(device_kind, unknown)),
        )
    if without:
        yield Trouble(
            NO_NET,
            N_(
                "There is no network in the home, and this needs one: {kinds}. Choose something "
                "else, or write why it is lent all the same."
            ),
            kinds=", ".join(map(device_kind, without)),
        )
