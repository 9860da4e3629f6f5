"""The channels to others than the central service: shown as rows, set up, switched, connected.

A screen needs nothing but what listed() gives: fields are described as data.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from station.core.clock import Clock
from station.core.i18n import N_, speaking, tr
from station.core.settings import PROFILE
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import settings as settings_queries
from station.models.queries import sync_status
from station.models.records import channels as records
from station.models.records import sync_channels
from station.services.channels.fields import (
    DECLARED,
    GP,
    PLANS,
    PMD,
    VKP,
    Declared,
    Field,
    completed,
    declared,
    problems,
)
from station.services.channels.run import sender_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.setup import ChannelSettings, check, share
from station.sync.adapters.asking import Asking
from station.sync.adapters.care_plans import CarePlans
from station.sync.adapters.edi import Edi
from station.sync.adapters.people import Sender
from station.sync.adapters.pmd import Pmd
from station.sync.adapters.vkp import Vkp
from station.sync.values import Uploads

NEVER_MET = N_("Built to public documentation; never tried against the real service.")
_WAITING = ("waiting", "sealed", "behind", "stale")
_PERSON = ("held", "differs")

if TYPE_CHECKING:
    from station.sync.http import Signer, Wire

SignerFor = Callable[[ChannelSettings, str, Clock, Event], "Signer"]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One thing to fill in: words in the language spoken; `choices` are (value, label).

    `kind` is "text", "number", "address", "choice" or "folder". `only` is the name of the field
    that decides whether it is asked for, and the values for which it is ("" and none: always).
    """

    name: str
    label: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    value: str
    help: str
    only: tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel: what it sends and lacks in words, its fields, and how it stands.

    `ready` says that it may be switched on. `sent_at` is when everything had last gone (UTC ms);
    `waiting` go by themselves, `person` wait for somebody, `paused` are not sent (no consent,
    protected, no national number).
    """

    name: str
    title: str
    enabled: bool
    sends: str
    lacks: str
    proven: str
    fields: tuple[FieldView, ...]
    ready: bool
    sent_at: int | None
    waiting: int
    person: int
    paused: int


class ChannelIncomplete(Trouble):
    """Something typed cannot be stored: an English sentence to translate for each field."""

    def __init__(self, found: Mapping[str, str]) -> None:
        super().__init__("channel_incomplete", N_("Something is missing. Nothing was saved."))
        self.problems = dict(found)


class Channels:
    """What people see and change of the channels; on the record lane."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def listed(self, session: Session) -> tuple[ChannelView, ...]:
        """Give every channel, set up or not, in the language of this person."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return tuple(_view(reader, each) for each in DECLARED)

    def save(self, session: Session, name: str, values: Mapping[str, str]) -> ChannelView:
        """Store how a channel is reached; ChannelIncomplete has a sentence by field.

        Raises Trouble (Refused) with what is wrong with an address.
        """
        require(session, Right.CHANGE_OFFICE)
        channel = declared(name)
        kept = completed(channel, values)
        if found := problems(channel, kept):
            raise ChannelIncomplete(found)
        if kept.get("address"):
            kept |= _checked(kept)
        with self._record.write(session) as writer, speaking(session.language):
            new = sync_status.channel(writer, name) is None
            told = {"way": kept.get("way", "network")}
            sync_channels.put(writer, name, json.dumps(kept, ensure_ascii=False), told)
            if new:
                records.begin_here(writer, name)
            return _view(writer, channel)

    def switch(self, session: Session, name: str, *, on: bool) -> ChannelView:
        """Switch a channel on or off; Trouble `channel_not_set_up` while something is missing.

        What is done while it is off is not sent afterwards: a person switched it off.
        """
        require(session, Right.CHANGE_OFFICE)
        channel = declared(name)
        with self._record.write(session) as writer, speaking(session.language):
            row = sync_status.channel(writer, name)
            if on and (row is None or problems(channel, values_of(writer, channel))):
                raise Trouble(
                    "channel_not_set_up",
                    N_("Fill in how the service is reached first. Nothing was switched on."),
                )
            if on and row is not None and not row.enabled:
                share(writer)
                records.begin_here(writer, name)
            sync_channels.switch(writer, name, on=on)
            return _view(writer, channel)


def values_of(reader: Reader, channel: Declared) -> dict[str, str]:
    """Give the stored values of a channel, the usual ones where nothing was said."""
    row = sync_status.channel(reader, channel.name)
    stored: dict[str, str] = json.loads(row.settings or "{}") if row else {}
    kept = completed(channel, {key: str(value) for key, value in stored.items()})
    if "organisation_number" in kept and not kept["organisation_number"]:
        profile = PROFILE.or_default(settings_queries.stored(reader))
        kept["organisation_number"] = profile.organisation_number if profile else ""
    return kept


def enabled(reader: Reader) -> tuple[str, ...]:
    """Give the names of the channels that the driver is to run, in a fixed order."""
    on = {row.name for row in sync_status.channels(reader) if row.enabled}
    found = [each.name for each in DECLARED if each.name in on]
    if GP in found and values_of(reader, declared(GP))["way"] != "edi":
        found.remove(GP)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Errand:
    """What the network lane needs to know to reach a channel's service."""

    name: str
    settings: ChannelSettings
    values: Mapping[str, str]
    sender: Sender


def errand(writer: Writer, name: str) -> Errand:
    """Read what is needed to connect; on the record lane."""
    writer.quiet()
    values = values_of(writer, declared(name))
    return Errand(name, _settings(values), values, sender_of(writer, values))


def connect(errand: Errand, station: str, clock: Clock, stop: Event, signer: SignerFor) -> "Wire":
    """Open a wire to a channel's service; on the network lane. Refused where that cannot be."""
    from station.sync.http import Wire

    settings = errand.settings
    return Wire(settings.place(), signer(settings, station, clock, stop), clock, stop=stop)


def adapter(errand: Errand, wire: Asking, clock: Clock) -> Uploads:
    """Give the adapter that speaks with a channel's service."""
    if errand.name == PMD:
        return Pmd(wire, clock, errand.sender, bundle_type=errand.values["bundle"])
    makers: Mapping[str, Callable[[Asking], Uploads]] = {VKP: Vkp, PLANS: CarePlans, GP: Edi}
    return makers[errand.name](wire)


def _settings(values: Mapping[str, str]) -> ChannelSettings:
    """What any service on the network is told; with a key, DPoP is HelseID's rule."""
    return ChannelSettings(
        address=values.get("address", ""),
        sign_in=values.get("sign_in", "key"),
        client_id=values.get("client_id", ""),
        token_url=values.get("token_url", ""),
        scope=values.get("scope", ""),
        audience=values.get("audience", ""),
        dpop=values.get("sign_in", "key") == "key",
        proxy=values.get("proxy", ""),
    )


def _checked(values: Mapping[str, str]) -> dict[str, str]:
    tidy = check(_settings(values))
    return {"address": tidy.address, "client_id": tidy.client_id, "token_url": tidy.token_url,
            "scope": tidy.scope}  # fmt: skip


def _view(reader: Reader, channel: Declared) -> ChannelView:
    row = sync_status.channel(reader, channel.name)
    values = values_of(reader, channel)
    counts = sync_status.counts(reader, channel.name)
    return ChannelView(
        channel.name,
        tr(channel.title),
        bool(row and row.enabled),
        tr(channel.sends),
        tr(channel.lacks),
        tr(NEVER_MET),
        tuple(_field(each, values) for each in channel.fields),
        row is not None and not problems(channel, values),
        row.sent_at if row else None,
        sum(counts.get(state, 0) for state in _WAITING),
        sum(counts.get(state, 0) for state in _PERSON),
        counts.get("paused", 0),
    )


def _field(each: Field, values: Mapping[str, str]) -> FieldView:
    choices = tuple((choice.value, tr(choice.label)) for choice in each.choices)
    return FieldView(
        each.name,
        tr(each.label),
        each.kind.value,
        each.required,
        choices,
        values[each.name],
        tr(each.help) if each.help else "",
        each.only,
    )
