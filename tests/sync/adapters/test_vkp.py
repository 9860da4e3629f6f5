"""A closed alert becomes one document, in order, and lands in the journal once."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.sync import fhir
from station.sync.adapters.vkp import Closing, Meter, Vkp, document
from station.sync.values import Resource, Sealed
from tests.sync.adapters.fakes import FHIR, Answer, VkpService, outcome, wired
from tests.sync.adapters.samples import (
    AT,
    NURSE,
    PERSON,
    SENDER,
    golden,
    kept,
    pretty,
    sealed,
)

ALERT = "a" * 32
CLOSING = Closing(
    ALERT,
    "red",
    AT,
    AT + 1_800_000,
    NURSE,
    "Rask Elg",
    "SpO₂ under grensen",
    "SpO₂ 84 % <85 % & falt\nto ganger",
    "Ringte. Hun satte seg opp og tok medisinen.",
    observation=kept(),
    meter=Meter("Nonin 3230", "501234567"),
)
ANSWERS: Resource = {
    "resourceType": "QuestionnaireResponse",
    "id": "to-be-left-out",
    "questionnaire": "https://fjellsund.example/skjema/daglig|1",
    "status": "completed",
    "authored": "2026-11-20T09:00:00+01:00",
    "item": [{"linkId": "1", "answer": [{"valueInteger": 3}]}],
}


@pytest.fixture
def service() -> VkpService:
    return VkpService()


@pytest.fixture
def vkp(service: VkpService, clock: FixedClock) -> Iterator[Vkp]:
    with wired(service, clock) as wire:
        yield Vkp(wire)


def closed(closing: Closing = CLOSING, *, former: str = "", again: bool = False) -> Sealed:
    made = document(closing, PERSON, SENDER, former)
    return sealed("alerts", closing.alert_id, made, former, again=again)


def types(made: Resource) -> list[str]:
    return [entry["resource"]["resourceType"] for entry in made["entry"]]  # type: ignore[attr-defined]


def test_what_is_sent_is_what_the_golden_file_says() -> None:
    made = pretty(document(CLOSING, PERSON, SENDER))
    assert golden("vkp-measurement.json", made) == made
    answered = replace(CLOSING, response=ANSWERS, observation=None, level="yellow")
    form = pretty(document(answered, PERSON, SENDER))
    assert golden("vkp-form.json", form) == form


def test_the_note_comes_first_and_then_the_alert() -> None:
    made = document(CLOSING, PERSON, SENDER)
    assert types(made) == ["Composition", "DetectedIssue", "Observation", "Device"]
    both = replace(CLOSING, response=ANSWERS)
    wanted = ["Composition", "DetectedIssue", "QuestionnaireResponse", "Observation", "Device"]
    assert types(document(both, PERSON, SENDER)) == wanted
    bare = replace(CLOSING, observation=None)
    assert types(document(bare, PERSON, SENDER)) == ["Composition", "DetectedIssue"]


def test_what_people_wrote_is_text_and_never_markup() -> None:
    made = fhir.text(document(CLOSING, PERSON, SENDER))
    assert "&lt;85 % &amp; falt<br/>to ganger" in made
    empty = fhir.text(document(replace(CLOSING, done=""), PERSON, SENDER))
    assert '<div xmlns=\\"http://www.w3.org/1999/xhtml\\">–</div>' in empty


@pytest.mark.parametrize(
    ("level", "colour"), [("red", "Rød"), ("yellow", "Gul"), ("green", "Grønn")]
)
def test_the_colour_is_told(level: str, colour: str) -> None:
    made = document(replace(CLOSING, level=level), PERSON, SENDER)
    assert made["entry"][1]["resource"]["detail"] == colour  # type: ignore[index]


def test_a_meter_without_a_number_is_named_only() -> None:
    made = document(replace(CLOSING, meter=Meter("Nonin 3230")), PERSON, SENDER)
    assert "serialNumber" not in made["entry"][3]["resource"]  # type: ignore[index]
    alone = document(replace(CLOSING, meter=None), PERSON, SENDER)
    assert types(alone)[-1] == "Observation"


def test_what_is_told_anew_replaces_the_former_note() -> None:
    first = document(CLOSING, PERSON, SENDER)["identifier"]["value"]  # type: ignore[index]
    other = document(replace(CLOSING, done="Ringte legen også."), PERSON, SENDER, first)
    note = other["entry"][0]["resource"]  # type: ignore[index]
    assert note["relatesTo"][0]["targetIdentifier"]["value"] == first
    assert note["identifier"]["value"] != first
    same = document(replace(CLOSING, done="Ringte legen også."), PERSON, SENDER, first)
    assert same == other


def test_a_closing_arrives_once(vkp: Vkp, service: VkpService) -> None:
    service.lose_next = True
    assert vkp.upload([closed()])[0].verdict == "later"
    found = vkp.upload([closed(again=True)])[0]
    assert found.verdict == "done"
    assert found.version == json.loads(closed().resources[0])["identifier"]["value"]
    assert len(service.kept) == 1
    assert all(PERSON.number not in each.path for each in service.asked)


def test_what_was_never_there_is_sent_again(vkp: Vkp, service: VkpService) -> None:
    assert vkp.upload([closed(again=True)])[0].verdict == "done"
    assert len(service.kept) == 1


def test_already_journalled_is_done(vkp: Vkp) -> None:
    assert [each.verdict for each in vkp.upload([closed(), closed()])] == ["done", "done"]


def test_a_journal_that_cannot_be_asked_leaves_it_to_a_person(
    vkp: Vkp, service: VkpService
) -> None:
    service.searchable = False
    found = vkp.upload([closed(again=True)])[0]
    assert (found.verdict, found.reason_code) == ("held", "unsure")
    assert not service.kept


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (400, "held"),
        (401, "channel"),
        (403, "channel"),
        (412, "held"),
        (422, "held"),
        (423, "channel"),
        (429, "later"),
        (500, "later"),
        (503, "later"),
    ],
)
def test_what_a_refusal_means(vkp: Vkp, service: VkpService, status: int, verdict: str) -> None:
    service.faults = [Answer(status, outcome("for 01817012345"), FHIR), None]
    found = vkp.upload([closed()])[0]
    if status == 412:
        # Not in the journal, and refused as being there: somebody has to look.
        assert found.reason == "for […]"
    assert found.verdict == verdict
    assert "01817012345" not in found.reason


def test_when_nothing_is_taken_the_rest_is_not_tried(vkp: Vkp, service: VkpService) -> None:
    service.faults = [Answer(403, outcome("no"), FHIR)]
    other = closed(replace(CLOSING, alert_id="b" * 32))
    found = vkp.upload([closed(), other])
    assert [each.verdict for each in found] == ["channel", "channel"]
    assert found[1].record_id == "b" * 32
    assert len(service.asked) == 1


def test_a_stop_leaves_the_rest(vkp: Vkp) -> None:
    told: list[tuple[int, int]] = []
    found = vkp.upload([closed(), closed()], lambda *at: told.append(at), lambda: bool(told))
    assert [each.verdict for each in found] == ["done", "later"]
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer(200, outcome("no"), FHIR), "held"),
        (Answer(200, outcome("fine", "information"), FHIR), "done"),
        (Answer(200, [1], FHIR), "later"),
    ],
)
def test_a_good_status_is_believed_unless_the_body_says_no(
    vkp: Vkp, service: VkpService, answer: Answer, verdict: str
) -> None:
    service.faults = [answer]
    assert vkp.upload([closed()])[0].verdict == verdict


@pytest.mark.parametrize("answer", [Answer(503), Answer(200, [1])])
def test_a_search_without_an_answer_is_for_later(
    vkp: Vkp, service: VkpService, answer: Answer
) -> None:
    service.faults = [answer]
    assert vkp.upload([closed(again=True)])[0].verdict == "later"


def test_no_way_there_is_for_later(clock: FixedClock) -> None:
    with wired(VkpService(), clock) as wire:
        vkp = Vkp(wire)
    found = vkp.upload([closed(), closed(again=True)])
    assert [each.verdict for each in found] == ["later", "later"]


def test_the_service_itself_minds_header_and_order(service: VkpService) -> None:
    """What the stand-in refuses: else the tests above would prove nothing."""
    with wired(service, FixedClock(AT)) as wire:
        kind = {"content-type": FHIR}
        assert wire.ask("POST", "bundle", body=b"{}", headers=kind).status == 400
        made = dict(document(CLOSING, PERSON, SENDER))
        made["entry"] = made["entry"][::-1]  # type: ignore[index]
        headers = kind | {"ServiceCodes": "dho"}
        body = fhir.text(made).encode()
        assert wire.ask("POST", "bundle", body=body, headers=headers).status == 400
