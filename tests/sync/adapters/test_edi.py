"""Letters are handed over once, and a HER-id that another program holds stops the channel."""

from collections.abc import Iterator

import pytest

from station.core.clock import FixedClock
from station.sync.adapters.apprec import Receipt, Taken
from station.sync.adapters.dialogmelding import message
from station.sync.adapters.edi import Edi, handed_over
from station.sync.values import Sealed
from tests.sync.adapters.fakes import Answer, EdiService, wired
from tests.sync.adapters.samples import golden, letter, pretty, sealed


@pytest.fixture
def service() -> EdiService:
    return EdiService()


@pytest.fixture
def edi(service: EdiService, clock: FixedClock) -> Iterator[Edi]:
    with wired(service, clock) as wire:
        yield Edi(wire)


def ready(*, again: bool = False) -> Sealed:
    made = letter()
    body = handed_over(made.message_id, message(made), "8000002", "8000004", "0.1.0")
    return sealed("letters", "d" * 32, body, again=again)


def test_what_is_sent_is_what_the_golden_file_says() -> None:
    made = pretty(handed_over("m-1", b"<MsgHead/>", "8000002", "8000004", "0.1.0"))
    assert golden("edi-message.json", made) == made


def test_a_letter_is_handed_over_whole(edi: Edi, service: EdiService) -> None:
    found = edi.upload([ready()])[0]
    assert found.verdict == "done"
    assert service.kept[found.version] == message(letter())


def test_a_repeat_is_the_same_letter(edi: Edi, service: EdiService) -> None:
    service.lose_next = True
    assert edi.upload([ready()])[0].verdict == "later"
    assert edi.upload([ready(again=True)])[0].verdict == "done"
    assert len(set(service.kept.values())) == 1


def test_a_her_id_held_by_another_stops_the_channel(edi: Edi, service: EdiService) -> None:
    service.locked = True
    found = edi.upload([ready(), ready()])
    assert [(each.verdict, each.reason_code) for each in found] == [("channel", "her_id_taken")] * 2
    assert found[0].reason == "Locked: HER-id 8000001 is locked to another client"
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(400, "held"), (403, "channel"), (409, "held"), (413, "held"), (429, "later"), (500, "later")],
)
def test_what_a_refusal_means(edi: Edi, service: EdiService, status: int, verdict: str) -> None:
    service.faults = [Answer(status, {"title": "no"}, headers={"retry-after": "2"})]
    found = edi.upload([ready()])[0]
    assert (found.verdict, found.reason, found.wait_ms) == (verdict, "no", 2000)


def test_a_page_in_place_of_an_answer_is_not_quoted(edi: Edi, service: EdiService) -> None:
    service.faults = [Answer(500, b"<html>oops", "text/html"), Answer(500, b"busy", "text/plain")]
    assert [edi.upload([ready()])[0].reason for _ in range(2)] == ["", "busy"]


@pytest.mark.parametrize(
    ("said", "receipt"),
    [
        ({}, None),
        ({"appRecStatus": "ok"}, Receipt("x", Taken.OK)),
        (
            {"appRecStatus": "Rejected", "appRecErrors": [{"description": "Ukjent pasient"}, {}]},
            Receipt("x", Taken.REFUSED, "Ukjent pasient"),
        ),
        ({"appRecStatus": "OkErrorInMessagePart"}, Receipt("x", Taken.REMARK)),
        ({"appRecStatus": "new word"}, None),
    ],
)
def test_what_the_receiver_said_is_asked_for(
    edi: Edi, service: EdiService, said: dict[str, object], receipt: Receipt | None
) -> None:
    service.said = said
    assert edi.receipt("x") == receipt


def test_no_receipt_without_an_answer(edi: Edi, service: EdiService, clock: FixedClock) -> None:
    service.faults = [Answer(404)]
    assert edi.receipt("x") is None
    with wired(EdiService(), clock) as wire:
        away = Edi(wire)
    assert away.receipt("x") is None
    assert away.upload([ready()])[0].verdict == "later"
