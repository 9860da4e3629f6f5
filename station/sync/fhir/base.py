"""The machinery of all kinds: columns to places and back, onto what another program wrote.

A column stands in one place: FHIR's own, or Station's extension where FHIR has none or where the
value does not fit. With a base only what differs from what the base says is touched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from station.core.ids import same_id
from station.sync.fhir import codecs, paths
from station.sync.fhir.codecs import Codec
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

FORMAT = 1
"""What the extension says first, so that a later Station knows how this one wrote."""


class Unreadable(Exception):  # noqa: N818 - it is told to a person, as Trouble is
    """A resource that is not what it says; `code` and `values` name why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, object] = values


@dataclass(frozen=True, slots=True)
class Column:
    """A shared column: its type (see codecs), and whether NULL is what it says when it says none.

    `sure` columns have no such value: a whole resource without one is not whole.
    """

    name: str
    of_type: str
    null: bool = False
    sure: bool = False

    @property
    def default(self) -> object:
        """Give what the column holds when a resource does not say."""
        return None if self.null or self.sure else ("" if self.of_type in {"text", "user"} else 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where columns stand in FHIR's own words.

    `write` changes the body; `read` gives what is said there, and raises ValueError where the
    columns are said in a way that Station has no word for.
    """

    columns: tuple[str, ...]
    path: str
    write: Callable[[Json, Fields, Context], None]
    read: Callable[[Json], Mapping[str, object]]
    needs: tuple[str, ...] = ()
    """Columns of other places that what is written here depends on."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from columns that stand elsewhere: written for others, never read.

    Without any columns it is always the same, and written in a new resource only.
    """

    columns: tuple[str, ...]
    path: str
    write: Callable[[Json, Fields, Context], None]


def at(column: str, path: str, codec: Codec = codecs.TEXT) -> Place:
    """One column at one path."""
    way = paths.steps(path)

    def write(body: Json, fields: Fields, context: Context) -> None:
        paths.put(body, way, codec.write(fields[column], context))

    def read(body: Json) -> Mapping[str, object]:
        said = paths.found(body, way)
        return {} if said is None else {column: codec.read(said)}

    return Place((column,), path, write, read)


def derived(columns: str, path: str, value: Callable[[Fields, Context], object]) -> Derived:
    """Something at one path that follows from columns (named with blanks between)."""
    way = paths.steps(path)

    def write(body: Json, fields: Fields, context: Context) -> None:
        paths.put(body, way, value(fields, context))

    return Derived(tuple(columns.split()), path, write)


def _nothing(_body: Json, _fields: Fields, _context: Context) -> None:
    """Leave the body as it is."""


def _no_extras(_main: Json, _fields: Fields, _context: Context) -> tuple[Json, ...]:
    return ()


def _as_is(_body: Json, fields: dict[str, object]) -> dict[str, object]:
    return fields


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of record is said: its resource type, columns, places, and what follows.

    `said` is run last on what Context tells (never read back); `veil` columns are left out for a
    protected person; `mend` sees to what follows from native words in what was read; `foreign`
    reads a resource of this type that Station did not write; `gone` marks it as taken away, and
    `is_gone` sees such a mark.
    """

    kind: str
    resource_type: str
    columns: tuple[Column, ...]
    places: tuple[Place, ...]
    derived: tuple[Derived, ...] = ()
    said: Callable[[Json, Fields, Context], None] = _nothing
    veil: tuple[str, ...] = ()
    veiled: tuple[str, ...] = ()
    mend: Callable[[Json, dict[str, object]], dict[str, object]] = _as_is
    foreign: Callable[[Json], dict[str, object]] | None = None
    gone: tuple[str, object] | None = None
    extras: Callable[[Json, Fields, Context], tuple[Json, ...]] = _no_extras
    is_gone: Callable[[Json, Fields], bool] | None = None
    key: str = "id"
    own_id: Callable[[Fields, Context], str] | None = None
    context_keys: tuple[str, ...] = ()

    @property
    def native(self) -> frozenset[str]:
        """Give the columns that FHIR has a place for."""
        return frozenset(name for place in self.places for name in place.columns)


def columns(text: str) -> tuple[Column, ...]:
    """Read «name:type», «name:type?» (NULL when not said) and «name:type!» (always said)."""
    found = []
    for each in text.split():
        name, _, of_type = each.partition(":")
        found.append(
            Column(name, of_type.rstrip("?!"), of_type.endswith("?"), of_type.endswith("!"))
        )
    return tuple(found)


def foreign_id(resource_type: str, body: Json) -> str:
    """Give the id of the record of another's resource: its own if it is a UUID, else one made."""
    try:
        return codecs.undashed(body.get("id"))
    except ValueError:
        return same_id("fhir", resource_type, str(body.get("id", "")))
