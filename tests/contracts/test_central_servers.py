"""One contract that the client keeps with every server of others; they differ, and it copes."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from station.sync.central import Central
from station.sync.central_card import Holder, next_mark
from station.sync.values import Outcome, Sealed, Verdict
from tests.servers.central_desk import (
    Losing,
    flag,
    new_uuid,
    observation,
    pages,
    sealed,
    wire_to,
)
from tests.servers.hapi import hapi
from tests.servers.medplum import medplum
from tests.servers.running import Server
from tests.servers.sekmet import sekmet

MAKERS: dict[str, Callable[[Path], Server]] = {"sekmet": sekmet, "medplum": medplum}
if os.environ.get("TRY_HAPI"):  # it takes minutes to build, so only where it is asked for
    MAKERS["hapi"] = hapi
MANY = 500


@pytest.fixture(scope="module", params=list(MAKERS))
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server for all tests of it."""
    started = MAKERS[request.param](tmp_path_factory.mktemp(request.param)).start()
    yield started
    started.stop()


@pytest.fixture
def wire(server: Server) -> Iterator[Losing]:
    with closing(wire_to(server.base_url)) as opened:
        yield Losing(opened)


@pytest.fixture
def central(wire: Losing) -> Central:
    return Central(wire)


def done(outcomes: tuple[Outcome, ...]) -> list[str]:
    """The versions of what was sent; fails where anything is not done."""
    assert [(o.verdict, o.reason) for o in outcomes] == [(Verdict.DONE, "")] * len(outcomes)
    assert all(o.version for o in outcomes)
    return [o.version for o in outcomes]


class TestContract:
    def test_it_says_what_it_can_do(self, central: Central) -> None:
        able = central.capabilities()
        assert able.lacking(("Observation", "Patient", "CarePlan", "Flag", "Device")) == ()
        assert "4.0.2" not in able.fhir_version

    def test_a_record_is_stored_as_it_was_sent_and_read_back(self, central: Central) -> None:
        name = new_uuid()
        odd = [{"url": "urn:example:others", "valueString": "«æøå» – 3"}]
        body = flag(name, "first", extension=odd)
        version = done(central.upload([sealed(body)]))[0]
        found = central.fetch("Flag", name)
        assert found is not None
        assert (found.version, found.gone) == (version, False)
        assert {key: found.body[key] for key in body} == body
        assert central.fetch("Flag", new_uuid()) is None

    def test_an_update_names_its_version_and_gets_a_new_one(self, central: Central) -> None:
        name = new_uuid()
        first = done(central.upload([sealed(flag(name, "1"))]))[0]
        second = done(central.upload([sealed(flag(name, "2"), etag=first)]))[0]
        assert second != first
        found = central.fetch("Flag", name)
        assert found is not None
        assert found.body["code"] == {"text": "2"}

    def test_a_stale_update_changes_nothing_and_brings_what_is_there(
        self, central: Central
    ) -> None:
        name = new_uuid()
        first = done(central.upload([sealed(flag(name, "1"))]))[0]
        second = done(central.upload([sealed(flag(name, "2"), etag=first)]))[0]
        outcome = central.upload([sealed(flag(name, "3"), etag=first)])[0]
        assert outcome.verdict is Verdict.STALE
        assert outcome.found is not None
        assert (outcome.found.version, outcome.found.body["code"]) == (second, {"text": "2"})
        merged = sealed(flag(name, "3"), etag=outcome.found.version)
        assert done(central.upload([merged]))[0] not in {first, second}

    def test_what_another_station_made_is_never_overwritten(self, central: Central) -> None:
        name = new_uuid()
        theirs = done(central.upload([sealed(flag(name, "taken"))]))[0]
        outcome = central.upload([sealed(flag(name, "new"))])[0]
        assert outcome.verdict is Verdict.STALE
        assert outcome.found is not None
        assert (outcome.found.version, outcome.found.body["code"]) == (theirs, {"text": "taken"})

    def test_two_stations_that_make_the_same_at_once_lose_nothing(
        self, central: Central, wire: Losing
    ) -> None:
        name = new_uuid()
        theirs = sealed(flag(name, "theirs"))
        wire.meanwhile = lambda: done(central.upload([theirs]))
        outcome = central.upload([sealed(flag(name, "ours"))])[0]
        assert (outcome.verdict, outcome.reason_code) == (Verdict.STALE, "made_twice")
        assert outcome.found is not None
        assert outcome.found.body["code"] == {"text": "theirs"}
        merged = sealed(flag(name, "both"), etag=outcome.found.version)
        done(central.upload([merged]))

    def test_a_lost_answer_is_asked_for_and_nothing_is_written_twice(
        self, central: Central, wire: Losing
    ) -> None:
        new, old = new_uuid(), new_uuid()
        version = done(central.upload([sealed(flag(old, "1"))]))[0]
        batch = [sealed(flag(new, "n")), sealed(flag(old, "2"), etag=version)]
        wire.lose = True
        assert [o.verdict for o in central.upload(batch)] == [Verdict.LATER] * 2
        written = [central.fetch("Flag", name) for name in (new, old)]
        wire.lose = False
        for again in (True, False):
            outcomes = central.upload([replace(each, again=again) for each in batch])
            assert done(outcomes) == [each.version for each in written if each]

    def test_a_poisonous_record_is_held_and_blocks_nobody(self, central: Central) -> None:
        batch = [sealed(flag(new_uuid())) for _ in range(50)]
        batch[17] = sealed({**flag(new_uuid()), "resourceType": "Nonsense"})
        outcomes = central.upload(batch)
        assert [o.record_id for o in outcomes] == [s.record_id for s in batch]
        assert [i for i, o in enumerate(outcomes) if o.verdict is not Verdict.DONE] == [17]
        assert outcomes[17].verdict is Verdict.HELD
        assert outcomes[17].reason

    def test_a_record_of_two_resources_is_done_when_both_are(self, central: Central) -> None:
        main, extra = flag(new_uuid()), observation(new_uuid())
        done(central.upload([sealed(main, extra)]))
        assert central.fetch("Observation", str(extra["id"]))
        third = observation(new_uuid())
        # The main one is there, and the answer about the extra one never came.
        done(central.upload([sealed(main, third, again=True)]))
        assert central.fetch("Observation", str(third["id"]))

    def test_a_deleted_record_is_seen(self, central: Central, wire: Losing) -> None:
        name, kept = new_uuid(), new_uuid()
        body = {"resourceType": "Organization", "id": name, "name": "x"}
        versions = done(central.upload([sealed(body), sealed({**body, "id": kept})]))
        cursor = pages(central, "Organization")[-1].cursor
        wire.ask("DELETE", f"Organization/{name}")
        outcome = central.upload([sealed({**body, "name": "y"}, etag=versions[0])])[0]
        assert outcome.verdict is Verdict.STALE
        assert outcome.found is not None
        assert outcome.found.gone
        assert [each for each, _ in central.ids("Organization")] == [kept]
        items = [item for page in pages(central, "Organization", cursor) for item in page.items]
        if central.capabilities().history("Organization"):
            assert [item.resource_id for item in items if item.gone] == [name]
        assert kept in {item.resource_id for item in items}

    def test_pages_bring_everything_once_and_then_only_what_is_new(self, central: Central) -> None:
        batch = [sealed(observation(new_uuid(), 80 + i % 20)) for i in range(MANY)]
        told: list[tuple[int, int]] = []
        outcomes = central.upload(batch, lambda *each: told.append(each))
        done(outcomes)
        assert told == [(50 * i, MANY) for i in range(1, 11)]
        sent = {
            (s.resources[0].split('"id": "')[1][:36], o.version)
            for s, o in zip(batch, outcomes, strict=True)
        }
        read = pages(central, "Observation", limit=70)
        items = [(item.resource_id, item.version) for page in read for item in page.items]
        assert sent <= set(items)
        assert len(items) == len(set(items))
        assert max(len(page.items) for page in read) <= 280
        assert set(central.ids("Observation")) == set(items)
        one = sealed(observation(new_uuid()))
        version = done(central.upload([one]))[0]
        again = pages(central, "Observation", read[-1].cursor, limit=1000)
        assert version in {item.version for item in again[-1].items + again[0].items}
        assert again[-1].cursor != read[-1].cursor

    def test_a_search_by_identifier_stands_in_no_address(self, central: Central) -> None:
        name, number = new_uuid(), new_uuid()
        system = "urn:example:number"
        patient = {
            "resourceType": "Patient",
            "id": name,
            "identifier": [{"system": system, "value": number}],
        }
        done(central.upload([sealed(patient)]))
        found = central.search("Patient", identifier=f"{system}|{number}")
        assert [each.resource_id for each in found] == [name]
        assert central.search("Patient", identifier=f"{system}|{new_uuid()}") == ()

    def test_the_stations_card_shows_a_double(self, central: Central) -> None:
        station = new_uuid().replace("-", "")
        first = next_mark("")
        assert central.card(station, "", first).holder is Holder.NEW
        second = next_mark(first)
        assert central.card(station, first, second).holder is Holder.MINE
        # The answer was lost, and the same mark is written again.
        assert central.card(station, first, second).holder is Holder.MINE
        copy = central.card(station, first, next_mark(first))
        assert (copy.holder, copy.mark) == (Holder.ANOTHER, first)
        third = next_mark(second)
        assert central.card(station, second, third).holder is Holder.MINE
        # A server put back from a backup has an earlier mark of this station's.
        later = next_mark(next_mark(third))
        assert central.card(station, later, next_mark(later)).holder is Holder.BACK


def test_a_server_killed_amid_sending_loses_and_doubles_nothing(tmp_path: Path) -> None:
    server = sekmet(tmp_path).start()
    try:
        batch = [sealed(observation(new_uuid())) for _ in range(150)]
        killer = threading.Event()

        def tell(had: int, _of: int) -> None:
            if had >= 50 and not killer.is_set():
                killer.set()
                threading.Timer(0.02, server.kill).start()

        with closing(wire_to(server.base_url)) as wire:
            first = Central(wire).upload(batch, tell)
        server.kill()
        assert {o.verdict for o in first} == {Verdict.DONE, Verdict.LATER}
        server.start()
        left = [_again(s) for s, o in zip(batch, first, strict=True) if o.verdict is Verdict.LATER]
        with closing(wire_to(server.base_url)) as wire:
            done(Central(wire).upload(left))
            versions = dict(Central(wire).ids("Observation"))
        assert len(versions) == len(batch)
        assert set(versions.values()) == {"1"}
        acknowledged = {o.record_id: o.version for o in first if o.verdict is Verdict.DONE}
        there = {name.replace("-", ""): version for name, version in versions.items()}
        assert acknowledged.items() <= there.items()
    finally:
        server.stop()


def _again(record: Sealed) -> Sealed:
    return replace(record, again=True)
