"""`station replay`: judging again finds nothing that was not told."""

from station.core.paths import Home
from tests.cli.conftest import Person, Run


def test_the_whole_municipality_judged_again_differs_nowhere(run: Run, town: Home) -> None:
    done = run("replay", "--home", town.root, "--json")
    assert done.code == 0
    assert not [each for each in done.data if each["differs"]]
    assert sum(each["readings"] for each in done.data) > 2000
    assert sum(each["red"] for each in done.data) > 0


def test_one_patient_is_told_in_lines(run: Run, town: Home, someone: Person) -> None:
    done = run("replay", "--home", town.root, "--patient", someone.number)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].split() == ["patient", "component", "readings", "yellow", "red", "unseen"]
    assert all(line.startswith(someone.id) for line in lines[1:-1])
    assert lines[-1].endswith("readings judged again")


def test_an_unknown_patient_is_refused(run: Run, town: Home) -> None:
    assert run("replay", "--home", town.root, "--patient", "ukjent").code == 1
