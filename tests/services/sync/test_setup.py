"""Setting the exchange up: what is refused and why, on, off, and years of records made ready."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.models.queries import sync_status
from station.models.records import hand
from station.rules.synced import KINDS
from station.services.sync import setup as sync_setup
from station.services.sync.setup import ChannelSettings, SyncSetup
from station.services.sync.values import Progress
from station.services.today.watch import STATION
from tests.cohort import Cohort

GOOD = ChannelSettings(
    " https://fhir.example.no/r4/ ",
    client_id=" station ",
    token_url="https://sign.example.no/token",
    scope=" a  b ",
)


def noted(cohort: Cohort) -> list[tuple[object, ...]]:
    with cohort.station.record.read() as reader:
        return reader.raw("SELECT kind, count(*) FROM sync_log GROUP BY kind ORDER BY kind")


def test_settings_are_tidied_kept_and_read_again(cohort: Cohort) -> None:
    setup = SyncSetup(cohort.station.record)
    assert setup.settings(cohort.session) == ChannelSettings()
    kept = setup.keep(cohort.session, GOOD)
    assert (kept.address, kept.client_id, kept.scope) == (
        "https://fhir.example.no/r4",
        "station",
        "a b",
    )
    assert setup.settings(cohort.session) == kept
    assert kept.sign_in_place().host == "sign.example.no"
    pinned = replace(kept, pins=("a",))
    assert ChannelSettings.from_text(pinned.to_text()) == pinned
    assert ChannelSettings.from_text('{"unheard": 1}') == ChannelSettings()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"address": "http://fhir.example.no"}, "address_http"),
        ({"address": ""}, "address_odd"),
        ({"sign_in": "guess"}, "sync_sign_in_odd"),
        ({"algorithm": "none"}, "sync_sign_in_odd"),
        ({"client_id": "  "}, "sync_client_missing"),
        ({"token_url": "nowhere"}, "address_odd"),
        ({"pins": ("abc", " ")}, "pins_odd"),
        ({"batch": 0}, "sync_numbers_odd"),
        ({"batch": 201}, "sync_numbers_odd"),
        ({"every_s": 9}, "sync_numbers_odd"),
        ({"every_s": 3601}, "sync_numbers_odd"),
        ({"keep_days": 0}, "sync_numbers_odd"),
        ({"keep_days": 366}, "sync_numbers_odd"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(change: dict[str, object], code: str) -> None:
    with pytest.raises(Trouble) as caught:
        sync_setup.check(replace(GOOD, **change))  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.sentence()


def test_the_outermost_numbers_and_no_sign_in_are_taken() -> None:
    for taken in (
        replace(GOOD, batch=1, every_s=10, keep_days=1),
        replace(GOOD, batch=200, every_s=3600),
        replace(GOOD, sign_in="none", client_id="", token_url=""),
    ):
        assert sync_setup.check(taken).every_s == taken.every_s


def test_it_is_switched_on_only_when_it_is_known_where(cohort: Cohort) -> None:
    setup = SyncSetup(cohort.station.record)
    with pytest.raises(Trouble) as caught:
        setup.switch_on(cohort.session)
    assert caught.value.code == "sync_not_set_up"
    setup.keep(cohort.session, GOOD)
    for _ in range(2):
        setup.switch_on(cohort.session)
    with cohort.station.record.read() as reader:
        station, row = hand.station_id(reader), sync_status.channel(reader, "centre")
        assert row is not None
        assert (len(station), row.enabled, hand.capturing(reader)) == (32, True, True)
    setup.switch_off(cohort.session)
    with cohort.station.record.read() as reader:
        row = sync_status.channel(reader, "centre")
        assert row is not None
        # Changes are noted all the same: nothing is lost until it is switched on again.
        assert (row.enabled, hand.capturing(reader)) == (False, True)


def test_only_who_may_change_the_office_sets_it_up(cohort: Cohort) -> None:
    setup, substitute = SyncSetup(cohort.station.record), replace(cohort.session, role="substitute")
    jobs = (
        lambda: setup.keep(substitute, GOOD),
        lambda: setup.switch_on(substitute),
        lambda: setup.switch_off(substitute),
        lambda: setup.share(substitute),
    )
    for job in jobs:
        with pytest.raises(Trouble) as caught:
            job()
        assert caught.value.code == "not_allowed"


def test_what_was_stored_before_is_noted_once_however_often_it_is_begun(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_setup, "STEP", 2)
    elg = cohort.followed("Rask Elg")
    cohort.spo2(elg, 92, 91, 85)
    record = cohort.station.record
    with record.write(STATION) as writer:
        assert sync_setup.prepared(writer) is None
        assert not sync_setup.prepare(writer)
        sync_setup.share(writer)
    # Somebody works on before it is done: a reading is noted by its trigger.
    cohort.spo2(elg, 90)
    told: list[Progress] = []
    more = True
    while more:
        with record.write(STATION) as writer:
            more = sync_setup.prepare(writer)
            if (progress := sync_setup.prepared(writer)) is not None:
                told.append(progress)
    assert all(each.done <= each.total for each in told)
    assert [each.done for each in told] == sorted(each.done for each in told)
    with record.read() as reader:
        for kind in KINDS:
            here = reader.raw(f"SELECT count(*) FROM {kind.name}")[0][0]  # noqa: S608
            known = reader.raw(
                "SELECT count(DISTINCT record_id) FROM sync_log WHERE kind = ?", (kind.name,)
            )[0][0]
            assert known == here, kind.name
    before = noted(cohort)
    with record.write(STATION) as writer:
        writer.execute("UPDATE meta SET value = '' WHERE key = 'sync_backfill'")
        writer.audit("x", "y", "z")
    SyncSetup(record).share(cohort.session)
    assert noted(cohort) == before
