"""The locked libraries are whole, agree with each other, and install on Windows as they are."""

import pytest
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.locks import PYTHONS, REQUIREMENTS, WHEELS, Pin, Wheel, read_pins, read_wheels

RUNTIME = read_pins((REQUIREMENTS / "runtime.txt").read_text(encoding="utf-8"))
DEV = read_pins((REQUIREMENTS / "dev.txt").read_text(encoding="utf-8"))
OFFERED = read_wheels(WHEELS.read_text(encoding="utf-8"))


def windows(python: str) -> dict[str, str]:
    """What requirement markers ask about on a Windows PC with this Python."""
    return {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "os_name": "nt",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }


def windows_tags(python: str) -> set[Tag]:
    """The wheels' tags that pip accepts on a Windows PC with this Python."""
    version = tuple(int(part) for part in python.split("."))
    interpreter = f"cp{python.replace('.', '')}"
    own = cpython_tags(version, platforms=["win_amd64"])
    return {*own, *compatible_tags(version, interpreter, ["win_amd64"])}


def installs(wheel: Wheel, pin: Pin, python: str) -> bool:
    """Whether pip on Windows would take this wheel for this pin, digest and all."""
    name, version, _, tags = parse_wheel_filename(wheel.file)
    return (
        name == canonicalize_name(pin.requirement.name)
        and str(pin.requirement.specifier) == f"=={version}"
        and wheel.digest in pin.digests
        and not tags.isdisjoint(windows_tags(python))
    )


@pytest.mark.parametrize("python", PYTHONS)
def test_every_library_has_a_wheel_for_windows(python: str) -> None:
    markers = ((pin, pin.requirement.marker) for pin in RUNTIME)
    needed = [pin for pin, marker in markers if not marker or marker.evaluate(windows(python))]
    assert len(needed) > 20
    lacking = [pin for pin in needed if not any(installs(wheel, pin, python) for wheel in OFFERED)]
    assert lacking == []


def test_every_listed_wheel_belongs_to_a_locked_library() -> None:
    digests = frozenset().union(*(pin.digests for pin in RUNTIME))
    assert [wheel for wheel in OFFERED if wheel.digest not in digests] == []


def test_the_list_of_wheels_names_no_address() -> None:
    assert "/" not in WHEELS.read_text(encoding="utf-8")


def test_everything_locked_has_one_version_and_a_digest() -> None:
    for pin in RUNTIME + DEV:
        assert str(pin.requirement.specifier).startswith("==")
        assert pin.digests


def test_developers_have_the_very_libraries_of_the_program() -> None:
    # Without the markers: what the program needs on one system, a tool may need on all.
    runtime, developers = (
        {f"{pin.requirement.name}{pin.requirement.specifier}": pin.digests for pin in pins}
        for pins in (RUNTIME, DEV)
    )
    assert runtime.items() <= developers.items()


@pytest.mark.parametrize(("source", "pins"), [("runtime.in", RUNTIME), ("dev.in", DEV)])
def test_everything_asked_for_is_locked(source: str, pins: list[Pin]) -> None:
    lines = (REQUIREMENTS / source).read_text(encoding="utf-8").splitlines()
    wanted = [line.partition("#")[0].strip() for line in lines if not line.startswith(("-r", "#"))]
    asked = read_pins("\n".join(filter(None, wanted)))
    locked = {canonicalize_name(pin.requirement.name): pin for pin in pins}
    for pin in asked:
        found = locked[canonicalize_name(pin.requirement.name)].requirement
        version = str(found.specifier).removeprefix("==")
        assert pin.requirement.specifier.contains(version), f"{found} is not {pin.requirement}"
