"""The mark that says: this file is of invented people."""

from station.core.settings import Setting
from station.models.records import settings as records
from station.services.office.frame import TRAINING
from station.services.record import Record
from station.services.session import Session

_MARK = Setting(TRAINING, "no", str)


def set_mark(record: Record, session: Session) -> None:
    """Mark the file as the training municipality; there is no way back."""
    with record.write(session) as writer:
        records.store(writer, _MARK, "yes")
