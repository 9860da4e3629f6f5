"""The configuration shipped for HAPI lets in what Station sends, and leaves no other door open."""

import re
from pathlib import Path

import pytest

from station.sync.fhir import TYPES

CENTRAL = Path(__file__).parents[2] / "docs/central"
APPLICATION = (CENTRAL / "application.yaml").read_text(encoding="utf-8")


def test_every_type_that_is_sent_is_let_in() -> None:
    supported = re.findall(r"^      - (\w+)$", APPLICATION, re.MULTILINE)
    assert set(supported) == {*TYPES, "AuditEvent", "Provenance"}


@pytest.mark.parametrize("starter", ["hapi-fhir.service", "compose.yaml"])
def test_the_configuration_stands_in_place_of_the_programs_own(starter: str) -> None:
    """Beside the program's own it would leave on what that one switches on: pages, MCP, CORS."""
    text = (CENTRAL / starter).read_text(encoding="utf-8")
    assert re.search(
        r"SPRING_CONFIG_LOCATION(=|: )file:/\S+/application\.yaml$", text, re.MULTILINE
    )


def test_no_door_but_the_one_behind_the_proxy_is_open() -> None:
    assert re.search(r"mcp:\n\s+server:\n\s+enabled: false", APPLICATION)
    assert "  address: 127.0.0.1" in APPLICATION
    assert not re.search(r"^    (cors|tester):", APPLICATION, re.MULTILINE)


def test_the_log_of_the_server_has_no_parameters_in_it() -> None:
    """Searches by national number are sent by POST so that they stand in no log."""
    formats = re.findall(r"^      (?:error_)?format: (.+)$", APPLICATION, re.MULTILINE)
    assert len(formats) == 2
    assert not any("arameters" in each or "Url" in each for each in formats)
