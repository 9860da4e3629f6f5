"""The few kinds of column that all tables are made of."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, MetaData, Text, false, text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> Column[str]:
    """A primary key of text (32 hexadecimal characters, unless the table says otherwise)."""
    return Column(name, Text, primary_key=True, nullable=False)


def words(name: str) -> Column[str]:
    """Text that may be empty and is never NULL."""
    return Column(name, Text, nullable=False, server_default="")


def given(name: str) -> Column[str]:
    """Text that every row has: an id, a code, a date (ISO) or JSON."""
    return Column(name, Text, nullable=False)


def maybe(name: str) -> Column[str | None]:
    """Text that is NULL where there is none: the id of another row, a date (ISO)."""
    return Column(name, Text, nullable=True)


def moment(name: str) -> Column[int]:
    """A moment in UTC milliseconds since 1970."""
    return Column(name, Integer, nullable=False)


def maybe_moment(name: str) -> Column[int | None]:
    """A moment in UTC milliseconds since 1970, NULL until it comes."""
    return Column(name, Integer, nullable=True)


def whole(name: str, default: int | None = None) -> Column[int]:
    """A whole number, with `default` where a row is stored without one."""
    start = None if default is None else text(str(default))
    return Column(name, Integer, nullable=False, server_default=start)


def maybe_whole(name: str) -> Column[int | None]:
    """A whole number, NULL where there is none."""
    return Column(name, Integer, nullable=True)


def maybe_value(name: str) -> Column[float | None]:
    """A measured value in the kind's unit, NULL where no number was measured."""
    return Column(name, Float, nullable=True)


def flag(name: str) -> Column[bool]:
    """Yes or no, stored as 1 or 0; no where nothing is said."""
    return Column(name, Boolean, nullable=False, server_default=false())


def of_patient(name: str = "patient_id") -> Column[str]:
    """The patient that the row is about."""
    return Column(name, Text, ForeignKey("patients.id"), nullable=False)


def maybe_of_patient(name: str = "patient_id") -> Column[str | None]:
    """The patient that the row is about, NULL where that is not known."""
    return Column(name, Text, ForeignKey("patients.id"), nullable=True)


def of_row(name: str, target: str) -> Column[str]:
    """The row of another table (`target`, such as "plans.id") that this one belongs to."""
    return Column(name, Text, ForeignKey(target), nullable=False)


def maybe_of_row(name: str, target: str) -> Column[str | None]:
    """The row of another table that this one belongs to, NULL where there is none."""
    return Column(name, Text, ForeignKey(target), nullable=True)


def patient_key() -> Column[str]:
    """The patient as the primary key, or a part of it."""
    return Column("patient_id", Text, ForeignKey("patients.id"), primary_key=True, nullable=False)
