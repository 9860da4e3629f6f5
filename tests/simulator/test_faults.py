"""The fate of packets: by seed, at a named packet, and never otherwise."""

import pytest

from simulator.faults import Air, Faults, Hung, LinkLost

PACKETS = [bytes((number, number)) for number in range(200)]


def arrived(faults: Faults, seed: str = "1") -> list[bytes]:
    air = Air(faults, seed)
    air.connected()
    passed = [each for packet in PACKETS for each in air.pass_on(packet)]
    return passed + air.rest()


def test_without_faults_all_arrives_in_order() -> None:
    assert arrived(Faults()) == PACKETS


def test_the_same_seed_has_the_same_fate_and_another_one_another() -> None:
    bad = Faults(drop=0.1, double=0.1, swap=0.1, corrupt=0.1)
    assert arrived(bad) == arrived(bad)
    assert arrived(bad) != arrived(bad, "2")


def test_dropped_packets_are_missing_and_nothing_else() -> None:
    came = arrived(Faults(drop=0.1))
    assert 150 < len(came) < 200
    assert came == [packet for packet in PACKETS if packet in came]


def test_doubled_packets_come_twice_in_a_row() -> None:
    came = arrived(Faults(double=0.1))
    assert sorted(set(came)) == PACKETS
    assert 200 < len(came) < 250


def test_swapped_packets_all_come_in_another_order() -> None:
    came = arrived(Faults(swap=0.2))
    assert came != PACKETS
    assert sorted(came) == PACKETS


def test_corrupted_packets_keep_their_length() -> None:
    came = arrived(Faults(corrupt=0.1))
    wrong = [packet for packet in came if packet not in PACKETS]
    assert len(came) == len(PACKETS)
    assert 5 < len(wrong) < 50
    assert {len(packet) for packet in came} == {2}


def test_a_link_is_lost_at_the_packet_named_for_each_connection() -> None:
    air = Air(Faults(lose_at=(3, 1)), "1")
    for before in (2, 0):
        air.connected()
        for _ in range(before):
            assert air.pass_on(b"x") == [b"x"]
        with pytest.raises(LinkLost):
            air.pass_on(b"x")
    air.connected()
    assert [air.pass_on(b"x") for _ in range(50)] == [[b"x"]] * 50


def test_a_hanging_device_says_nothing_more() -> None:
    air = Air(Faults(hang_at=2), "1")
    air.connected()
    assert air.pass_on(b"x") == [b"x"]
    with pytest.raises(Hung):
        air.pass_on(b"x")


def test_a_spared_packet_is_passed_on_after_what_was_held_back() -> None:
    air = Air(Faults(swap=1.0), "1")
    air.connected()
    assert air.pass_on(b"first") == []
    assert air.pass_on(b"answer", spared=True) == [b"first", b"answer"]


def test_a_packet_held_back_when_the_link_ended_is_gone() -> None:
    air = Air(Faults(swap=1.0), "1")
    air.connected()
    assert air.pass_on(b"first") == []
    air.connected()
    assert air.rest() == []
