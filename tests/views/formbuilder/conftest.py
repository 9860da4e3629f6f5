"""The page of the service's forms, on an open file, for the leader."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from station.services.session import Session
from station.views.formbuilder.page import FormBuilderPage
from tests.inbox_office import Desk, Heard
from tests.opened import Opener
from tests.qt import Pulse

LEADER = Session("0" * 31 + "1", "Rask Elg", "RE", "leader", "en")


@pytest.fixture
def make_desk(
    qtbot: QtBot, opener: Opener, heartbeat: Pulse
) -> Iterator[Callable[[str | None, Session], Desk]]:
    with ExitStack() as closing:

        def open_for(subject: str | None, session: Session) -> Desk:
            heard = Heard()
            page = closing.enter_context(opener.shown(FormBuilderPage, session, heard, subject))
            made = Desk(page, opener.station, opener.bridge, heard, qtbot)
            closing.callback(made.calm)
            made.calm()
            return made

        yield open_for


@pytest.fixture
def desk(make_desk: Callable[[str | None, Session], Desk]) -> Desk:
    """The page, on the list."""
    return make_desk(None, LEADER)
