"""Message authentication for the audit log: each row's code covers the row and the one before."""

import hashlib
import hmac
import json
from collections.abc import Sequence

# What the first row follows; no HMAC ever gives it.
GENESIS = "0" * 64


class Chain:
    """Makes and checks the codes of one log; whoever holds its key could also rewrite the log."""

    def __init__(self, key: bytes | bytearray) -> None:
        """Keep `key` (32 bytes, derived from the data key for this purpose alone)."""
        self._keyed = hmac.new(key, digestmod=hashlib.sha256)

    def link(self, previous: str, fields: Sequence[str | int | None]) -> str:
        """Give the code (64 hexadecimal characters) of a row that follows the code `previous`."""
        # JSON keeps "1" and 1, and "a", "b" and "ab" apart, so no two rows read alike.
        text = json.dumps([previous, *fields], ensure_ascii=False, separators=(",", ":"))
        code = self._keyed.copy()
        code.update(text.encode("utf-8", "surrogatepass"))
        return code.hexdigest()

    def follows(self, previous: str, fields: Sequence[str | int | None], code: str) -> bool:
        """Tell whether `code` is the code of these fields after `previous`."""
        return hmac.compare_digest(self.link(previous, fields).encode(), code.encode())
