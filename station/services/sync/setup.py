"""Setting the exchange with the central service up: where it is, how to sign in, on and off."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import sync_status
from station.models.records import hand, sync_backfill, sync_channels
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.values import CENTRE, Progress
from station.sync.address import SYSTEM, Address, parse

SIGN_IN = ("none", "key")
"""How Station signs in: not at all (a service on this PC, a closed test network), or with a key."""
ALGORITHMS = ("ES256", "ES384", "RS256", "PS256")
STEP = 300
"""So many rows are noted at a time: a few milliseconds."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """How the central service is reached; no secret is among them (keys lie with the system).

    `sign_in` is one of SIGN_IN. `trust` is "system" or the path of a PEM file. `batch` is how many
    records go at once, `every_s` how often it is tried, `keep_days` is how long what was worked in
    is kept as it came.
    """

    address: str = ""
    sign_in: str = "key"
    client_id: str = ""
    token_url: str = ""
    scope: str = ""
    audience: str = ""
    dpop: bool = False
    algorithm: str = "ES256"
    pins: tuple[str, ...] = ()
    proxy: str = ""
    trust: str = SYSTEM
    batch: int = 50
    every_s: int = 60
    keep_days: int = 30

    def to_text(self) -> str:
        """Give the settings as the JSON that is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "ChannelSettings":
        """Read what to_text() gave; what is unknown is passed over, what is missing is usual."""
        data = json.loads(text or "{}")
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        if "pins" in known:
            known["pins"] = tuple(known["pins"])
        return cls(**known)

    def place(self) -> Address:
        """Give the checked address; Refused (a Trouble) with what is wrong with it."""
        return parse(
            self.address,
            pins=self.pins,
            proxy=self.proxy,
            trust=self.trust,
            without_sign_in=self.sign_in == "none",
        )

    def sign_in_place(self) -> Address:
        """Give the checked address of the sign-in service; Refused likewise."""
        return parse(self.token_url, proxy=self.proxy, trust=self.trust)


class SyncSetup:
    """Setting up the channel to the central service; on the record lane."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def settings(self, session: Session) -> ChannelSettings:
        """Give how the central service is reached, the usual where nothing was said."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return settings_of(reader)

    def keep(self, session: Session, settings: ChannelSettings) -> ChannelSettings:
        """Check and store how the service is reached, and give it as it was stored.

        Raises Trouble that says in words what is wrong; nothing is stored then.
        """
        require(session, Right.CHANGE_OFFICE)
        checked = check(settings)
        with self._record.write(session) as writer:
            told: Mapping[str, object] = {
                "host": checked.place().host,
                "sign_in": checked.sign_in,
                "pins": len(checked.pins),
            }
            sync_channels.put(writer, CENTRE, checked.to_text(), told)
        return checked

    def switch_on(self, session: Session) -> None:
        """Begin to exchange; what is stored already is made ready by the runs that follow.

        Raises Trouble `sync_not_set_up` while no address is stored.
        """
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            if not settings_of(writer).address:
                raise Trouble(
                    "sync_not_set_up",
                    N_("Say first where the central service is. Nothing was switched on."),
                )
            share(writer)
            sync_channels.switch(writer, CENTRE, on=True)

    def share(self, session: Session) -> None:
        """Note changes for other stations from now on, and what is stored already, all at once.

        For exchange without a network; the runs with the central service do it in steps.
        """
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            share(writer)
        more = True
        while more:
            with self._record.write(session) as writer:
                more = prepare(writer)

    def switch_off(self, session: Session) -> None:
        """Exchange no more; changes are noted all the same, so that nothing is lost meanwhile."""
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            sync_channels.switch(writer, CENTRE, on=False)


def check(settings: ChannelSettings) -> ChannelSettings:
    """Give the settings tidied; Trouble says in words what is wrong with them."""
    tidy = replace(
        settings,
        address=settings.address.strip(),
        client_id=settings.client_id.strip(),
        token_url=settings.token_url.strip(),
        scope=" ".join(settings.scope.split()),
        pins=tuple(pin for each in settings.pins if (pin := each.strip())),
    )
    place = tidy.place()
    if tidy.sign_in not in SIGN_IN or tidy.algorithm not in ALGORITHMS:
        raise Trouble("sync_sign_in_odd", N_("Choose how Station signs in to the service."))
    if tidy.sign_in == "key":
        if not tidy.client_id:
            raise Trouble(
                "sync_client_missing",
                N_("Type the client's name that Station was given where it is registered."),
            )
        tidy.sign_in_place()
    if not (1 <= tidy.batch <= 200 and 10 <= tidy.every_s <= 3600 and 1 <= tidy.keep_days <= 365):  # noqa: PLR2004
        raise Trouble(
            "sync_numbers_odd",
            N_(
                "At once: 1 to 200 records. Every: 10 seconds to an hour. Kept: 1 to 365 days. "
                "Nothing was saved."
            ),
        )
    return replace(tidy, address=place.base_url)


def settings_of(reader: Reader) -> ChannelSettings:
    """Give how the central service is reached, the usual where nothing was said."""
    row = sync_status.channel(reader, CENTRE)
    return ChannelSettings() if row is None else ChannelSettings.from_text(row.settings)


def share(writer: Writer) -> str:
    """Begin to note changes for other stations, by whichever way they go; give the station's id.

    Safe to repeat. What is stored already is noted by prepare(), step by step.
    """
    writer.quiet()
    begun = hand.capturing(writer)
    station = hand.begin(writer)
    if not begun:
        writer.audit("sharing_begun", "file", station)
    if sync_status.backfill(writer) is None:
        sync_channels.at_backfill(writer, "")
    return station


def prepare(writer: Writer) -> bool:
    """Note the next rows of what was stored before; False when all of it is noted."""
    writer.quiet()
    place = sync_status.backfill(writer)
    if place is None or place == sync_backfill.DONE:
        return False
    return sync_backfill.step(writer, place, STEP) != sync_backfill.DONE


def prepared(reader: Reader) -> Progress | None:
    """Give how far what was stored before is noted; None when all of it is, or nothing is."""
    place = sync_status.backfill(reader)
    if place is None or place == sync_backfill.DONE:
        return None
    return Progress("prepare", *sync_status.backfill_counts(reader, place))
