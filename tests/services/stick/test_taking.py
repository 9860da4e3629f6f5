"""Files in any order, with holes, cut short, wrong, or from a station with our own id."""

import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Writer
from station.rules.changesets import Span
from station.services.stick import taking
from station.services.stick.exchanging import Exchanging, WriteJob, stopped
from station.sync import exchange
from station.sync.exchange import LogRow
from tests.conftest import FRIDAY_NINE
from tests.exchange_office import LEADER, NURSE, Desks, code_of, desk, plain_apply, switched_on


def test_a_file_that_comes_too_early_waits_and_the_hole_is_named(stations: Desks) -> None:
    first, second, _third = stations
    first.add(*(f"u{n}" for n in range(6)))
    assert first.write(most=2).files == tuple(f"a-{n}-3.stationx" for n in (1, 2, 3))
    late = second.take("a-3-3")
    assert (late.applied, late.waits) == (0, True)
    assert [(gap.name, gap.span) for gap in late.gaps] == [("Lesja-1", Span(1, 4))]
    assert second.people() == {}
    assert second.take("a-1-3").gaps[0].span == Span(3, 4)
    row = second.exchanging.overview(NURSE).peers[0]
    assert (row.gaps, row.waiting, row.theirs) == ((Span(3, 4),), 1, 2)
    last = second.take("a-2-3")
    assert (last.applied, last.waits, last.gaps) == (4, False, ())
    assert second.people() == first.people()


def test_the_next_file_asks_for_what_is_missing_and_the_answer_fills_it(stations: Desks) -> None:
    first, second, _third = stations
    first.add(*(f"u{n}" for n in range(6)))
    first.write(most=2)
    second.take("a-1-3")
    second.take("a-3-3")
    second.write(first.station(), "ask")
    first.take("ask")
    answer = first.write(second.station(), "answer")
    assert answer.rows == 4
    assert second.take("answer").gaps == ()
    assert second.people() == first.people()


def test_a_large_file_that_comes_too_early_stays_on_its_stick(
    stations: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _third = stations
    first.add("u1", "u2")
    first.write(most=1)
    monkeypatch.setattr(taking, "MOST_KEPT", 10)
    with pytest.raises(Trouble) as caught:
        second.take("a-2-2")
    assert code_of(caught) == "exchange_too_early"


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_in_any_order_with_copies_and_losses_all_comes_in_or_is_named(
    empty_file: Path, order: list[int], lost: set[int], more: list[int]
) -> None:
    clock = FixedClock(FRIDAY_NINE)
    with TemporaryDirectory() as place, ExitStack() as open_ones:
        folder = Path(place)
        first, second = (
            open_ones.enter_context(desk(folder / name, empty_file, clock, folder / "stick"))
            for name in ("a", "b")
        )
        first.exchanging.begin(LEADER, "Lesja-1")
        second.meet(first)
        first.add(*(f"u{n}" for n in range(9)))
        first.rename("u0", "Stille Brygge")
        first.rename("u0", "Rask Elg")
        first.rename("u8", "Stille Brygge")
        files = first.write(most=2).files
        gaps = [
            second.take(files[at].removesuffix(".stationx")).gaps
            for at in [*order, *more]
            if at not in lost
        ]
        named = {n for gap in (gaps[-1] if gaps else ()) for n in _numbers(gap.span)}
        reached = max({2 * at + 2 for at in range(6) if at not in lost}, default=0)
        assert named == {n for at in lost for n in (2 * at + 1, 2 * at + 2) if n <= reached}
        if lost:
            second.write(first.station(), "ask")
            first.take("ask")
            first.write(second.station(), "answer")
            assert second.take("answer").gaps == ()
        assert second.people() == first.people()


def _numbers(span: Span) -> range:
    return range(span.first, span.last + 1)


def test_a_kill_in_the_middle_goes_on_where_it_was(
    stations: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _third = stations
    monkeypatch.setattr(taking, "BATCH", 2)
    first.add(*(f"u{n}" for n in range(7)))
    first.write()

    def dies(writer: Writer, changes: Sequence[LogRow], *, more: bool = False) -> list[str]:
        if any(change.record_id == "u5" for change in changes):
            raise KeyboardInterrupt
        return plain_apply(writer, changes, more=more)

    failing = replace(second, exchanging=Exchanging(second.record, dies, switched_on))
    with pytest.raises(KeyboardInterrupt):
        failing.take()
    # Whole units of work, and how far they came, or nothing.
    assert len(second.people()) == 4
    taken = second.take()
    assert (taken.applied, taken.known) == (3, 4)
    assert second.people() == first.people()


def test_a_person_may_stop_it(stations: Desks) -> None:
    first, second, _third = stations
    first.add("u1")
    first.write()

    def stop(_done: int, _of: int) -> None:
        raise stopped()

    with pytest.raises(Trouble) as caught:
        second.exchanging.take(LEADER, first.stick / "a.stationx", tell=stop)
    assert code_of(caught) == "exchange_stopped"
    with pytest.raises(Trouble):
        first.exchanging.write(LEADER, WriteJob(first.stick / "b"), tell=stop)
    assert sorted(path.name for path in first.stick.iterdir()) == ["a.stationx"]


def test_a_stick_that_is_pulled_out_is_told(stations: Desks, tmp_path: Path) -> None:
    first, _second, _third = stations
    with pytest.raises(Trouble) as caught:
        first.exchanging.take(LEADER, tmp_path / "gone.stationx")
    assert code_of(caught) == "exchange_unread"


def test_two_stations_with_one_id_are_told_apart_and_lose_nothing(
    stations: Desks, tmp_path: Path, clock: FixedClock
) -> None:
    first, second, _third = stations
    first.add("u1")
    first.database.checkpoint()
    home = tmp_path / "double"
    shutil.copytree(tmp_path / "a", home)
    with desk(home, home, clock, tmp_path / "stick") as double:
        assert double.station() == first.station()
        first.add("u2")
        double.add("u3", "u4")
        before = double.station()
        first.write("", "one")
        double.write("", "two")
        second.take("one")
        taken = second.take("two")
        assert (taken.applied, taken.known, taken.doubled, taken.renewed) == (2, 1, True, False)
        assert set(second.people()) == {"u1", "u2", "u3", "u4"}
        assert second.take("two").applied == 0
        told = first.take("two")
        assert told.renewed
        assert first.station() != before
        assert set(first.people()) == {"u1", "u2", "u3", "u4"}
        first.write("", "all")
        assert not second.take("all").renewed
        assert set(second.people()) == {"u1", "u2", "u3", "u4"}
        # Once more brings nothing twice.
        assert first.take("two").applied == 0


@pytest.mark.parametrize("by_another", [False, True])
def test_a_double_that_wrote_less_is_found_by_what_it_wrote(
    stations: Desks, tmp_path: Path, clock: FixedClock, by_another: bool
) -> None:
    first, second, _third = stations
    first.add("u1")
    first.database.checkpoint()
    home = tmp_path / "double"
    shutil.copytree(tmp_path / "a", home)
    with desk(home, home, clock, tmp_path / "stick") as double:
        first.add("u2", "u3", "u4")
        double.add("u5")
        before = double.station()
        double.write("", "two")
    if by_another:
        second.take("two")
        second.write("", "two")
    assert first.take("two").renewed
    assert first.station() != before
    assert set(first.people()) == {"u1", "u2", "u3", "u4", "u5"}


def test_a_file_of_our_own_is_told_even_where_it_is_long(
    stations: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "BATCH", 2)
    first, _second, _third = stations
    first.add("u1", "u2", "u3")
    first.write()
    with pytest.raises(Trouble) as caught:
        first.take()
    assert code_of(caught) == "exchange_own"


def test_a_station_put_back_from_a_copy_learns_it_from_its_peer(
    stations: Desks, tmp_path: Path, clock: FixedClock
) -> None:
    first, second, _third = stations
    first.add("u1")
    first.database.checkpoint()
    home = tmp_path / "old"
    shutil.copytree(tmp_path / "a", home)
    first.add("u2", "u3")
    first.write()
    second.take()
    with desk(home, home, clock, tmp_path / "stick") as restored:
        before = restored.station()
        second.write("", "b")
        taken = restored.take("b")
        assert taken.renewed
        assert restored.station() != before
        assert set(restored.people()) == {"u1", "u2", "u3"}
        restored.add("u4")
        restored.write("", "c")
        assert second.take("c").applied == 1


def test_wrong_files_change_nothing(
    stations: Desks, tmp_path: Path, empty_file: Path, clock: FixedClock
) -> None:
    first, second, third = stations
    first.add("u1")
    first.write()
    with pytest.raises(Trouble) as caught:
        first.take()
    assert code_of(caught) == "exchange_own"
    second.take()
    second.write(first.station(), "b")
    with pytest.raises(Trouble) as caught:
        third.take("b")
    assert code_of(caught) == "exchange_for_another"
    with desk(tmp_path / "d", empty_file, clock, first.stick) as stranger:
        with pytest.raises(Trouble) as caught:
            stranger.take()
        assert code_of(caught) == "exchange_not_begun"
        stranger.exchanging.begin(LEADER, "Vang-1")
        with pytest.raises(Trouble) as caught:
            stranger.take()
        assert code_of(caught) == "exchange_other_secret"
        assert stranger.people() == {}
    good = (first.stick / "a.stationx").read_bytes()
    for spoilt in (good[:-1], good[:200] + bytes([good[200] ^ 1]) + good[201:]):
        (first.stick / "x.stationx").write_bytes(spoilt)
        with pytest.raises(Trouble) as caught:
            third.take("x")
        assert code_of(caught) == "exchange_damaged"
    assert third.people() == {}
    assert third.exchanging.overview(NURSE).peers == ()


def test_a_file_larger_than_any_is_not_opened(
    stations: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _third = stations
    first.write()
    monkeypatch.setattr(exchange, "LARGEST_FILE", 100)
    with pytest.raises(Trouble) as caught:
        second.take()
    assert code_of(caught) == "exchange_large"


def test_what_is_no_file_is_not_waited_for(stations: Desks) -> None:
    first, second, _third = stations
    first.write()
    os.mkfifo(second.stick / "pipe.stationx")
    with pytest.raises(Trouble) as caught:
        second.take("pipe")
    assert code_of(caught) == "exchange_unread"


def test_files_whose_ranges_overlap_are_taken_in_any_order(stations: Desks) -> None:
    """Two sticks that were written after each other, the later one first."""
    first, second, _third = stations
    first.add("u0")
    for number in range(4):
        first.rename("u0", f"name {number}")
        first.write(name=f"s{number}")
    for name in ("s3", "s1", "s2", "s0"):
        second.take(name)
        assert second.people() == first.people()


def test_a_stick_that_is_pulled_out_while_it_is_read_is_told(stations: Desks) -> None:
    first, second, _third = stations
    first.write()

    def pulled(_done: int, _of: int) -> None:
        raise OSError

    with pytest.raises(Trouble) as caught:
        second.exchanging.take(LEADER, second.stick / "a.stationx", tell=pulled)
    assert code_of(caught) == "exchange_unread"
