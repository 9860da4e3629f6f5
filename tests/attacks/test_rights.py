"""Every method of every service is called by somebody without rights: nobody gets in."""

import dataclasses
import inspect
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from tests.attacks.conftest import Target

# The own words, the own password, the office's name: what everybody signed in may have.
OWN = {
    "drafts.keep",
    "drafts.find",
    "drafts.drop",
    "staff.own",
    "staff.change_own",
    "staff.change_password",
    "office.facts",
    "cards.leave",
    "worklist.leave",
    # Tells that a number is taken, and not by whom.
    "patients.matches",
    # For the copy that is made when anybody closes the program; the window asks `safety`.
    "backups.make",
    "backups.seal_to",
    # How the PC's Bluetooth stands; nothing of anybody.
    "listening.radio",
    # For other services only: it gives a unit of work, no data.
    "record.write",
}


def calls(target: Target) -> Iterator[tuple[str, object, list[str]]]:
    """Name every public method that takes a session, with its parameters without a default."""
    for part in dataclasses.fields(target.station):
        service = getattr(target.station, part.name)
        for name, method in inspect.getmembers(service, inspect.ismethod):
            wanted = inspect.signature(method).parameters
            if name.startswith("_") or "session" not in wanted:
                continue
            needed = [
                each.name
                for each in wanted.values()
                if each.default is each.empty and each.name != "session"
            ]
            yield f"{part.name}.{name}", method, needed


@pytest.mark.parametrize("role", ["benefit", "", "Nurse"])
def test_without_rights_no_service_answers(target: Target, tmp_path: Path, role: str) -> None:
    patient_id = target.follow()
    target.send(patient_id, 80)
    (alert,) = target.open_alerts(patient_id)
    version = target.station.plans.versions(target.nurse, patient_id)[0].version.id
    stranger = replace(target.nurse, role=role)
    known = {"patient_id": patient_id, "version_id": version, "alert_id": alert.row.id}
    answered = []
    for name, method, needed in calls(target):
        if name in OWN:
            continue
        given = {each: known.get(each, tmp_path / "stolen") for each in needed}
        with pytest.raises(Exception) as caught:  # noqa: PT011  (told apart below)
            method(stranger, **given)  # type: ignore[operator]
        if not (isinstance(caught.value, Trouble) and caught.value.code == "not_allowed"):
            answered.append(f"{name}: {caught.value!r}")
    assert answered == []
    assert not (tmp_path / "stolen").exists()
