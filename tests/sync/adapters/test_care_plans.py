"""A plan goes one to one, is read back, and an old one is never pushed over a newer."""

import json
from collections.abc import Iterator

import pytest

from station.core.clock import FixedClock
from station.sync.adapters.care_plans import (
    CarePlans,
    ServicePlan,
    ServiceZone,
    request,
    zones_of,
)
from station.sync.http import Wire
from station.sync.values import Sealed
from tests.sync.adapters.fakes import Answer, PlansService, wired
from tests.sync.adapters.samples import NURSE, PERSON, SENDER, golden, pretty, sealed

ZONES = (
    ServiceZone("Jeg puster som jeg pleier.", "Gå tur hver dag.", "green"),
    ServiceZone("Tyngre pust, SpO₂ under 88 %.", "Ring oppfølgingssenteret.", "yellow"),
    ServiceZone("SpO₂ under 85 %.", "Ring 113.", "red"),
)
PLAN = ServicePlan(
    "Egenbehandlingsplan",
    "Gå til butikken selv.",
    ZONES,
    "Versjon 2. Godkjent av lege Grønn Ås 03.11.2026, muntlig.",
    NURSE,
    "Rask Elg",
)
RECORD = "c" * 32


@pytest.fixture
def service() -> PlansService:
    return PlansService()


@pytest.fixture
def wire(service: PlansService, clock: FixedClock) -> Iterator[Wire]:
    with wired(service, clock) as found:
        yield found


@pytest.fixture
def plans(wire: Wire) -> CarePlans:
    return CarePlans(wire)


def ready(etag: str = "", plan: ServicePlan = PLAN, *, again: bool = False) -> Sealed:
    return sealed("plan_versions", RECORD, request(plan, PERSON, SENDER, etag), etag, again=again)


def changed(comment: str = "Versjon 3. Ikke godkjent ennå.") -> ServicePlan:
    return ServicePlan(PLAN.title, PLAN.description, ZONES[:2], comment, NURSE, "Rask Elg")


def test_what_is_sent_is_what_the_golden_file_says() -> None:
    made = pretty(request(PLAN, PERSON, SENDER))
    assert golden("plans-create.json", made) == made
    update = pretty(request(PLAN, PERSON, SENDER, "0f0e0d0c-0000-4000-8000-000000000001/7"))
    assert golden("plans-update.json", update) == update


def test_create_then_update_with_the_version(plans: CarePlans, service: PlansService) -> None:
    first = plans.upload([ready()])[0]
    assert first.verdict == "done"
    plan_id, _, version = first.version.partition("/")
    assert version == "1"
    second = plans.upload([ready(first.version, changed())])[0]
    assert second.version == f"{plan_id}/2"
    stands = service.plans[plan_id][-1]
    assert stands["comment"] == "Versjon 3. Ikke godkjent ennå."
    assert zones_of(stands) == ZONES[:2]
    assert [each["version"] for each in plans.history(plan_id)] == [1, 2]
    earlier = plans.version(plan_id, 1)
    assert earlier is not None
    assert zones_of(earlier.body) == ZONES


def test_active_does_not_say_approved(plans: CarePlans, service: PlansService) -> None:
    plans.upload([ready(plan=changed())])
    stands = next(iter(service.plans.values()))[-1]
    assert stands["status"] == "active"
    assert "Ikke godkjent" in stands["comment"]


def test_an_old_version_brings_what_stands_there(plans: CarePlans, service: PlansService) -> None:
    first = plans.upload([ready()])[0].version
    newer = plans.upload([ready(first, changed("En annen kommune."))])[0].version
    found = plans.upload([ready(first, changed("Vår egen."))])[0]
    assert (found.verdict, found.reason_code) == ("stale", "plan_stale")
    assert found.found is not None
    assert f"{found.found.resource_id}/{found.found.version}" == newer
    assert found.found.body["comment"] == "En annen kommune."
    assert len(service.plans) == 1


def test_an_old_version_that_cannot_be_looked_at_is_stale_all_the_same(
    plans: CarePlans, service: PlansService
) -> None:
    first = plans.upload([ready()])[0].version
    service.faults = [Answer(409, {"message": "version mismatch"}), Answer(503)]
    found = plans.upload([ready(first, changed())])[0]
    assert (found.verdict, found.found) == ("stale", None)


def test_an_update_whose_answer_was_lost_is_found_there(
    plans: CarePlans, service: PlansService
) -> None:
    first = plans.upload([ready()])[0].version
    service.lose_next = True
    assert plans.upload([ready(first, changed())])[0].verdict == "later"
    found = plans.upload([ready(first, changed(), again=True)])[0]
    assert found.verdict == "done"
    assert found.version.endswith("/2")
    assert len(next(iter(service.plans.values()))) == 2


def test_an_update_that_never_came_is_sent_again(plans: CarePlans, service: PlansService) -> None:
    first = plans.upload([ready()])[0].version
    assert plans.upload([ready(first, changed(), again=True)])[0].verdict == "done"
    assert len(next(iter(service.plans.values()))) == 2


def test_a_new_plan_whose_answer_was_lost_is_for_a_person(
    plans: CarePlans, service: PlansService
) -> None:
    service.lose_next = True
    assert plans.upload([ready()])[0].verdict == "later"
    found = plans.upload([ready(again=True)])[0]
    assert (found.verdict, found.reason_code) == ("held", "unsure")
    assert len(service.plans) == 1
    assert all(PERSON.number not in each.path for each in service.asked)


def test_a_missing_version_is_refused_and_held(plans: CarePlans) -> None:
    first = plans.upload([ready()])[0].version
    body = json.loads(ready(first, changed()).resources[0])
    del body["body"]["version"]
    found = plans.upload([sealed("plan_versions", RECORD, body, first)])[0]
    assert (found.verdict, found.reason) == ("held", "version is required")


def test_what_is_read_back_otherwise_is_held(plans: CarePlans, service: PlansService) -> None:
    service.mangle = True
    found = plans.upload([ready()])[0]
    assert (found.verdict, found.reason_code) == ("held", "read_back")
    assert found.found is not None
    assert len(zones_of(found.found.body)) == 2


def test_an_answer_that_is_no_plan_leaves_it_unsure(
    plans: CarePlans, service: PlansService
) -> None:
    service.faults = [Answer(200, {"message": "thanks"}), Answer(201, {"id": "x", "version": "1"})]
    found = [plans.upload([ready()])[0] for _ in range(2)]
    assert [(each.verdict, each.reason_code) for each in found] == [("held", "unsure")] * 2


def test_a_read_back_that_fails_undoes_nothing(plans: CarePlans, service: PlansService) -> None:
    service.faults = [None, Answer(503)]
    assert plans.upload([ready()])[0].verdict == "done"


@pytest.mark.parametrize(
    ("etag", "status", "verdict"),
    [
        ("", 404, "channel"),
        ("gone-there/3", 404, "held"),
        ("", 409, "held"),
        ("", 400, "held"),
        ("", 403, "channel"),
        ("", 423, "channel"),
        ("", 429, "later"),
        ("", 502, "later"),
    ],
)
def test_what_a_refusal_means(
    plans: CarePlans, service: PlansService, etag: str, status: int, verdict: str
) -> None:
    service.faults = [Answer(status, {"message": "no"}, headers={"retry-after": "3"})]
    found = plans.upload([ready(etag)])[0]
    assert (found.verdict, found.reason, found.wait_ms) == (verdict, "no", 3000)


def test_zones_of_other_colours_are_not_taken_for_ours(
    plans: CarePlans, service: PlansService
) -> None:
    first = plans.upload([ready()])[0].version
    stands = next(iter(service.plans.values()))[-1]
    stands["clinical_content"]["zones"].append({"level": "black"})
    assert zones_of(stands) == ZONES
    assert plans.upload([ready(first, again=True)])[0].version.endswith("/2")


def test_nothing_can_be_had_without_a_way_there(clock: FixedClock) -> None:
    with wired(PlansService(), clock) as wire:
        plans = CarePlans(wire)
    assert plans.upload([ready()])[0].verdict == "later"
    assert plans.upload([ready("x/1", again=True)])[0].verdict == "later"
    assert plans.fetch("x") is None
    assert plans.version("x", 1) is None
    assert plans.history("x") == ()


def test_a_history_that_is_none_is_empty(plans: CarePlans, service: PlansService) -> None:
    service.faults = [Answer(500), Answer(200, {"not": "a list"}), Answer(200, b"}{")]
    assert [plans.history("x") for _ in range(3)] == [(), (), ()]
