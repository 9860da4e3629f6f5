"""Answered forms: stored once, judged at once, shown as they were asked, left out with readings."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.models.queries import forms as queries
from station.models.queries.followup import unread_comments
from station.rules.forms import Answers as Given
from station.rules.limits import Level
from station.rules.readings import Excluded
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.services.intake.intake import Receipt
from tests.cohort import Cohort

KOLS: Given = {"breath": 2, "sputum": 1, "colour": 0, "cough": 0, "wellbeing": 1, "rescue": 0}
ESAS = ("pain", "tiredness", "drowsiness", "nausea", "appetite")
MORE = ("breath", "depression", "anxiety", "wellbeing")
VITALS: Given = {
    "pregnant": 0,
    "resp": 25,
    "spo2_scale": 1,
    "spo2": 93,
    "oxygen": 1,
    "sys": 118,
    "pulse": 112,
    "consciousness": 0,
    "temp": 38.6,
}


def given(cohort: Cohort, code: str, answers: Given, **more: object) -> Answered:
    known = {
        "by": AnsweredBy.PATIENT,
        "source": AnswerSource.PAPER,
        "answered_at": cohort.clock.now(),
    }
    return Answered(code, 1, answers, **(known | more))  # type: ignore[arg-type]


def kinds(cohort: Cohort, patient_id: str) -> dict[str, float]:
    with cohort.station.record.read() as reader:
        rows = reader.raw(
            "SELECT kind, value FROM readings WHERE patient_id = ? AND excluded = ''", (patient_id,)
        )
    return {row[0]: row[1] for row in rows}


def test_answers_are_kept_and_their_scores_are_readings(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    receipt = cohort.station.answers.answer(
        cohort.session, patient, given(cohort, "kols_daily", KOLS)
    )
    assert (receipt.outcome, receipt.level) == ("stored", Level.YELLOW)
    assert kinds(cohort, patient) == {
        "kols_daily.answered": 1,
        "kols_daily.breath": 2,
        "kols_daily.sputum": 1,
        "kols_daily.colour": 0,
        "kols_daily.cough": 0,
        "kols_daily.wellbeing": 1,
        "kols_daily.rescue": 0,
    }


def test_what_cannot_be_said_is_a_gap_and_never_a_zero(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    answers: dict[str, object] = dict.fromkeys((*ESAS, *MORE), 3) | {"pain": None}
    receipt = cohort.station.answers.answer(
        cohort.session, patient, given(cohort, "esas_r", answers)
    )
    assert receipt.scores["esas_r.pain"] is None
    assert "esas_r.pain" not in kinds(cohort, patient)
    with cohort.station.record.read() as reader:
        gaps = queries.gaps(reader, patient, 0, cohort.clock.now() + 1)
    assert gaps["esas_r.pain"] == (cohort.clock.now(),)


def test_the_same_answers_twice_are_stored_once(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    filled = given(cohort, "kols_daily", KOLS)
    first = cohort.station.answers.answer(cohort.session, patient, filled)
    second = cohort.station.answers.answer(cohort.session, patient, filled)
    assert (second.outcome, second.answer_id) == ("duplicate", first.answer_id)
    assert len(cohort.station.answers.listing(cohort.session, patient)) == 1


def test_what_is_hidden_is_neither_kept_nor_scored(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    filled = given(cohort, "kols_daily", {**KOLS, "helped": 2})
    receipt = cohort.station.answers.answer(cohort.session, patient, filled)
    shown = cohort.station.answers.shown(cohort.session, receipt.answer_id)
    assert [line.item for line in shown.lines] == list(KOLS)


@pytest.mark.parametrize(
    ("code", "answers", "more", "trouble"),
    [
        ("kols_daily", {}, {}, "answers_incomplete"),
        ("kols_daily", {**KOLS, "breath": 9}, {}, "answers_incomplete"),
        ("kols_daily", {**KOLS, "unheard": 1}, {}, "answers_incomplete"),
        ("kols_daily", {**KOLS, "breath": "2"}, {}, "answers_incomplete"),
        ("kols_daily", KOLS, {"comment": "x" * 10_000_000}, "comment_long"),
        ("kols_daily", KOLS, {"name": "x" * 1000}, "comment_long"),
        ("kols_daily", KOLS, {"answered_at": 1}, "answers_time"),
        ("kols_daily", KOLS, {"answered_at": 2**45}, "answers_time"),
        ("unheard", KOLS, {}, "form_unknown"),
        ("phq9", {}, {}, "form_unused"),
        ("news2", {**VITALS, "pregnant": 1}, {}, "answers_incomplete"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    cohort: Cohort, code: str, answers: Given, more: dict[str, object], trouble: str
) -> None:
    patient = cohort.patient("Rask Elg")
    with pytest.raises(Trouble) as caught:
        cohort.station.answers.answer(cohort.session, patient, given(cohort, code, answers, **more))
    assert caught.value.code == trouble
    assert caught.value.sentence()
    assert kinds(cohort, patient) == {}


def test_a_patient_who_is_dead_or_unknown_answers_nothing(cohort: Cohort) -> None:
    filled = given(cohort, "kols_daily", KOLS)
    with pytest.raises(Trouble, match="patient_unknown"):
        cohort.station.answers.answer(cohort.session, "0" * 32, filled)
    patient = cohort.patient("Rask Elg")
    with cohort.station.record.write(cohort.session) as writer:
        writer.execute("UPDATE patients SET deceased_on = '2026-11-01' WHERE id = ?", (patient,))
        writer.audit("death_made_for_test", "patient", patient)
    with pytest.raises(Trouble, match="patient_deceased"):
        cohort.station.answers.answer(cohort.session, patient, filled)


def test_a_language_that_nobody_speaks_is_a_bug(cohort: Cohort) -> None:
    filled = given(cohort, "kols_daily", KOLS, language="sv")
    with pytest.raises(ValueError, match="speaks"):
        cohort.station.answers.answer(cohort.session, cohort.patient("Rask Elg"), filled)


def test_a_score_that_intake_will_not_take_stores_nothing(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = cohort.patient("Rask Elg")
    monkeypatch.setattr(
        "station.services.forms.answers.take", lambda *_: Receipt(outcomes=("implausible",))
    )
    with pytest.raises(RuntimeError):
        cohort.station.answers.answer(cohort.session, patient, given(cohort, "kols_daily", KOLS))
    assert cohort.station.answers.listing(cohort.session, patient) == ()


def test_an_answer_is_judged_at_once_without_any_plan(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    filled = given(cohort, "kols_daily", {**KOLS, "breath": 3})
    receipt = cohort.station.answers.answer(cohort.session, patient, filled)
    assert receipt.reached == 1
    with cohort.station.record.read() as reader:
        rows = reader.raw("SELECT component, side, level FROM alerts")
    assert rows == [("kols_daily.breath", "high", 2)]
    cohort.station.answers.exclude(
        cohort.session, receipt.answer_id, Excluded.WRONG_PATIENT, "Nabosengen"
    )
    with cohort.station.record.read() as reader:
        assert reader.raw("SELECT proposed_at IS NOT NULL FROM alerts") == [(1,)]


def test_a_total_of_a_form_with_a_gap_is_not_given(cohort: Cohort) -> None:
    patient, station = cohort.patient("Rask Elg"), cohort.station
    items = tuple(
        replace(item, cannot_say=True)
        for item in station.forms.form(cohort.session, "phq9", 1).items
    )
    row = station.forms.next_version(cohort.session, "phq9", 1)
    form = replace(station.forms.form(cohort.session, "phq9", 1), items=items)
    station.forms.save_draft(cohort.session, "phq9", 2, form, row.content_hash)
    day = "2026-01-02"
    assert station.forms.take_into_use(cohort.session, "phq9", 2, "Klok Ugle", day) == ()
    answers = {item.code: 1 for item in items} | {"sleep": None}
    filled = replace(given(cohort, "phq9", answers), version=2)
    receipt = station.answers.answer(cohort.session, patient, filled)
    assert receipt.scores["phq9.total"] is None
    assert receipt.level is Level.RED
    shown = station.answers.shown(cohort.session, receipt.answer_id)
    assert (shown.totals[0].level, shown.totals[0].answer[0].isdigit()) == (None, False)


def test_news2_is_whole_or_not_at_all(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    receipt = cohort.station.answers.answer(cohort.session, patient, given(cohort, "news2", VITALS))
    assert receipt.scores["news2.total"] == 3 + 2 + 2 + 0 + 2 + 0 + 1
    assert receipt.scores["news2.highest"] == 3
    assert receipt.level is Level.RED
    found = kinds(cohort, patient)
    assert (found["resp"], found["bp"], found["temp"]) == (25, 118, 38.6)
    partial = {code: value for code, value in VITALS.items() if code != "temp"}
    with pytest.raises(Trouble, match="answers_incomplete"):
        cohort.station.answers.answer(cohort.session, patient, given(cohort, "news2", partial))


def test_news2_is_not_for_a_child(cohort: Cohort) -> None:
    child = cohort.patient("Lita Bekk", "2012-01-01")
    faults = cohort.station.answers.faults(cohort.session, child, "news2", 1, VITALS)
    assert [fault.wrong.value for fault in faults] == ["too_young"]


def test_cat_and_mmrc_are_the_kinds_there_are(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    cohort.station.answers.answer(
        cohort.session, patient, given(cohort, "cat_total", {"total": 23})
    )
    cohort.station.answers.answer(cohort.session, patient, given(cohort, "mmrc", {"grade": 2}))
    assert kinds(cohort, patient) == {
        "cat_total": 23,
        "cat_total.answered": 1,
        "mmrc": 2,
        "mmrc.answered": 1,
    }


@pytest.mark.parametrize(
    ("source", "comment", "waits"),
    [
        (AnswerSource.TABLET, "Jeg er redd.", True),
        (AnswerSource.CENTRE, "Jeg er redd.", True),
        (AnswerSource.TABLET, " ", False),
        (AnswerSource.SCREEN, "Jeg er redd.", False),
    ],
)
def test_words_from_elsewhere_wait_for_a_reader(
    cohort: Cohort, source: AnswerSource, comment: str, *, waits: bool
) -> None:
    patient, answers = cohort.patient("Rask Elg"), cohort.station.answers
    filled = given(cohort, "kols_daily", KOLS, source=source, comment=comment)
    answer_id = answers.answer(cohort.session, patient, filled).answer_id
    assert answers.listing(cohort.session, patient)[0].unread is waits
    with cohort.station.record.read() as reader:
        assert unread_comments(reader) == ({patient: 1} if waits else {})
    answers.read_comment(cohort.session, answer_id)
    answers.read_comment(cohort.session, answer_id)
    assert not answers.listing(cohort.session, patient)[0].unread


def test_a_text_in_the_form_waits_like_a_comment(cohort: Cohort) -> None:
    patient, answers = cohort.patient("Rask Elg"), cohort.station.answers
    zones = dict.fromkeys(("sleep", "unrest", "eating", "falls", "anger", "capacity"), 1)
    filled = given(
        cohort,
        "alderspsyk_relative",
        {**zones, "sleep_text": "Oppe hele natten"},
        by=AnsweredBy.RELATIVE,
        source=AnswerSource.TABLET,
    )
    answers.answer(cohort.session, patient, filled)
    assert answers.listing(cohort.session, patient)[0].unread


def test_an_answer_is_left_out_with_its_readings_and_taken_back(cohort: Cohort) -> None:
    patient, answers = cohort.patient("Rask Elg"), cohort.station.answers
    receipt = answers.answer(cohort.session, patient, given(cohort, "kols_daily", KOLS))
    with pytest.raises(Trouble, match="answer_reason"):
        answers.exclude(cohort.session, receipt.answer_id, Excluded.TEST, " ")
    answers.exclude(cohort.session, receipt.answer_id, Excluded.TEST, "Opplæring")
    assert kinds(cohort, patient) == {}
    assert answers.listing(cohort.session, patient)[0].excluded == "test"
    answers.take_back(cohort.session, receipt.answer_id)
    assert len(kinds(cohort, patient)) == 7
    with pytest.raises(Trouble, match="answers_unknown"):
        answers.take_back(cohort.session, "0" * 32)


def test_an_answer_is_shown_in_the_words_that_were_asked(cohort: Cohort) -> None:
    patient, station = cohort.patient("Rask Elg"), cohort.station
    receipt = station.answers.answer(cohort.session, patient, given(cohort, "kols_daily", KOLS))
    form = station.forms.form(cohort.session, "kols_daily")
    row = station.forms.next_version(cohort.session, "kols_daily", 1)
    changed = replace(form, items=form.items[1:])
    station.forms.save_draft(cohort.session, "kols_daily", 2, changed, row.content_hash)
    day = "2026-01-02"
    assert station.forms.take_into_use(cohort.session, "kols_daily", 2, "Klok Ugle", day) == ()
    shown = station.answers.shown(cohort.session, receipt.answer_id)
    assert shown.lines[0].item == "breath"
    assert shown.lines[0].level is Level.YELLOW
    assert shown.view.version == 1


def test_a_total_that_is_not_given_says_so(cohort: Cohort) -> None:
    patient, station = cohort.patient("Rask Elg"), cohort.station
    receipt = station.answers.answer(cohort.session, patient, given(cohort, "news2", VITALS))
    shown = station.answers.shown(cohort.session, receipt.answer_id)
    assert [line.level for line in shown.totals] == [Level.RED, Level.YELLOW]
    assert shown.totals[0].answer.startswith("10")


def test_who_may_not_write_stores_nothing(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    reader = replace(cohort.session, role="benefit")
    with pytest.raises(Trouble, match="not_allowed"):
        cohort.station.answers.answer(reader, patient, given(cohort, "kols_daily", KOLS))
