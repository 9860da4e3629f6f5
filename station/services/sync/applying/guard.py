"""One row apart: all that it leads to is done, or nothing but its reason is left."""

from collections.abc import Callable
from typing import TypeVar

from station.core import log
from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.driver import told
from station.models.records import savepoints
from station.models.records import sync_inbox as records
from station.models.records.sync_rows import Unfit
from station.services.sync.applying.values import Became, Result

T = TypeVar("T")
STATES = {
    Became.APPLIED: records.DONE,
    Became.SAME: records.SAME,
    Became.CONFLICT: records.DONE,
    Became.WAITING: records.WAITING,
    Became.HELD: records.HELD,
}
"""How the inbox keeps what became of a row."""


def guarded(writer: Writer, job: Callable[[], Result]) -> Result:
    """Do a job so that all of it is done, or nothing but its reason is left."""
    head = savepoints.begin(writer, "one_row")
    try:
        result = job()
    except Unfit as unfit:
        result = Result(Became.HELD, "unfit", {"column": unfit.column})
    except Trouble as trouble:
        result = Result(Became.HELD, trouble.code)
    except Exception as error:
        if told(error) is not error:
            raise  # a full disk or a busy file: it is not the row, and all of it is undone
        # One bad row must not stop the others.
        log.bug("working_in", error)
        result = Result(Became.HELD, "failed", {"error": type(error).__name__})
    else:
        savepoints.keep(writer, "one_row")
        return result
    savepoints.undo(writer, "one_row", head)
    return result


def together(writer: Writer, job: Callable[[], T]) -> T | None:
    """Do a job for several rows; None if it failed, and nothing of it is left: try them apart."""
    head = savepoints.begin(writer, "rows")
    try:
        result = job()
    except Exception as error:
        if told(error) is not error:
            raise  # as above
        # Each is tried apart, and tells its own reason.
        savepoints.undo(writer, "rows", head)
        return None
    savepoints.keep(writer, "rows")
    return result
