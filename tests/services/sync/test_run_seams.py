"""What a run asks for is what the real service, line and inbox have, parameter by parameter."""

import inspect

import pytest

from station.services.sync.applying.applying import Inbox
from station.services.sync.line import Line
from station.services.sync.run_seams import CentralService, Open
from station.services.sync.run_seams import Inbox as Asked
from station.sync.central import Central


@pytest.mark.parametrize(
    ("asked", "there"), [(CentralService, Central), (Asked, Inbox), (Open, Line)]
)
def test_what_is_asked_for_is_there(asked: type, there: type) -> None:
    names = [name for name in vars(asked) if not name.startswith("_")]
    assert names
    for name in names:
        method = vars(asked)[name]
        if inspect.isfunction(method):
            wanted = inspect.signature(method).parameters
            assert list(inspect.signature(getattr(there, name)).parameters)[: len(wanted)] == [
                *wanted
            ]
