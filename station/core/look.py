"""How this PC likes its window: appearance, text size and first language; nothing personal."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from station.core.files import replace_file
from station.core.i18n import LANGUAGES

APPEARANCES = ("system", "light", "dark", "contrast")
SCALES = (1.0, 1.25, 1.5, 2.0)
FILE_NAME = "look.json"


@dataclass(frozen=True, slots=True)
class Look:
    """The wishes of one PC; `scale` 1.5 draws everything half as large again."""

    appearance: str = "system"
    scale: float = 1.0
    language: str = "nb"

    def __post_init__(self) -> None:
        """Raise ValueError for a look that the program does not have."""
        if self.appearance not in APPEARANCES or self.scale not in SCALES:
            raise ValueError("an unknown appearance or size")
        if self.language not in LANGUAGES:
            raise ValueError("Station speaks nb, nn and en")


def read_look(folder: Path) -> Look:
    """Give the look kept in `folder`; the usual one if there is none or it cannot be read."""
    try:
        values = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return Look(str(values["appearance"]), float(values["scale"]), str(values["language"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Look()


def write_look(folder: Path, look: Look) -> None:
    """Keep the look in `folder`."""
    content = json.dumps(asdict(look), sort_keys=True).encode()
    replace_file(folder / FILE_NAME, content, durable=False)
