"""Beginning to exchange without a network: the secret on paper, this station's name, the log."""

from collections.abc import Callable
from dataclasses import dataclass, field

from station.core.i18n import N_
from station.core.settings import PROFILE
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import exchange as queries
from station.models.queries import settings
from station.models.records import exchange as records
from station.models.records import hand
from station.rules.names import shown
from station.security.exchangeseal import new_secret
from station.security.recovery import read_code, write_code
from station.services.record import Record
from station.services.rights import Right, require_here
from station.services.session import Session

_LONGEST_NAME = 40
SwitchOn = Callable[[Session], object]
"""Lets the changes of this station be noted from now on, and those from before once."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this station is among those that it exchanges with."""

    station: str
    name: str
    municipality: str
    secret: bytes = field(repr=False)


def identity(reader: Reader) -> Identity:
    """Give who this station is; Trouble `exchange_not_begun` while it shares nothing."""
    secret, station = queries.secret(reader), hand.station_id(reader)
    if secret is None or not station:
        raise Trouble(
            "exchange_not_begun",
            N_("This station does not exchange anything yet. Choose «Begin» first."),
        )
    profile = PROFILE.or_default(settings.stored(reader))
    return Identity(station, queries.name(reader), profile.name if profile else "", secret)


def begin(record: Record, switch_on: SwitchOn, session: Session, name: str) -> str:
    """Make the first station's secret; give its code of 48 digits, to be typed at the others.

    A station that has a secret keeps it, and gives its code.
    """
    return _begin(record, switch_on, session, name, new_secret(), keep=True)


def join(record: Record, switch_on: SwitchOn, session: Session, name: str, code: str) -> None:
    """Take the code that was typed from another station's paper; Trouble `recovery_*` on typos."""
    _begin(record, switch_on, session, name, read_code(code), keep=False)


def code(record: Record, session: Session) -> str:
    """Show the code again, for one more station; whoever asks stands in the log."""
    with record.write(session) as writer:
        require_here(writer, session, Right.CHANGE_OFFICE)
        who = identity(writer)
        writer.audit("exchange_code_shown", "station", who.station)
        return write_code(who.secret)


def _begin(
    record: Record,
    switch_on: SwitchOn,
    session: Session,
    name: str,
    secret: bytes,
    *,
    keep: bool,
) -> str:
    wanted = shown(name)
    if not wanted or len(wanted) > _LONGEST_NAME:
        raise Trouble(
            "exchange_name",
            N_("Give the station a name of at most {most} letters, such as «Lesja-2»."),
            most=_LONGEST_NAME,
        )
    with record.read() as reader:
        require_here(reader, session, Right.CHANGE_OFFICE)
    switch_on(session)
    with record.write(session) as writer:
        before = queries.secret(writer)
        used = before if keep and before else secret
        records.keep_secret(writer, used)
        records.keep_name(writer, wanted)
        writer.audit(
            "exchange_begun", "station", hand.station_id(writer), another_code=used != before
        )
    return write_code(used)
