"""What working in leads to adds up, however many rows it came of."""

from station.services.sync.applying.values import Became, Effects, Result


def test_effects_of_many_rows_add_up() -> None:
    one, other = Effects(), Effects()
    one.judge_kind("p1", "spo2")
    one.touched("p1", "readings")
    other.judge_kind("p1", "pulse")
    other.judge_kind("p2", "bp")
    other.judge_all("p3")
    other.withdrawn.add("p4")
    other.touched("p1", "readings", 2)
    other.touched("p1", "alerts")
    one.add(other)
    assert one.judge == {"p1": {"spo2", "pulse"}, "p2": {"bp"}}
    assert (one.everything, one.withdrawn) == ({"p3"}, {"p4"})
    assert one.patients == {"p1": {"readings": 3, "alerts": 1}}


def test_a_reason_has_no_values_unless_they_are_given() -> None:
    assert Result(Became.APPLIED) == Result(Became.APPLIED, "", {})
