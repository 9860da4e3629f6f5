"""Numbers on paper and stickers: none is given twice, also after an older file was put back."""

from typing import Final

from station.models.database import Reader, Writer
from station.rules.labelcode import number_of

RECEIPT, LABEL = "receipt_floor", "label_floor"
GAP: Final = 1_000
"""So many numbers are left out after a restore: more than an office uses between two backups."""


def floor(reader: Reader, key: str) -> int:
    """Give the number that the next one of a kind (RECEIPT, LABEL) has to be above."""
    rows = reader.raw("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", (key,))
    return int(rows[0][0]) if rows else 0


def next_receipt(reader: Reader) -> int:
    """Give the number of the next receipt."""
    rows = reader.raw("SELECT coalesce(max(number), 0) FROM handouts")
    return max(int(rows[0][0]), floor(reader, RECEIPT)) + 1


def leave_gap(writer: Writer) -> None:
    """Leave numbers out: what was given since this older file was made is on paper somewhere."""
    labels = writer.raw("SELECT label FROM devices WHERE label <> ''")
    highest = max((number_of(str(row[0])) or 0 for row in labels), default=0)
    for key, used in ((RECEIPT, next_receipt(writer) - 1), (LABEL, highest)):
        after = max(used, floor(writer, key)) + GAP
        writer.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, str(after)))
