"""The exit codes of `station sync`, and that both commands say why they cannot go."""

import pytest

from station.cli import central_check
from station.cli.sync import DONE, LEFT, NOT_RUN, PERSON, code_of
from station.services.sync.check import Step
from station.services.sync.values import CENTRE, ChannelStatus, Counts, Report, Standing, Status


def status(conflicts: int = 0, **counts: int) -> Status:
    channel = ChannelStatus(CENTRE, "", Standing.WELL, "", Counts(**counts))
    return Status("", (channel,), conflicts=conflicts)


@pytest.mark.parametrize(
    ("report", "found", "code"),
    [
        (Report(CENTRE, "done"), status(), DONE),
        (None, status(), DONE),
        (Report(CENTRE, "left", left=1), status(), LEFT),
        (None, status(held=1), LEFT),
        (None, status(inbox=1), LEFT),
        (None, status(waiting=1), LEFT),
        (None, Status("", ()), LEFT),
        (Report(CENTRE, "left", left=1), status(conflicts=1, differs=1), PERSON),
        (Report(CENTRE, "failed"), status(conflicts=1), NOT_RUN),
        (Report(CENTRE, "stopped"), status(), NOT_RUN),
    ],
)
def test_the_exit_code_says_what_is_left(report: Report | None, found: Status, code: int) -> None:
    assert code_of(report, found) == code


def test_both_say_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        central_check.main(["--help"])
    assert "without --write" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "well", "mark"),
    [("stations", True, "OBS"), ("settings", True, "ok"), ("settings", False, "FEIL")],
)
def test_what_is_only_to_be_known_is_not_called_in_order(
    code: str, well: bool, mark: str, capsys: pytest.CaptureFixture[str]
) -> None:
    central_check._tell([Step(code, "Navn", well, "Setning.")], as_json=False)
    assert capsys.readouterr().out.split()[0] == mark
