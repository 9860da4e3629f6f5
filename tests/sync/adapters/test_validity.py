"""What goes out is valid FHIR R4 by two validators that others wrote."""

import json
from pathlib import Path

import fhirkit
import pytest
from fhir.resources.R4B.bundle import Bundle

GOLDEN = Path(__file__).parents[2] / "data" / "adapters"


@pytest.mark.parametrize("name", ["pmd-collection", "vkp-form", "vkp-measurement"])
def test_bundles_are_valid(name: str) -> None:
    text = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    bundle = Bundle.model_validate_json(text)
    assert len(bundle.entry or ()) == len(json.loads(text)["entry"])
    assert [issue for issue in fhirkit.validate(text) if issue.severity == "error"] == []
