"""The station's seal on prints: its key, made once, and the code of each page."""

from dataclasses import replace

from station.models.database import Reader
from station.models.queries import paper as queries
from station.models.queries.plans import VersionRow
from station.models.records import paper as records
from station.printing.documents import Stamp as PageStamp
from station.rules.papercode import CHECKSUM_LETTERS, PaperCode, pack, signed_part
from station.security.signing import Stamp, new_key
from station.services.record import Record
from station.services.session import Session


def stamp_of(record: Record, session: Session) -> Stamp:
    """Give this station's seal; the key is made, and noted in the log, the first time."""
    with record.read() as reader:
        key = queries.station_key(reader)
    if key is None:
        key = new_key()
        with record.write(session) as writer:
            records.keep_station_key(writer, key)
            writer.audit("paper_key_made", "file", "")
    return Stamp(key)


def known_stamp(reader: Reader) -> Stamp | None:
    """Give this station's seal if it ever printed anything."""
    key = queries.station_key(reader)
    return Stamp(key) if key else None


def page_stamp(stamp: Stamp, row: VersionRow) -> PageStamp:
    """Give what makes the code of each page of a version's print."""

    def made(page: int, pages: int) -> str:
        bare = PaperCode(
            stamp.name,
            row.version.id,
            row.version.number,
            page,
            pages,
            row.content_hash[:CHECKSUM_LETTERS],
        )
        return pack(sealed(stamp, bare))

    return made


def sealed(stamp: Stamp, code: PaperCode) -> PaperCode:
    """Give a code with this station's seal."""
    return replace(code, seal=stamp.seal(signed_part(code)))
