"""Trying the way to the central service step by step: what is well, what is not, what to do.

Touches no record: it may run on the network lane while people work. Nothing is written there
unless it is asked for, and then only a card that says nothing, which is taken away again.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from station.core.formats import duration
from station.core.i18n import N_, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.services.sync.setup import ChannelSettings
from station.services.sync.words import believed, reason
from station.sync.central_capabilities import Capabilities
from station.sync.central_card import card
from station.sync.central_replies import Answered, Unanswered
from station.sync.values import Page

MOST_SKEW_MS = 60_000
"""A clock that is further off than this is told of, though it may still let the PC in."""
NOTED = "stations"
"""The step that is no fault of the way, and yet something to know."""
_NAMES = {
    NOTED: N_("Stations"),
    "settings": N_("Settings"),
    "sign_in": N_("Sign-in"),
    "network": N_("Network"),
    "tls": N_("Encryption"),
    "clock": N_("Clock"),
    "service": N_("FHIR R4"),
    "read": N_("Read access"),
    "write": N_("Write access"),
}
_OF_GROUP = {
    "tls": "tls", "pin": "tls", "proxy": "network", "portal": "network", "clock": "clock",
    "sign_in": "sign_in", "address": "settings",
}  # fmt: skip


class CheckedCentral(Protocol):
    """What is needed of the central service."""

    def capabilities(self) -> Capabilities:
        """Give what the server says of itself."""
        ...

    def pull(self, resource_type: str, cursor: str, limit: int = 200) -> Page:
        """Give a page."""
        ...


class CheckedLine(Protocol):
    """What is needed of a line (station.services.sync.line.Line has it)."""

    @property
    def central(self) -> CheckedCentral:
        """The service at its other end."""
        ...

    @property
    def skew_ms(self) -> int | None:
        """How far the PC's clock is ahead."""
        ...

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Answered:
        """Ask once."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


OpenLine = Callable[[ChannelSettings, str, Event], CheckedLine]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its code, its name in words, whether it is well, and what was found or is to do."""

    code: str
    name: str
    well: bool
    sentence: str


class _Steps(list[Step]):
    """The steps so far; each is told when it is added."""

    def __init__(self, tell: Callable[[Step], None]) -> None:
        super().__init__()
        self._tell = tell

    def append(self, step: Step) -> None:
        super().append(step)
        self._tell(step)


def check(
    connect: OpenLine,
    settings: ChannelSettings,
    station: str,
    types: Iterable[str],
    *,
    write: bool = False,
    coded: bool = True,
    tell: Callable[[Step], None] = lambda _: None,
) -> tuple[Step, ...]:
    """Go the whole way until something is not well; the last step is then the one to mend.

    `tell` hears each step as it is done. `coded` is whether the stations share a code; without one
    the service is believed, which is no fault of the way, and told first.
    """
    steps = _Steps(tell)
    if not coded:
        steps.append(_well(NOTED, believed()))
    try:
        place = settings.place()
        steps.append(
            _well("settings", tr("The address {address} is in order.", address=place.base_url))
        )
        line = connect(settings, station, Event())
    except Trouble as trouble:
        in_order = any(step.code == "settings" for step in steps)
        steps.append(_failed(trouble, "sign_in" if in_order else "settings"))
        return tuple(steps)
    try:
        _walk(line, tuple(types), steps, write=write)
    except Trouble as trouble:
        steps.append(_failed(trouble, "network"))
    except Unanswered as error:
        steps.append(_unanswered(error, settings, line.skew_ms))
    finally:
        line.close()
    return tuple(steps)


def _walk(line: CheckedLine, types: tuple[str, ...], steps: "_Steps", *, write: bool) -> None:
    line.ask("GET", "metadata")
    steps.append(_well("network", tr("The service answers.")))
    steps.append(_well("tls", tr("The connection is what it should be.")))
    steps.append(_clock(line.skew_ms))
    told = line.central.capabilities()
    lacking = told.lacking(types)
    if lacking:
        sentence = tr(
            "The service does not say that it can do: {what}. Ask those who run it.",
            what=", ".join(lacking),
        )
        steps.append(Step("service", tr(_NAMES["service"]), well=False, sentence=sentence))
    else:
        software = told.software or tr("unknown")
        steps.append(
            _well(
                "service",
                tr("{software}, FHIR {version}.", software=software, version=told.fhir_version),
            )
        )
    line.central.pull(types[0], "", 2)
    steps.append(_well("sign_in", tr("The service lets Station in.")))
    steps.append(_well("read", tr("Station may read.")))
    if write:
        steps.append(_write(line))


def _clock(skew_ms: int | None) -> Step:
    name = tr(_NAMES["clock"])
    if skew_ms is None:
        return Step(
            "clock", name, well=True, sentence=tr("The service does not say what time it is.")
        )
    if abs(skew_ms) > MOST_SKEW_MS:
        away = duration(abs(skew_ms))
        ahead = N_("The clock of this PC is {time} ahead of the service's. Set it.")
        behind = N_("The clock of this PC is {time} behind the service's. Set it.")
        sentence = tr(ahead if skew_ms > 0 else behind, time=away)
        return Step("clock", name, well=False, sentence=sentence)
    return _well("clock", tr("The clocks agree ({seconds} s).", seconds=round(skew_ms / 1000)))


def _write(line: CheckedLine) -> Step:
    """Write a card that says nothing, read it, and take it away again."""
    name = new_id()
    dashed = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
    path = f"Device/{dashed}"
    headers = {"content-type": "application/fhir+json"}
    statuses = [
        line.ask("PUT", path, body=json.dumps(card(dashed, "")).encode(), headers=headers).status,
        line.ask("GET", path).status,
        line.ask("DELETE", path).status,
    ]
    if all(200 <= each < 300 for each in statuses):  # noqa: PLR2004  (as HTTP has it)
        return _well("write", tr("Station may write, and take away what it wrote."))
    sentence = tr(
        "Writing, reading and taking away gave {codes}. Ask those who run the service.",
        codes=", ".join(map(str, statuses)),
    )
    return Step("write", tr(_NAMES["write"]), well=False, sentence=sentence)


def _well(code: str, sentence: str) -> Step:
    return Step(code, tr(_NAMES[code]), well=True, sentence=sentence)


def _failed(trouble: Trouble, otherwise: str) -> Step:
    code = _OF_GROUP.get(str(getattr(trouble, "group", "")), otherwise)
    return Step(code, tr(_NAMES[code]), well=False, sentence=trouble.sentence())


def _unanswered(error: Unanswered, settings: ChannelSettings, skew_ms: int | None) -> Step:
    cause = error.__cause__
    if isinstance(cause, Trouble):
        return _failed(cause, "network")
    sentence = f"{reason(error.code, settings.to_text(), skew_ms)} {error.reason}".strip()
    code = "sign_in" if error.code in {"http_401", "http_403"} else "service"
    return Step(code, tr(_NAMES[code]), well=False, sentence=sentence)
