"""Errands to lent tablets: the right one of several, wrong digits, lost links, an end for all."""

import pytest

from station.core.trouble import Trouble
from station.devices.link import Fault, LinkFault
from station.services.radio.listening_news import Done, TabletCode
from tests.memory_radio import TalkingOffice, talking
from tests.tablet_office import cut_at

__all__ = ["talking"]

MINE, OTHER = "F0:00:00:00:00:01", "F0:00:00:00:00:02"


def handed_out(talking: TalkingOffice) -> None:
    """Hand the tablet out."""
    talking.radio.near[MINE] = talking.office.tablet
    talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    talking.met(MINE)
    talking.ear.wait(TabletCode)
    talking.tablets.answer_code(same=True)
    assert talking.ear.wait(Done).code == ""
    talking.idle()
    talking.ear.heard.clear()


def test_of_two_tablets_only_the_one_that_scanned_the_code_is_handed_out(
    talking: TalkingOffice,
) -> None:
    session = talking.office.cohort.session
    talking.radio.near = {OTHER: talking.stranger(), MINE: talking.office.tablet}
    waits = [talking.tablets.handing_out]
    talking.tablets.answer_code(same=True)
    offer = talking.offer(scanned=False)
    talking.tablets.hand_out(session, offer)
    waits.append(talking.tablets.handing_out)
    for address in (OTHER, MINE):
        assert talking.met(address)
        talking.idle()
    assert not talking.met(MINE), "asked a moment ago"
    talking.scan(offer)
    talking.office.cohort.clock.advance(3_000)
    assert talking.met(MINE)
    code = talking.ear.wait(TabletCode)
    assert (code.device_id, code.digits) == (
        talking.office.device_id,
        talking.office.disk.digits,
    )
    assert not talking.met(OTHER), "one talk at a time"
    talking.tablets.answer_code(same=True)
    talking.tablets.answer_code(same=False)
    done = talking.ear.wait(Done)
    assert (done.address, done.purpose, done.code) == (MINE, "hand_out", "")
    assert talking.state() == "paired"
    assert [*waits, talking.tablets.handing_out] == [False, True, False]


def test_with_wrong_digits_nothing_is_handed_out(talking: TalkingOffice) -> None:
    talking.radio.near[MINE] = talking.office.tablet
    talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    talking.met(MINE)
    talking.ear.wait(TabletCode)
    talking.tablets.answer_code(same=False)
    assert not talking.ear.wait(Done).well
    assert talking.state() == "dropped"


@pytest.mark.parametrize("when", ["before", "asked", "connecting"])
def test_a_hand_out_can_be_given_up_at_any_time(talking: TalkingOffice, when: str) -> None:
    talking.radio.near[MINE] = talking.office.tablet
    busy = talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    talking.radio.hangs = when == "connecting"
    if when != "before":
        talking.met(MINE)
    if when == "asked":
        talking.ear.wait(TabletCode)
    busy.cancel()
    assert not talking.ear.wait(Done).well
    assert talking.state() == "dropped"
    talking.idle()
    assert not talking.tablets.handing_out


def test_a_second_hand_out_takes_the_place_of_the_first(talking: TalkingOffice) -> None:
    session = talking.office.cohort.session
    talking.radio.near[MINE] = talking.office.tablet
    first = talking.tablets.hand_out(session, talking.offer())
    talking.met(MINE)
    talking.ear.wait(TabletCode)
    talking.tablets.hand_out(session, talking.offer(scanned=False))
    assert first.cancelled
    talking.idle()
    assert [each for each in talking.ear.heard if isinstance(each, Done)] == []
    assert talking.tablets.handing_out
    assert talking.state() == "offered"


def test_a_code_that_is_over_ends_the_hand_out(talking: TalkingOffice) -> None:
    talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    talking.office.cohort.clock.advance(600_000)
    assert not talking.met(MINE)
    done = talking.ear.wait(Done)
    assert done.code == "offer_over"
    assert "no longer valid" in done.sentence
    assert talking.radio.visits == []
    assert talking.state() == "dropped"


def test_a_code_that_runs_out_while_somebody_compares_keeps_no_key(
    talking: TalkingOffice,
) -> None:
    talking.radio.near[MINE] = talking.office.tablet
    talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    talking.met(MINE)
    talking.ear.wait(TabletCode)
    talking.office.cohort.clock.advance(600_000)
    talking.tablets.answer_code(same=True)
    assert not talking.ear.wait(Done).well
    assert talking.state() != "paired"


def test_a_lost_link_is_tried_again_with_the_same_code(talking: TalkingOffice) -> None:
    talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    assert talking.met(MINE), "not found"
    talking.idle()
    talking.radio.near[MINE] = talking.office.tablet
    talking.radio.harm = cut_at(1)
    talking.office.cohort.clock.advance(3_000)
    assert talking.met(MINE)
    talking.idle()
    assert talking.tablets.handing_out
    talking.office.cohort.clock.advance(3_000)
    assert talking.met(MINE)
    talking.ear.wait(TabletCode)
    talking.tablets.answer_code(same=True)
    assert talking.ear.wait(Done).code == ""


@pytest.mark.parametrize("error", [LinkFault(Fault.RADIO_OFF), ValueError("bug")])
def test_what_will_not_pass_or_a_bug_is_handled(talking: TalkingOffice, error: Exception) -> None:
    talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    talking.radio.raises = error
    talking.met(MINE)
    if isinstance(error, LinkFault):
        assert talking.ear.wait(Done).code == "radio_off"
    else:
        talking.idle()
        assert talking.tablets.handing_out


def test_without_a_radio_nobody_is_met_and_nothing_stays_busy(talking: TalkingOffice) -> None:
    handed_out(talking)
    talking.desk.radio = None
    talking.met(MINE)
    talking.idle()
    talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    assert not talking.met(MINE)
    talking.idle()


def test_who_gives_up_just_before_the_digits_come_is_not_asked(talking: TalkingOffice) -> None:
    talking.radio.near[MINE] = talking.office.tablet
    busy = talking.tablets.hand_out(talking.office.cohort.session, talking.offer())
    busy.cancelled = True
    talking.met(MINE)
    assert not talking.ear.wait(Done).well
    assert [each for each in talking.ear.heard if isinstance(each, TabletCode)] == []


# ----------------------------------------------------------------------------------------- visits


def test_a_tablet_that_is_wanted_while_it_is_visited_is_visited_again(
    talking: TalkingOffice,
) -> None:
    handed_out(talking)
    busy = talking.desk.begin(MINE)
    assert busy is not None
    assert not talking.met(MINE)
    talking.desk.ended(MINE)
    visits = len(talking.radio.visits)
    assert talking.met(MINE)
    talking.ear.wait(Done)
    talking.idle()
    assert len(talking.radio.visits) == visits + 2


def test_what_the_tablet_holds_is_fetched_and_the_contact_noted(talking: TalkingOffice) -> None:
    talking.met(MINE)
    talking.idle()
    assert talking.radio.visits == [], "no tablet is known yet"
    handed_out(talking)
    talking.office.measure("spo2", 93.0)
    talking.office.measure("spo2", 92.0)
    talking.met(MINE)
    done = talking.ear.wait(Done)
    assert (done.code, done.stored, done.sentence) == (
        "",
        2,
        "2 entries were fetched from the tablet.",
    )
    assert done.device_id == talking.office.device_id
    assert talking.office.rows("SELECT outcome, came FROM device_contacts") == [("complete", 2)]


def test_a_visit_that_brings_nothing_says_so(talking: TalkingOffice) -> None:
    handed_out(talking)
    talking.met(MINE)
    assert talking.ear.wait(Done).sentence == "Nothing new."


def test_an_emptied_tablet_says_so(talking: TalkingOffice) -> None:
    handed_out(talking)
    session = talking.office.cohort.session
    talking.do(lambda: talking.office.tablets.wipe_asked(session, talking.office.device_id))
    talking.met(MINE)
    assert "the tablet is emptied" in talking.ear.wait(Done).sentence
    assert talking.state() == "wiped"


def test_a_tablet_reported_lost_and_a_strangers_are_met_in_silence(talking: TalkingOffice) -> None:
    handed_out(talking)
    talking.office.measure("spo2", 93.0)
    session = talking.office.cohort.session
    talking.do(lambda: talking.office.tablets.revoke(session, talking.office.device_id))
    talking.radio.near[OTHER] = talking.stranger()
    for address in (MINE, OTHER):
        talking.met(address)
        talking.idle()
    assert [each for each in talking.ear.heard if isinstance(each, Done)] == []
    assert talking.office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(0,)]


def test_a_strangers_tablet_gives_nothing_while_ours_is_known(talking: TalkingOffice) -> None:
    handed_out(talking)
    talking.radio.near[OTHER] = talking.stranger()
    talking.met(OTHER)
    talking.idle()
    assert [each for each in talking.ear.heard if isinstance(each, Done)] == []


def test_a_tablet_that_is_out_of_reach_is_said(talking: TalkingOffice) -> None:
    handed_out(talking)
    talking.met(OTHER)
    done = talking.ear.wait(Done)
    assert (done.code, done.device_id, done.address) == ("not_found", "", OTHER)


def test_a_lost_link_in_a_visit_loses_and_doubles_nothing(talking: TalkingOffice) -> None:
    handed_out(talking)
    for value in (93.0, 92.0, 91.0):
        talking.office.cohort.clock.advance(60_000)
        talking.office.measure("spo2", value)
    for at in range(3, 9):
        talking.radio.harm = cut_at(at)
        talking.met(MINE)
        talking.idle()
    talking.met(MINE)
    talking.idle()
    assert talking.office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(3,)]
    codes = {each.code for each in talking.ear.heard if isinstance(each, Done)}
    assert codes == {"lost", ""}


def test_what_the_file_refuses_is_said_and_the_tablet_keeps_it(
    talking: TalkingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_out(talking)
    talking.office.measure("spo2", 93.0)

    def full(*_given: object) -> int:
        raise Trouble("disk_full", "The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(talking.office.tablets, "commit", full)
        talking.met(MINE)
        done = talking.ear.wait(Done)
        talking.idle()
    assert (done.code, done.sentence) == ("disk_full", "The disk is full.")
    talking.ear.heard.clear()
    talking.met(MINE)
    assert talking.ear.wait(Done).stored == 1
