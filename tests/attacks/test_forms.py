"""Answered forms attacked: keys used twice, versions that vanish or are damaged, odd letters."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.rules.forms import Answers as Given
from station.rules.limits import Level
from station.rules.standing import Standing
from station.services.forms.answer_receiving import Received
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from tests.attacks.conftest import Target

WELL: Given = {"breath": 0, "sputum": 1, "colour": 0, "cough": 0, "wellbeing": 1, "rescue": 0}
WORSE: Given = {**WELL, "breath": 3}


def sent(target: Target, answers: Given, **more: object) -> Answered:
    """What a tablet sends now."""
    at = target.clock.now()
    made = Answered("kols_daily", 1, answers, AnsweredBy.PATIENT, AnswerSource.TABLET, at)
    return replace(made, **more)  # type: ignore[arg-type]


def receive(target: Target, patient_id: str, given: Answered, version: int = 1) -> str:
    received = Received(given, "rå", patient_id, version)
    return target.station.answer_receiving.receive(target.nurse, received)


def test_a_sender_that_counts_from_one_again_hides_no_red(target: Target) -> None:
    patient_id = target.follow(plan=False)
    target.station.forms.ready(target.nurse)
    first = sent(target, WELL, source_key="1")
    assert receive(target, patient_id, first) == "stored"
    target.clock.advance(60_000)
    second = sent(target, WORSE, source_key="1")
    assert receive(target, patient_id, second) == "stored"
    # Either of them told once more is still told already.
    assert [receive(target, patient_id, each) for each in (first, second)] == ["duplicate"] * 2
    (alert,) = target.open_alerts(patient_id)
    assert alert.level is Level.RED
    words = replace(first, comment="Ring meg")
    assert receive(target, patient_id, words) == "stored"
    assert len(target.station.answers.listing(target.nurse, patient_id)) == 3


def damage(target: Target, change: str) -> None:
    """Change the versions of a form as only a damaged or forged file has them."""
    database = target.station.record.database
    assert database is not None
    # The triggers let nobody change or delete a form that was in use.
    for (name,) in database.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'form_versions'"
    ).fetchall():
        database.connection.execute(f"DROP TRIGGER {name}")
    database.connection.execute("PRAGMA foreign_keys = OFF")
    database.connection.execute(change)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM form_versions WHERE code = 'kols_daily'", "form_unknown"),
        ("UPDATE form_versions SET content = '{' WHERE code = 'kols_daily'", "form_unreadable"),
        ("UPDATE form_versions SET content = '[]' WHERE code = 'kols_daily'", "form_unreadable"),
    ],
)
def test_a_form_version_that_vanished_leaves_the_answers_the_alert_and_the_list(
    target: Target, change: str, code: str
) -> None:
    patient_id = target.follow(plan=False)
    receipt = target.station.answers.answer(target.nurse, patient_id, sent(target, WORSE))
    damage(target, change)
    (row,) = target.station.worklist.rows(target.nurse).rows
    assert row.standing is Standing.RED
    (kept,) = target.station.answers.listing(target.nurse, patient_id)
    assert (kept.id, kept.title) == (receipt.answer_id, "kols_daily")
    with pytest.raises(Trouble) as told:
        target.station.answers.shown(target.nurse, receipt.answer_id)
    assert told.value.code == code
    target.clock.advance(60_000)
    assert target.send(patient_id, 95).stored == 1


@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_a_garbled_form_is_named_by_its_code_and_everything_else_is_shown(
    target: Target, content: str
) -> None:
    patient_id = target.follow(plan=False)
    station, nurse = target.station, target.nurse
    station.answers.answer(nurse, patient_id, sent(target, WORSE))
    whole = station.forms.overview(nurse)
    damage(
        target,
        f"UPDATE form_versions SET content = '{content}', content_hash = 'x' "  # noqa: S608
        "WHERE code = 'kols_daily'",
    )
    listed = station.forms.overview(nurse)
    said = "kols_daily: the form cannot be read"
    assert len(listed) == len(whole)
    assert [(row.code, row.title) for row in listed if not row.readable] == [("kols_daily", said)]
    assert "kols_daily" not in {row.code for row in station.forms.in_use(nurse)}
    assert len(station.forms.in_use(nurse)) > 1
    station.forms.speak()
    card = station.cards.open(nurse, patient_id)
    assert any("skjemaet kan ikke leses" in entry.text for entry in card.timeline)
    assert len(card.alerts) == 1


def test_what_no_file_can_hold_is_a_sentence(target: Target) -> None:
    patient_id = target.follow(plan=False)
    half = "a\ud800"
    for given, code in (
        (sent(target, WELL, comment=half), "comment_unfit"),
        (sent(target, WELL, name=half), "comment_unfit"),
        (sent(target, WELL, version=10**30), "form_unknown"),
    ):
        with pytest.raises(Trouble) as told:
            target.station.answers.answer(target.nurse, patient_id, given)
        assert told.value.code == code
    late = sent(target, WELL)
    assert receive(target, patient_id, late, 10**30) == "form_version_unknown"
    assert target.station.answers.listing(target.nurse, patient_id) == ()


def test_words_that_a_colleague_changed_meanwhile_are_not_taken_into_use_as_checked(
    target: Target,
) -> None:
    forms = target.station.forms
    row = forms.next_version(target.nurse, "kols_daily", 1)
    form = forms.form(target.nurse, row.code, row.version)
    changed = replace(form, title=replace(form.title, nb="Noe annet"))
    forms.save_draft(target.nurse, row.code, row.version, changed, row.content_hash)
    checked = ("Klok Ugle", "2026-11-19")
    with pytest.raises(Trouble) as told:
        forms.take_into_use(target.nurse, row.code, row.version, *checked, row.content_hash)
    assert told.value.code == "form_changed"
    assert forms.form(target.nurse, "kols_daily").version == 1
