"""What is cut away stays at home, and what is left is what FHIR allows."""

from station.sync.adapters.outward import OBSERVATION, cut


def test_what_is_stations_own_is_cut_out_wherever_it_stands() -> None:
    own = {"url": "urn:station:fhir:record", "valueString": "x"}
    other = {"url": "http://hl7.org/x", "valueString": "y"}
    made = {
        "resourceType": "Observation",
        "note": [{"text": "private"}],
        "code": {"coding": [{"system": "urn:station:code", "code": "a"}], "text": "T"},
        "valueQuantity": {"value": 1, "extension": [own, other]},
        "method": {"extension": [own]},
        "interpretation": ({"coding": [{"system": ["odd"]}]},),
    }
    assert cut(made, OBSERVATION) == {
        "resourceType": "Observation",
        "code": {"text": "T"},
        "valueQuantity": {"value": 1, "extension": [other]},
        "interpretation": [{"coding": [{"system": ["odd"]}]}],
    }
