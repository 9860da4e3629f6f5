"""A packet as it is kept."""

from station.services.measuring.measuring import RawPacket


def test_the_bytes_are_kept_with_what_they_were_read_from() -> None:
    assert RawPacket(0x2A5E, b"\x00\x5d", 1).raw == "2a5e:005d"
