"""The way to the service, step by step: the last step is the one to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event

import pytest

from station.services.sync.check import Step, check
from station.services.sync.setup import ChannelSettings
from station.sync.carrier import Reply
from station.sync.central_capabilities import Capabilities
from station.sync.central_replies import Unanswered
from station.sync.lost import Lost, Refused
from station.sync.values import Page, Verdict

GOOD = ChannelSettings("https://fhir.example.no/r4", sign_in="none")


@dataclass
class Way:
    """A line and the service at its end, in one."""

    skew_ms: int | None = 2000
    error: Exception | None = None
    refusal: Exception | None = None
    lacking: tuple[str, ...] = ()
    software: str = ""
    statuses: list[int] = field(default_factory=lambda: [200, 201, 200, 204])
    asked: list[str] = field(default_factory=list)
    closed: bool = False

    @property
    def central(self) -> "Way":
        return self

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Reply:
        self.asked.append(method)
        if self.error:
            raise self.error
        return Reply(self.statuses.pop(0), {}, b"")

    def capabilities(self) -> Capabilities:
        can = {} if self.lacking else {"Patient": frozenset({"read", "update", "search-type"})}
        return Capabilities("4.0.1", self.software, can, frozenset(), batch=True)

    def pull(self, resource_type: str, cursor: str, limit: int = 200) -> Page:
        if self.refusal:
            raise self.refusal
        return Page(resource_type, (), "", last=True)

    def close(self) -> None:
        self.closed = True


def walk(way: Way, settings: ChannelSettings = GOOD, *, write: bool = False) -> list[Step]:
    heard: list[Step] = []

    def connect(_: ChannelSettings, __: str, ___: Event) -> Way:
        return way

    steps = check(connect, settings, "s", ("Patient",), write=write, tell=heard.append)
    assert heard == list(steps)
    return heard


def test_a_good_way_writes_nothing_unless_it_is_asked_to() -> None:
    way = Way()
    steps = walk(way)
    codes = [step.code for step in steps]
    assert all(step.well for step in steps)
    assert steps[4].sentence == "unknown, FHIR 4.0.1."
    assert walk(Way(software="HAPI 8"))[4].sentence == "HAPI 8, FHIR 4.0.1."
    assert codes == ["settings", "network", "tls", "clock", "service", "sign_in", "read"]
    assert (way.asked, way.closed) == (["GET"], True)
    steps = walk(Way(), write=True)
    assert (steps[-1].code, steps[-1].well) == ("write", True)
    assert not walk(Way(statuses=[200, 201, 404, 403]), write=True)[-1].well


@pytest.mark.parametrize(
    ("way", "code"),
    [
        (Way(error=Lost("no_name", "before", "x")), "network"),
        (Way(error=Refused("certificate_time", host="x")), "tls"),
        (Way(error=Refused("clock_ahead", host="x", minutes=9)), "clock"),
        (Way(refusal=Unanswered(Verdict.CHANNEL, "http_403", "no")), "sign_in"),
        (Way(refusal=Unanswered(Verdict.LATER, "odd_reply")), "service"),
    ],
)
def test_what_is_not_well_is_named_with_what_to_do(way: Way, code: str) -> None:
    last = walk(way)[-1]
    assert (last.code, last.well) == (code, False)
    assert last.sentence


def test_trouble_below_an_answer_is_told_as_itself() -> None:
    error = Unanswered(Verdict.LATER, "reset")
    error.__cause__ = Lost("reset", "after", "x")
    assert walk(Way(refusal=error))[-1].code == "network"


def test_the_clock_and_what_the_service_lacks_are_told() -> None:
    by_code = {step.code: step for step in walk(Way(skew_ms=90_000, lacking=("Patient",)))}
    assert (by_code["clock"].well, by_code["service"].well) == (False, False)
    assert "Patient" in by_code["service"].sentence
    assert next(s for s in walk(Way(skew_ms=None)) if s.code == "clock").well


def test_settings_and_sign_in_are_looked_at_first() -> None:
    assert [s.code for s in walk(Way(), ChannelSettings("http://x.no"))] == ["settings"]

    def connect(_: ChannelSettings, __: str, ___: Event) -> Way:
        raise Refused("sign_in_missing", host="x")

    assert [s.code for s in check(connect, GOOD, "s", ("Patient",))] == ["settings", "sign_in"]


def test_without_a_code_the_service_is_believed_and_that_is_told() -> None:
    found = check(lambda *_: Way(), GOOD, "s", ("Patient",), coded=False)
    assert found[0].code == "stations"
    assert "believed" in found[0].sentence
    assert all(step.well for step in found)

    def connect(_: ChannelSettings, __: str, ___: Event) -> Way:
        raise Refused("sign_in_missing", host="x")

    told = check(connect, ChannelSettings("http://x.no"), "s", ("Patient",), coded=False)
    assert [step.code for step in told] == ["stations", "settings"]
