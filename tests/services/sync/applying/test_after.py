"""What follows from a record that came: the follow-up ends, what nobody can read judges nobody."""

from tests.services.stations import Place, exchange
from tests.services.sync_cases import PATIENT, add, add_version, change


def test_a_consent_withdrawn_there_ends_the_follow_up_here(both: tuple[Place, Place]) -> None:
    north, south = both
    consent = add(
        north,
        "consents",
        patient_id=PATIENT,
        form_version="1",
        given_on="2026-01-01",
        informed_by="RE",
        registered_at=1,
        registered_by="u",
    )
    exchange(north, south)
    change(south, "consents", consent, note="ringt")
    change(north, "consents", consent, withdrawn_on="2026-11-20", withdrawn_by="u")
    exchange(north, south)
    for each in both:
        row = each.one("consents", consent)
        assert row is not None
        assert (row["withdrawn_on"], row["note"]) == ("2026-11-20", "ringt")
    patient = south.one("patients", PATIENT)
    assert patient is not None
    assert patient["status"] == "starting"


def test_a_plan_that_cannot_be_read_judges_nobody(both: tuple[Place, Place]) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0, content="{}")
    exchange(north, south)
    assert south.rows("SELECT count(*) FROM plan_versions") == [(0,)]
    assert south.rows("SELECT reason_code FROM sync_inbox WHERE state = 'held'") == [
        ("plan_unreadable",)
    ]
