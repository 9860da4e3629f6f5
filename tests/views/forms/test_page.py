"""A patient's forms: answered by keyboard, checked beside the question, shown as asked."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton, QWidget

from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules.forms import Choice, Form, Item, ItemKind, Words
from station.rules.limits import Level
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource, AnswerView
from station.services.session import Session
from station.views.forms.answering import Answering
from station.views.forms.options import Options
from station.views.style import Banner, StateView
from tests.inbox_office import Desk
from tests.intaking import NURSE
from tests.patients import registered

LEADER = Session("0" * 31 + "1", "Rask Elg", "RE", "leader", "en")


def answered(desk: Desk, patient: str) -> tuple[AnswerView, ...]:
    return desk.station.answers.listing(NURSE, patient)


def answering(desk: Desk, code: str, patient: str) -> Answering:
    """Begin to answer a form; wait until every question stands there."""
    desk.page.opened(f"{patient}/{code}")
    desk.calm()
    made = desk.find(Answering, "answering")
    desk.qtbot.waitUntil(lambda: made.questions.ready, timeout=10_000)
    desk.calm()
    return made


def keys(typed: str) -> None:
    """Type where the keyboard is, as a person does: the focus moves by itself."""
    for letter in typed:
        box = QApplication.focusWidget()
        assert box is not None
        key = {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}.get(letter)
        if key is None:
            QTest.keyClicks(box, letter)
        else:
            QTest.keyClick(box, key)
        # Between two keys of a person the window answers.
        QApplication.processEvents()


def test_esas_is_typed_from_paper_by_number_keys_alone(desk: Desk, patient: str) -> None:
    made = answering(desk, "esas_r", patient)
    keys("7\n3\n-\n10\n0\n4\n2\n1\n5\n")
    desk.qtbot.waitUntil(lambda: "Nausea" in made.summary.accessibleName(), timeout=5000)
    assert made.summary.accessibleName().splitlines()[0] == "◆ Pain: 7 of 10"
    desk.press("save_answers")
    desk.calm()
    (stored,) = answered(desk, patient)
    assert (stored.code, stored.level) == ("esas_r", Level.RED)
    shown = desk.station.answers.shown(NURSE, stored.id)
    said = {line.item: line.answer for line in shown.lines}
    assert (said["pain"], said["drowsiness"], said["nausea"]) == (
        "7 of 10",
        "Cannot say",
        "10 of 10",
    )
    assert desk.heard.said == ["The answers are saved · Red"]


def test_what_is_missing_is_said_beside_its_question_and_nothing_is_stored(
    desk: Desk, patient: str
) -> None:
    answering(desk, "kols_daily", patient)
    keys("3\n1\n")
    assert desk.find(QLabel, "form_progress").text() == "2 of 6 questions answered"
    desk.press("save_answers")
    assert answered(desk, patient) == ()
    wrong = desk.find(QLabel, "wrong_colour")
    assert wrong.text() == "«Colour of the sputum» is not answered."
    assert QApplication.focusWidget() is desk.find(Options, "answer_colour")
    keys("1")
    assert not wrong.isVisible()


def test_an_answer_shows_and_hides_what_depends_on_it(desk: Desk, patient: str) -> None:
    answering(desk, "kreft_daily", patient)
    assert not desk.shows(QWidget, "question_vomiting")
    keys("0\n0\n2")
    assert desk.shows(QWidget, "question_vomiting")
    keys("\n3")
    assert QApplication.focusWidget() is desk.find(Options, "answer_vomiting")
    desk.find(Options, "answer_nausea").setFocus()
    keys("0")
    assert not desk.shows(QWidget, "question_vomiting")
    made = desk.find(Answering, "answering")
    # What was answered is remembered, and counts for nothing while it is not asked.
    assert made.questions.answers()["vomiting"] == 3
    assert "vomiting" not in made.questions.asked()


def test_a_number_with_a_comma_is_read_and_another_word_refused(desk: Desk, patient: str) -> None:
    made = answering(desk, "news2", patient)
    box = desk.find(QLineEdit, "answer_temp")
    box.setFocus()
    QTest.keyClicks(box, "38,4")
    assert made.questions.answers()["temp"] == 38.4
    box.selectAll()
    QTest.keyClicks(box, "varm")
    desk.press("save_answers")
    assert desk.find(QLabel, "wrong_temp").text() == "«Temperature» is answered with a number."


def test_esc_closes_the_form_and_undo_brings_every_answer_back(desk: Desk, patient: str) -> None:
    answering(desk, "mmrc", patient)
    keys("2")
    desk.press("cancel_answers")
    assert not desk.shows(QWidget, "answering")
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    made = desk.find(Answering, "answering")
    desk.qtbot.waitUntil(lambda: made.questions.ready, timeout=5000)
    assert made.questions.answers() == {"grade": 2}


def test_a_draft_survives_a_lock_with_who_and_comment(
    make_desk: Callable[[str | None], Desk], patient: str
) -> None:
    first = make_desk(patient)
    made = answering(first, "esas_r", patient)
    keys("7\n-\n")
    assert made.about is not None
    made.about.restore({"by": "relative", "name": "Lun Hylle", "source": "paper", "comment": "Uro"})
    draft = first.page.draft()
    assert draft is not None
    assert first.page.draft_key() == ("form", patient)
    again = make_desk(patient)
    again.page.restore(draft)
    again.calm()
    back = again.find(Answering, "answering")
    again.qtbot.waitUntil(lambda: back.questions.ready, timeout=5000)
    assert back.questions.answers() == {"pain": 7, "tiredness": None}
    assert back.draft() == draft


def test_answers_that_are_left_out_stay_in_the_list_and_come_back(desk: Desk, patient: str) -> None:
    answering(desk, "mmrc", patient)
    keys("2")
    desk.press("save_answers")
    desk.calm()
    desk.press("exclude_answer")
    desk.press("save_small")
    assert desk.find(QLineEdit, "exclude_reason").property("wrong")
    desk.write("exclude_reason", "Written for another person", enter=True)
    desk.calm()
    (view,) = answered(desk, patient)
    assert (view.excluded, view.excluded_reason) == ("test", "Written for another person")
    desk.press("take_back")
    assert answered(desk, patient)[0].excluded == ""


def test_undo_after_saving_leaves_the_answers_out(desk: Desk, patient: str) -> None:
    answering(desk, "mmrc", patient)
    keys("3")
    desk.press("save_answers")
    desk.calm()
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    assert answered(desk, patient)[0].excluded == "test"


def test_a_comment_from_the_tablet_waits_until_somebody_has_read_it(
    desk: Desk, patient: str
) -> None:
    given = Answered(
        "mmrc",
        1,
        {"grade": 4},
        AnsweredBy.RELATIVE,
        AnswerSource.TABLET,
        desk.page.context.clock.now(),
        name="Lun Hylle",
        comment="She is worse than yesterday.",
    )
    desk.station.answers.answer(NURSE, patient, given)
    desk.calm()
    view = desk.find(QListView, "form_list")
    desk.qtbot.waitUntil(lambda: view.model().rowCount() == 1, timeout=5000)
    said = str(view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "unread comment" in said
    assert "A relative (Lun Hylle)" in said
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    desk.calm()
    assert desk.find(Banner, "answer_comment").text == "She is worse than yesterday."
    desk.press("mark_read")
    assert not answered(desk, patient)[0].unread
    assert not desk.shows(QWidget, "mark_read")


def test_sixty_long_questions_never_stop_the_window(desk: Desk, patient: str) -> None:
    long = Words(en="A very long question about how the day has been. " * 12)
    items = tuple(
        Item(f"q{at}", ItemKind.SCALE if at % 2 else ItemKind.CHOICE, long, choices=_two(at))
        for at in range(60)
    )
    stored = desk.station.forms.new(LEADER, "Sixty", "en")
    form = Form(stored.code, 1, Words(en="Sixty"), Words(), Words(), items, languages=("en",))
    desk.station.forms.save_draft(LEADER, stored.code, 1, form, stored.content_hash)
    day = "2026-11-20"
    assert not desk.station.forms.take_into_use(LEADER, stored.code, 1, "Stille Brygge", day)
    desk.calm()
    made = answering(desk, stored.code, patient)
    keys("1\n" * 60)
    assert len(made.questions.answers()) == 60
    desk.press("save_answers")
    desk.calm()
    assert answered(desk, patient)[0].code == stored.code


def test_a_form_that_vanished_under_the_page_keeps_what_was_typed(
    desk: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = answering(desk, "mmrc", patient)
    keys("2")

    def gone(*_: object) -> None:
        raise Trouble("form_unknown", "This form is not in the file any more.")

    monkeypatch.setattr(desk.station.answers, "faults", gone)
    desk.press("save_answers")
    assert "not in the file any more" in desk.find(Banner, "form_news").text
    assert made.questions.answers() == {"grade": 2}
    assert desk.find(QPushButton, "save_answers").isEnabled()


def test_a_draft_of_a_version_that_is_gone_is_kept_and_the_page_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []
    monkeypatch.setattr(desk.station.drafts, "keep", lambda *args: kept.append(args[-1]))
    draft = {"code": "mmrc", "version": 9, "answers": {"grade": 2}, "about": {}}
    desk.page.restore(draft)
    desk.calm()
    assert "not in the file any more" in desk.find(StateView, "state_failed").accessibleName()
    assert kept == [draft]


def _two(at: int) -> tuple[Choice, ...]:
    return () if at % 2 else (Choice(0, Words(en="no")), Choice(1, Words(en="yes " * 40)))


def test_answers_can_be_saved_only_when_every_question_stands_there(
    desk: Desk, patient: str
) -> None:
    desk.page.opened(f"{patient}/esas_r")
    dumb = []

    def ready() -> bool:
        made = next(iter(desk.page.findChildren(Answering)), None)
        save = made.findChild(QPushButton, "save_answers") if made is not None else None
        if made is None or save is None:
            return False
        dumb.append(save.isEnabled() and not made.questions.ready)
        return save.isEnabled()

    desk.qtbot.waitUntil(ready, timeout=10_000)
    assert len(dumb) > 1
    assert not any(dumb)


def test_nothing_can_be_typed_for_the_last_patient_while_the_next_one_comes(
    desk: Desk, patient: str, database: Database, actor: Actor
) -> None:
    answering(desk, "esas_r", patient)
    desk.page.opened(registered(database, actor, given="Stille", family="Brygge"))
    assert not desk.shows(Answering, "answering")
    desk.calm()
    assert not desk.shows(Answering, "answering")
