"""FHIR files of others: what is read of them, and what is refused with a sentence."""

import json
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.files import fhir_bundle
from station.files.fhir_bundle import read_bundle

ONE = {"resourceType": "Observation", "id": "1"}


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "fil.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_bundle_a_resource_and_a_resource_a_line(tmp_path: Path) -> None:
    entries = [{"fullUrl": "urn:1", "resource": ONE}, {"fullUrl": "urn:2"}, {"resource": ONE}]
    bundle = json.dumps({"resourceType": "Bundle", "entry": entries})
    found = read_bundle(written(tmp_path, "\ufeff" + bundle))
    assert [(each.number, each.full_url) for each in found] == [(1, "urn:1"), (3, "")]
    assert read_bundle(written(tmp_path, json.dumps(ONE)))[0].resource == ONE
    lines = f"{json.dumps(ONE)}\n\n{json.dumps(ONE)}\n"
    assert [each.number for each in read_bundle(written(tmp_path, lines))] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tid;verdi\n1;2\n",
        "[]",
        "7",
        '{"resourceType": 7}',
        '{"resourceType": "Bundle"}',
        '{"resourceType": "Bundle", "entry": 7}',
        '{"resourceType": "Bundle", "entry": [7]}',
        '{"resourceType": "Bundle", "entry": [{"resource": {}}]}',
        '{"resourceType": "Observation", "valueQuantity": {"value": NaN}}',
        "[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_fhir_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(Trouble) as caught:
        read_bundle(written(tmp_path, text))
    assert caught.value.code == "fhir_none"


def test_too_much_and_nothing_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, f"{json.dumps(ONE)}\n{json.dumps(ONE)}\n")
    monkeypatch.setattr(fhir_bundle, "MOST_RESOURCES", 1)
    with pytest.raises(Trouble) as caught:
        read_bundle(path)
    assert caught.value.code == "fhir_too_many"
    monkeypatch.setattr(fhir_bundle, "MOST_BYTES", 3)
    with pytest.raises(Trouble) as caught:
        read_bundle(path)
    assert caught.value.code == "fhir_too_large"
    with pytest.raises(Trouble) as caught:
        read_bundle(tmp_path / "none.json")
    assert caught.value.code == "fhir_unreadable"
