"""PMD gets readings once, corrections as new ones, and its half answers are understood."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.sync.adapters.pmd import (
    OBSERVATIONS,
    REPLACES,
    Pmd,
    _names,
    bundle,
    name_of,
    observation,
)
from station.sync.http import Wire
from station.sync.values import Outcome, Verdict
from tests.sync.adapters.fakes import Answer, PmdService, outcome, wired
from tests.sync.adapters.samples import (
    AT,
    PERSON,
    SENDER,
    golden,
    kept,
    pretty,
    reading,
    sealed_reading,
)


@pytest.fixture
def service() -> PmdService:
    return PmdService()


@pytest.fixture
def wire(service: PmdService, clock: FixedClock) -> Iterator[Wire]:
    with wired(service, clock) as found:
        yield found


@pytest.fixture
def pmd(wire: Wire, clock: FixedClock) -> Pmd:
    return Pmd(wire, clock, SENDER)


def verdicts(outcomes: Iterable[Outcome]) -> list[str]:
    return [each.verdict.value for each in outcomes]


def test_what_is_sent_is_what_the_golden_file_says() -> None:
    first, other = (
        "0" * 7 + "1-0000-4000-8000-000000000001",
        "0" * 7 + "2-0000-4000-8000-000000000002",
    )
    sent = observation(kept(), first, PERSON, SENDER)
    fixed = observation(kept(), other, PERSON, SENDER, former=first)
    made = pretty(bundle([sent, fixed], "collection", SENDER, AT))
    assert golden("pmd-collection.json", made) == made


def test_a_municipality_without_a_number_is_not_tagged() -> None:
    nameless = replace(SENDER, municipality="")
    sent = observation(kept(), "0" * 8, PERSON, nameless)
    assert "meta" in bundle([sent], "batch", SENDER, AT)
    assert "meta" not in bundle([sent], "batch", nameless, AT)


def test_what_a_search_finds_is_known_by_our_identifier_only() -> None:
    ours = {"system": OBSERVATIONS, "value": "a"}
    theirs = {"system": "urn:other", "value": "b"}
    found = {"entry": [{"resource": {"id": "7", "identifier": [theirs, ours]}}, {}, "x"]}
    assert list(_names(found)) == ["7", "a", ""]


def test_nothing_of_stations_own_and_no_free_text_goes_out() -> None:
    said = sealed_reading().resources[0]
    assert "urn:station:fhir" not in said
    assert "har det" not in said
    assert "Rask Elg" not in said
    assert "Patient/" not in said


def test_the_patient_stands_in_the_body_only(pmd: Pmd, service: PmdService) -> None:
    pmd.upload([sealed_reading(1), sealed_reading(2, again=True)])
    assert all(PERSON.number not in each.path for each in service.asked)
    assert service.kept[0]["subject"]["identifier"]["value"] == PERSON.number


def test_each_reading_is_told_its_own_fate(pmd: Pmd, service: PmdService) -> None:
    poison = json.loads(sealed_reading(2).resources[0])["id"]
    service.refuse = lambda each: ("422", "the code is not known") if each["id"] == poison else None
    found = pmd.upload([sealed_reading(1), sealed_reading(2), sealed_reading(3)])
    assert verdicts(found) == ["done", "held", "done"]
    assert found[1].reason == "the code is not known"
    assert found[0].version == json.loads(sealed_reading(1).resources[0])["id"]


@pytest.mark.parametrize("named", [True, False])
def test_answers_are_matched_by_name_or_by_place(clock: FixedClock, named: bool) -> None:
    service = PmdService(named=named)
    with wired(service, clock) as wire:
        found = Pmd(wire, clock, SENDER).upload([sealed_reading(1), sealed_reading(2)])
    assert verdicts(found) == ["done", "done"]


@pytest.mark.parametrize(
    ("named", "said"), [(True, ["done", "later"]), (False, ["later", "later"])]
)
def test_a_short_answer_is_asked_about_before_it_is_sent_again(
    clock: FixedClock, named: bool, said: list[str]
) -> None:
    service = PmdService(named=named)
    service.shorten = 1
    with wired(service, clock) as wire:
        pmd = Pmd(wire, clock, SENDER)
        assert verdicts(pmd.upload([sealed_reading(1), sealed_reading(2)])) == said
        service.shorten = 0
        again = [sealed_reading(1, again=True), sealed_reading(2, again=True)]
        assert verdicts(pmd.upload(again)) == ["done", "done"]
    assert len(service.kept) == 2


def test_a_lost_answer_doubles_nothing(pmd: Pmd, service: PmdService) -> None:
    service.lose_next = True
    assert verdicts(pmd.upload([sealed_reading()])) == ["later"]
    assert verdicts(pmd.upload([sealed_reading(again=True)])) == ["done"]
    assert len(service.kept) == 1


def test_a_batch_says_with_each_entry_what_to_do(clock: FixedClock) -> None:
    service = PmdService("batch")
    with wired(service, clock) as wire:
        sent = Pmd(wire, clock, SENDER, bundle_type="batch").upload([sealed_reading()])
        refused = Pmd(wire, clock, SENDER).upload([sealed_reading(2)])
    assert verdicts(sent) == ["done"]
    assert verdicts(refused) == ["held"]


def test_a_type_that_pmd_has_not_is_a_bug(wire: Wire, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="collection or a batch"):
        Pmd(wire, clock, SENDER, bundle_type="transaction")


def test_a_correction_is_a_new_observation_that_points_at_the_old(
    pmd: Pmd, service: PmdService
) -> None:
    former = pmd.upload([sealed_reading()])[0].version
    fixed = sealed_reading(former=former, value=88.0)
    gone = sealed_reading(former=former, excluded="test", excluded_at=AT)
    assert verdicts(pmd.upload([fixed, gone])) == ["done", "done"]
    assert [each["status"] for each in service.kept] == ["final", "amended", "entered-in-error"]
    assert len({each["id"] for each in service.kept}) == 3
    for each in service.kept[1:]:
        pointing = each["extension"][0]
        assert pointing["url"] == REPLACES
        wanted = {"system": OBSERVATIONS, "value": former}
        assert pointing["valueReference"]["identifier"] == wanted


def test_the_same_correction_has_the_same_name() -> None:
    fields = reading(value=88.0)
    record_id = str(fields["id"])
    assert name_of(record_id, fields, "x") == name_of(record_id, dict(fields), "x")
    assert name_of(record_id, fields, "x") != name_of(record_id, reading(value=89.0), "x")
    assert name_of(record_id, fields, "").replace("-", "") == record_id


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_refused_bundle_is_halved_until_the_poison_stands_alone(
    pmd: Pmd, service: PmdService, status: int
) -> None:
    bad = Answer(status, outcome("too much"), "application/fhir+json")
    service.faults = [bad, None, bad, bad]
    found = pmd.upload([sealed_reading(each) for each in (1, 2, 3)])
    assert verdicts(found) == ["done", "held", "done"]
    assert found[1].reason_code == f"http_{status}"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (403, "channel"),
        (404, "channel"),
        (409, "held"),
        (423, "channel"),
        (429, "later"),
        (503, "later"),
    ],
)
def test_what_is_said_of_the_whole_holds_for_each(
    pmd: Pmd, service: PmdService, status: int, verdict: str
) -> None:
    service.faults = [Answer(status, outcome("no"), headers={"retry-after": "7"})]
    found = pmd.upload([sealed_reading(1), sealed_reading(2)])
    assert verdicts(found) == [verdict, verdict]
    assert found[0].wait_ms == 7000


def test_an_outcome_with_a_good_status_is_a_refusal(pmd: Pmd, service: PmdService) -> None:
    no = Answer(200, outcome("stop"), "application/fhir+json")
    service.faults = [no, no, None]
    assert verdicts(pmd.upload([sealed_reading(1), sealed_reading(2)])) == ["held", "done"]


def test_an_answer_that_is_no_object_is_asked_about_later(pmd: Pmd, service: PmdService) -> None:
    service.faults = [Answer(200, [1, 2])]
    assert verdicts(pmd.upload([sealed_reading()])) == ["later"]


def test_already_there_is_done_only_if_it_is_ours(pmd: Pmd, service: PmdService) -> None:
    pmd.upload([sealed_reading(1)])
    assert verdicts(pmd.upload([sealed_reading(1)])) == ["done"]
    service.refuse = lambda _: ("409", "somebody else's")
    assert verdicts(pmd.upload([sealed_reading(2)])) == ["held"]


@pytest.mark.parametrize(
    ("status", "verdict"), [("404", "held"), ("429", "later"), ("500", "later"), ("odd", "later")]
)
def test_the_status_of_an_entry_is_about_the_entry(
    pmd: Pmd, service: PmdService, status: str, verdict: str
) -> None:
    service.refuse = lambda _: (status, "words")
    assert verdicts(pmd.upload([sealed_reading()])) == [verdict]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer(503), "later"),
        (Answer(403), "channel"),
        (Answer(409), "held"),
        (Answer(200, [1]), "later"),
    ],
)
def test_who_cannot_be_asked_is_not_sent_to_again(
    pmd: Pmd, service: PmdService, answer: Answer, verdict: str
) -> None:
    service.faults = [answer]
    assert verdicts(pmd.upload([sealed_reading(again=True)])) == [verdict]
    assert not service.kept


def test_many_go_in_parts_and_a_stop_leaves_the_rest(
    wire: Wire, clock: FixedClock, service: PmdService
) -> None:
    pmd, told = Pmd(wire, clock, SENDER, most=2), []
    batch = [sealed_reading(each) for each in range(5)]
    found = pmd.upload(batch, lambda done, all_: told.append((done, all_)), lambda: len(told) == 2)
    assert verdicts(found) == ["done"] * 4 + ["later"]
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert found[4].reason_code == "not_tried"
    assert Verdict.LATER is found[4].verdict


def test_no_way_there_is_for_later(clock: FixedClock) -> None:
    with wired(PmdService(), clock) as wire:
        pmd = Pmd(wire, clock, SENDER)
    assert verdicts(pmd.upload([sealed_reading(), sealed_reading(2, again=True)])) == ["later"] * 2
