"""The two ways in which a request comes to nothing: lost on the way, or refused."""

from typing import Literal

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.sync.wire_words import GROUPS, LOST, PHASES, REFUSED

Phase = Literal["before", "during", "after"]
"""How far the request had come: not begun, its bytes on the way, all of it sent."""


class Lost(Trouble):
    """The network or the other side failed; `code` is a key of LOST.

    `applied` tells whether the request may have been carried out all the same: only "before" is
    certain. It can be tried again with the same bytes.
    """

    def __init__(self, code: str, phase: Phase, host: str = "") -> None:
        """Keep how far it had come with `host`."""
        super().__init__(code, LOST[code], host=host)
        self.phase: Phase = phase

    @property
    def applied(self) -> bool:
        """Tell whether the other side may have done what was asked."""
        return self.phase != "before"

    def sentence(self) -> str:
        """Give what happened, and what that means for what was sent."""
        return f"{super().sentence()} {tr(PHASES[self.phase])}"


class Refused(Trouble):
    """Nothing can go through until something is put right; `code` is a key of REFUSED.

    `group` is "tls", "pin", "proxy", "portal", "clock", "sign_in" or "address".
    """

    def __init__(self, code: str, **values: object) -> None:
        """Keep why, with the values that the sentence names."""
        super().__init__(code, REFUSED[code], **values)

    @property
    def group(self) -> str:
        """Tell what kind of trouble it is."""
        return GROUPS[self.code.partition("_")[0]]

    @property
    def applied(self) -> bool:
        """Tell whether the other side may have done what was asked: only where an answer came."""
        return self.group == "portal"
