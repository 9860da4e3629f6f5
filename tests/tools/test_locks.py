"""The lists of locked libraries are read and written as they stand."""

from tools.locks import Wheel, read_pins, read_wheels, wheel_list, wheels_in

WHEEL = Wheel("one==1.0", "one-1.0-py3-none-any.whl", "ab12")


def test_a_wheel_is_listed_without_its_address() -> None:
    wheel = {"url": "https://host/a/b/one-1.0-py3-none-any.whl", "hashes": {"sha256": "ab12"}}
    lock = {"packages": [{"name": "one", "version": "1.0", "wheels": [wheel]}, SOURCE_ONLY]}
    assert list(wheels_in(lock)) == [WHEEL]


def test_the_written_list_reads_back() -> None:
    other = Wheel("two==2", "two-2-cp311-cp311-win_amd64.whl", "cd34")
    assert read_wheels(wheel_list([other, WHEEL])) == {WHEEL, other}


def test_a_pin_is_read_with_its_marker_and_digests() -> None:
    pins = read_pins(
        "one==1.0 ; os_name == 'nt' \\\n    --hash=sha256:ab12 \\\n    --hash=sha256:cd34\n"
        "    # via two\ntwo==2\n"
    )
    assert [pin.digests for pin in pins] == [{"ab12", "cd34"}, set()]
    assert str(pins[0].requirement) == 'one==1.0; os_name == "nt"'


SOURCE_ONLY = {"name": "two", "version": "2"}
