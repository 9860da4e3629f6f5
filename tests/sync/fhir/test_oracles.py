"""Every resource that Station sends is FHIR R4, in the opinion of four programs of others."""

import pytest

from station.sync.values import Resource
from tests.sync.fhir import oracles, samples


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
    assert told(sent, oracles.by_pyrofile()(sent)) == []


def test_node(sent: list[Resource]) -> None:
    assert told(sent, oracles.by_node(sent)) == []
