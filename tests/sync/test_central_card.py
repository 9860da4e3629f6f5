"""The station's card at the centre, and what a server says it can do."""

import pytest

from station.sync.central_card import Holder, is_card, mark_of, next_mark
from station.sync.central_replies import Unanswered
from station.sync.values import Verdict
from tests.sync.central_fake import (
    Answer,
    Asked,
    Fake,
    central,
    lost,
    meta,
    outcome,
    refused,
    reply,
    whenever,
)

STATION = "0123456789abcdef0123456789abcdef"
CARD = "Device/01234567-89ab-cdef-0123-456789abcdef"


def writes(asked: Asked) -> bool:
    return asked.method == "PUT"


def test_marks_count_and_are_never_the_same() -> None:
    first = next_mark("")
    assert first.startswith("1-")
    assert next_mark(first).startswith("2-")
    assert next_mark(first) != next_mark(first)
    assert next_mark("what").startswith("1-")


def test_each_run_writes_its_mark_over_the_one_before() -> None:
    fake, mark = Fake(), ""
    for number, holder in enumerate([Holder.NEW, Holder.MINE, Holder.MINE], 1):
        card = central(fake).card(STATION, mark, next_mark(mark))
        assert (card.holder, card.trouble) == (holder, None)
        mark = card.mark
        assert (mark_of(fake.held[CARD]), mark[:2]) == (mark, f"{number}-")
    matches = [asked.headers.get("if-match") for asked in fake.asked if writes(asked)]
    assert matches == [None, 'W/"1"', 'W/"2"']


def test_a_card_written_though_its_answer_was_lost_is_still_mine() -> None:
    fake = Fake()
    fresh = next_mark("")

    def odd(asked: Asked) -> Exception | None:
        if not writes(asked):
            return None
        fake.plain(asked)
        return lost()

    fake.odd = odd
    card = central(fake).card(STATION, "", fresh)
    assert (card.holder, card.mark, card.trouble and card.trouble.code) == (
        Holder.UNKNOWN,
        "",
        "reset",
    )
    fake.odd = lambda _asked: None
    assert central(fake).card(STATION, "", fresh).holder is Holder.MINE


@pytest.mark.parametrize(
    ("there", "holder"),
    [
        ("4-" + "a" * 32, Holder.ANOTHER),
        ("5-" + "b" * 32, Holder.ANOTHER),
        ("3-" + "a" * 32, Holder.BACK),
        ("?", Holder.BACK),
    ],
)
def test_another_mark_shows_a_double_or_a_server_that_went_back(there: str, holder: Holder) -> None:
    fake = Fake()
    central(fake).card(STATION, "", there)
    kept = "4-" + "c" * 32
    card = central(fake).card(STATION, kept, next_mark(kept))
    assert card.holder is holder
    assert (card.mark == kept) is (holder is Holder.ANOTHER)
    assert (mark_of(fake.held[CARD]) == there) is (holder is Holder.ANOTHER)


def test_whose_it_is_can_be_asked_without_writing_on_it() -> None:
    fake = Fake()
    mark, fresh = "5-" + "a" * 32, next_mark("")
    assert central(fake).whose(STATION, "", fresh) is Holder.NEW
    assert central(fake).whose(STATION, mark, fresh) is Holder.BACK
    central(fake).card(STATION, "", mark)
    assert central(fake).whose(STATION, mark, fresh) is Holder.MINE
    assert central(fake).whose(STATION, "", mark) is Holder.MINE
    assert central(fake).whose(STATION, "6-" + "a" * 32, fresh) is Holder.BACK
    assert central(fake).whose(STATION, "4-" + "a" * 32, fresh) is Holder.ANOTHER
    assert sum(map(writes, fake.asked)) == 1


def test_a_card_that_is_gone_shows_a_server_that_went_back() -> None:
    fake = Fake()
    assert central(fake).card(STATION, "3-" + "a" * 32, "4-" + "a" * 32).holder is Holder.BACK
    gone = Fake(lambda asked: None if writes(asked) else reply(410))
    assert central(gone).card(STATION, "3-" + "a" * 32, "4-" + "a" * 32).holder is Holder.BACK


def test_somebody_who_writes_at_the_same_moment_is_another() -> None:
    fake = Fake()
    mark = central(fake).card(STATION, "", next_mark("")).mark
    fake.odd = lambda asked: reply(412, outcome()) if writes(asked) else None
    assert central(fake).card(STATION, mark, next_mark(mark)).holder is Holder.ANOTHER


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(reply(500), Verdict.LATER), (reply(403), Verdict.CHANNEL), (refused(), Verdict.CHANNEL)],
)
def test_a_card_that_cannot_be_written_or_read_is_unknown(answer: Answer, verdict: Verdict) -> None:
    for fits in (writes, lambda asked: not writes(asked)):
        fake = Fake(whenever(answer, fits))
        card = central(fake).card(STATION, "", next_mark(""))
        assert (card.holder, card.mark) == (Holder.UNKNOWN, "")
        assert card.trouble
        assert card.trouble.verdict is verdict


@pytest.mark.parametrize(
    "body", [{}, {"identifier": "x"}, {"identifier": ["x", {"system": "urn:other", "value": "1"}]}]
)
def test_a_card_that_bears_no_mark_is_nobodys(body: dict[str, object]) -> None:
    """Somebody wrote over it: what was written there since is not known."""
    assert mark_of(body) == "?"
    fake = Fake(held={CARD: {"resourceType": "Device", "id": CARD[7:], "meta": {}, **body}})
    kept = "4-" + "c" * 32
    fake.held[CARD]["meta"] = {"versionId": "9"}
    assert central(fake).card(STATION, kept, next_mark(kept)).holder is Holder.BACK


def test_a_card_is_told_from_equipment() -> None:
    fake = Fake()
    central(fake).card(STATION, "", next_mark(""))
    sent = next(asked.body for asked in fake.asked if writes(asked))
    assert sent
    assert is_card(sent)
    for other in (
        {},
        {"meta": 7},
        {"meta": {"tag": "x"}},
        {"meta": {"tag": [{"code": "devices"}]}},
    ):
        assert not is_card(other)


def test_the_card_says_only_that_a_station_is_there() -> None:
    fake = Fake()
    central(fake).card(STATION, "", next_mark(""))
    assert set(fake.held[CARD]) == {
        "resourceType",
        "id",
        "meta",
        "identifier",
        "status",
        "deviceName",
    }
    assert meta(fake.held[CARD])["versionId"] == "1"


def able(**more: object) -> dict[str, object]:
    kinds = [
        {
            "type": "Flag",
            "updateCreate": True,
            "interaction": [{"code": c} for c in ("read", "update", "search-type", "history-type")],
        },
        {"type": "Patient", "updateCreate": False, "interaction": [{"code": "read"}]},
    ]
    rest = {"mode": "server", "interaction": [{"code": "batch"}], "resource": kinds}
    software = {"name": "HAPI FHIR Server", "version": "8.8.0"}
    body = {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "software": software}
    return {**body, "rest": [{"mode": "client"}, rest], **more}


def test_a_server_says_what_it_can_do_and_is_asked_once() -> None:
    fake = Fake(lambda _asked: reply(200, able()))
    client = central(fake)
    told = client.capabilities()
    assert client.capabilities() is told
    assert [asked.path for asked in fake.asked] == ["metadata"]
    assert (told.fhir_version, told.software) == ("4.0.1", "HAPI FHIR Server 8.8.0")
    assert (told.history("Flag"), told.history("Patient"), told.history("Task")) == (
        True,
        False,
        False,
    )
    assert told.lacking(["Flag"]) == ()
    assert told.lacking(["Flag", "Patient", "Task"]) == (
        "Patient:update",
        "Patient:search-type",
        "Patient:update_create",
        "Task",
    )


@pytest.mark.parametrize("version", ["3.0.2", "4.3.0", "5.0.0", ""])
def test_another_fhir_version_is_said(version: str) -> None:
    client = central(Fake(lambda _asked: reply(200, able(fhirVersion=version))))
    assert client.capabilities().lacking(["Flag"]) == ("fhir_version",)


@pytest.mark.parametrize("rest", [None, [], [{"mode": "client"}], "what", [{"resource": "what"}]])
def test_a_statement_that_says_nothing_lacks_everything(rest: object) -> None:
    client = central(Fake(lambda _asked: reply(200, able(rest=rest, software=None))))
    assert client.capabilities().lacking(["Flag"]) == ("batch", "Flag")
    assert client.capabilities().software == ""


def test_what_is_no_fhir_server_is_said() -> None:
    client = central(Fake(lambda _asked: reply(200, {"resourceType": "Flag"})))
    with pytest.raises(Unanswered) as trouble:
        client.capabilities()
    assert (trouble.value.code, trouble.value.verdict) == ("no_fhir_server", Verdict.CHANNEL)


@pytest.mark.parametrize(("status", "gone"), [(404, None), (410, True)])
def test_what_is_not_there_is_told_from_what_is_gone(status: int, gone: bool | None) -> None:
    found = central(Fake(lambda _asked: reply(status))).fetch("Flag", "a")
    assert (found and found.gone) is gone
