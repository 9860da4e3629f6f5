"""One row at a time: all that it leads to is done, or nothing but its reason is left."""

from collections.abc import Callable

from station.core import log
from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.records import sync_inbox as records
from station.models.records.sync_rows import Unfit
from station.services.sync_applying_values import Became, Result

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
    head = writer.head
    writer.execute("SAVEPOINT one_row")
    try:
        result = job()
    except Unfit as unfit:
        result = Result(Became.HELD, "unfit", {"column": unfit.column})
    except Trouble as trouble:
        result = Result(Became.HELD, trouble.code)
    except Exception as error:  # noqa: BLE001  (one bad row must not stop the others)
        log.bug("working_in", error)
        result = Result(Became.HELD, "failed", {"error": type(error).__name__})
    else:
        writer.execute("RELEASE one_row")
        return result
    writer.execute("ROLLBACK TO one_row")
    writer.execute("RELEASE one_row")
    writer.head = head
    return result
