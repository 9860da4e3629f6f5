"""Every resource that Station sends is FHIR R4, in the opinion of four programs of others."""

from collections.abc import Callable
from random import Random

import pytest

from station.sync.fhir import SHAPES, encode
from station.sync.values import Context, Resource
from tests.sync.fhir import oracles, samples
from tests.sync.fhir.drawn import likely_fields

pytestmark = pytest.mark.no_cover  # others' programs at work: counting lines makes them slow


@pytest.fixture(scope="module")
def sent() -> list[Resource]:
    return samples.resources()


def told(resources: list[Resource], found: oracles.Found) -> list[str]:
    return sorted({f"{resources[number]['resourceType']}: {words}" for number, words in found})


def test_fhirkit(sent: list[Resource]) -> None:
    assert told(sent, oracles.by_fhirkit(sent)) == []


def test_models(sent: list[Resource]) -> None:
    assert told(sent, oracles.by_models(sent)) == []


def test_pyrofile(sent: list[Resource]) -> None:
    # By far the slowest of them: two of each kind do.
    fewer = samples.resources(2)
    assert told(fewer, oracles.by_pyrofile()(fewer)) == []


def test_node(sent: list[Resource]) -> None:
    assert told(sent, oracles.by_node(sent)) == []


def planted() -> dict[str, Resource]:
    """Observations and flags that are wrong in one way each."""
    random = Random(4)
    reading = encode("readings", likely_fields(SHAPES["readings"], random), Context())[0]
    pause = encode("pauses", likely_fields(SHAPES["pauses"], random), Context())[0]
    turned = {"start": "2026-11-22T10:00:00Z", "end": "2026-11-21T10:00:00Z"}
    return {
        "element": {**reading, "colour": "red"},
        "type": {**reading, "issued": 7},
        "lacking": {key: value for key, value in reading.items() if key != "code"},
        "status": {**reading, "status": "no-such-status"},
        "period": {**pause, "period": turned},
    }


@pytest.mark.parametrize(
    ("oracle", "caught"),
    [
        (oracles.by_fhirkit, {"element", "type", "lacking"}),
        (oracles.by_models, {"element", "lacking"}),
        (oracles.by_pyrofile(), {"element", "type", "status", "period"}),
        (oracles.by_node, {"element", "lacking", "status"}),
    ],
)
def test_what_each_of_them_notices(
    oracle: Callable[[list[Resource]], oracles.Found], caught: set[str]
) -> None:
    """No two of them see the same: only pyrofile sees a period that goes backwards."""
    wrong = planted()
    found = {list(wrong)[number] for number, _ in oracle(list(wrong.values()))}
    assert found == caught
