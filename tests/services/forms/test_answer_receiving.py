"""Answers from elsewhere: taken in, or kept as they came with the reason; never guessed."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.models.queries import forms as queries
from station.rules.forms import Answers as Given
from station.services.forms.answer_receiving import MOST_RAW, Received
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from tests.cohort import Cohort

KOLS: Given = {"breath": 0, "sputum": 0, "colour": 0, "cough": 0, "wellbeing": 0, "rescue": 0}


def received(cohort: Cohort, patient: str | None, **more: object) -> Received:
    known: dict[str, object] = {
        "form_code": "kols_daily",
        "version": 1,
        "answers": KOLS,
        "answered_at": cohort.clock.now(),
        "raw": '{"breath": 0}',
    } | more
    version = known["version"]
    given = Answered(
        str(known["form_code"]),
        version if isinstance(version, int) else 0,
        known["answers"],  # type: ignore[arg-type]
        AnsweredBy.PATIENT,
        AnswerSource.TABLET,
        int(str(known["answered_at"])),
        comment=str(known.get("comment", "")),
        language=str(known.get("language", "nb")),
        source_key=str(known.get("source_key", "k1")),
    )
    return Received(given, str(known["raw"]), patient, version, "Person 7")  # type: ignore[arg-type]


def held(cohort: Cohort) -> list[tuple[str, str, str]]:
    with cohort.station.record.read() as reader:
        rows = reader.raw("SELECT reason_code, raw, reason_values FROM quarantine")
    return [(row[0], row[1], row[2]) for row in rows]


def test_what_fits_is_stored_once(cohort: Cohort) -> None:
    patient, door = cohort.patient("Rask Elg"), cohort.station.answer_receiving
    assert door.receive(cohort.session, received(cohort, patient)) == "stored"
    assert door.receive(cohort.session, received(cohort, patient)) == "duplicate"
    assert held(cohort) == []


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"version": 7}, "form_version_unknown"),
        ({"version": None}, "form_version_unknown"),
        ({"form_code": "gone", "version": 1}, "form_version_unknown"),
        ({"form_code": "phq9"}, "form_version_unknown"),
        ({"form_code": "Å" * 500}, "form_version_unknown"),
        ({"answers": {**KOLS, "unheard": 1}}, "answers_unfit"),
        ({"answers": {**KOLS, "breath": [1]}}, "answers_unfit"),
        ({"answers": {}}, "answers_unfit"),
        ({"comment": "x" * 10_000_000}, "answers_unfit"),
        ({"comment": "\ud800"}, "answers_unfit"),
        ({"language": "sv"}, "answers_unfit"),
        ({"answered_at": 2**45}, "future"),
        ({"answered_at": 5}, "long_ago"),
    ],
)
def test_what_does_not_fit_is_kept_with_its_raw_form(
    cohort: Cohort, more: dict[str, object], reason: str
) -> None:
    patient, door = cohort.patient("Rask Elg"), cohort.station.answer_receiving
    for _ in range(2):
        assert door.receive(cohort.session, received(cohort, patient, **more)) == reason
    assert [(code, raw) for code, raw, _ in held(cohort)] == [(reason, '{"breath": 0}')]
    assert cohort.station.answers.listing(cohort.session, patient) == ()
    item = cohort.station.quarantine.items(cohort.session)[0]
    assert item.why
    assert not item.whole


def test_nobody_is_guessed(cohort: Cohort) -> None:
    door = cohort.station.answer_receiving
    assert door.receive(cohort.session, received(cohort, None)) == "unknown_patient"
    assert door.receive(cohort.session, received(cohort, "0" * 32)) == "unknown_patient"


def test_a_raw_form_of_ten_megabytes_is_cut_and_says_so(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    sent = received(cohort, patient, version=9, raw="x" * 10_000_000)
    cohort.station.answer_receiving.receive(cohort.session, sent)
    _, raw, values = held(cohort)[0]
    assert len(raw) == MOST_RAW
    assert json.loads(values)["length"] == 10_000_000


def test_the_dead_answer_nothing(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    with cohort.station.record.write(cohort.session) as writer:
        writer.execute("UPDATE patients SET deceased_on = '2026-11-01' WHERE id = ?", (patient,))
        writer.audit("death_made_for_test", "patient", patient)
    door = cohort.station.answer_receiving
    assert door.receive(cohort.session, received(cohort, patient)) == "deceased"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from([*KOLS, "helped", "x"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([1]),
    ),
    st.text(),
)
def test_anything_at_all_is_stored_or_held_and_never_lost(
    cohort: Cohort, answers: dict[str, object], raw: str
) -> None:
    hits = cohort.station.patients.search(cohort.session)
    patient = hits[0].id if hits else cohort.patient("Rask Elg")
    sent = received(cohort, patient, answers=answers, raw=raw, source_key=repr(answers)[:200])
    outcome = cohort.station.answer_receiving.receive(cohort.session, sent)
    assert outcome in ("stored", "duplicate", "answers_unfit")
    with cohort.station.record.read() as reader:
        assert (outcome == "answers_unfit") is not any(
            row.source_key == repr(answers)[:200] for row in queries.answers(reader, patient)
        )
