"""A copy of the audit log's head outside the database, so that an older file is noticed."""

import json
from pathlib import Path

from station.core.files import replace_file
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.audit import Head
from station.security.chain import GENESIS, Chain


class Anchor:
    """The anchor file: number and code of the last row, with a code of its own."""

    def __init__(self, path: Path, key: bytes | bytearray) -> None:
        """Keep the anchor at `path`, sealed with `key` (32 bytes, for this purpose alone)."""
        self._path = path
        self._chain = Chain(key)

    def write(self, head: Head, *, durable: bool) -> None:
        """Put `head` in the file in one step; OSError if the disk does not take it."""
        code = self._chain.link(GENESIS, (head.seq, head.mac))
        text = json.dumps({"seq": head.seq, "mac": head.mac, "code": code})
        replace_file(self._path, text.encode(), durable=durable)

    def read(self) -> Head | None:
        """Give the head that was kept, None if there is no file; Trouble `anchor_damaged`."""
        try:
            data = json.loads(self._path.read_bytes())
            head, code = Head(data["seq"], data["mac"]), data["code"]
            if self._chain.follows(GENESIS, (head.seq, head.mac), code):
                return head
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        raise Trouble(
            "anchor_damaged",
            N_("The second copy of the end of the log cannot be read, or was changed."),
        )
