"""Writing settings."""

from typing import TypeVar

from sqlalchemy.dialects.sqlite import insert

from station.core.settings import Setting
from station.models.database import Writer
from station.models.tables import settings

T = TypeVar("T")


def store(writer: Writer, setting: Setting[T], value: T) -> None:
    """Store the value of one setting; ValueError if it could not be read again."""
    text = setting.text(value)
    setting.parse(text)
    row = {"value": text, "changed_at": writer.now, "changed_by": writer.actor.user_id}
    statement = insert(settings).values(key=setting.name, **row)
    writer.run(statement.on_conflict_do_update(index_elements=["key"], set_=row))
    writer.audit("setting_changed", "setting", setting.name, value=text)
    writer.touch("settings")
