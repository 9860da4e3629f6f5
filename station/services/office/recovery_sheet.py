"""The recovery sheet for the municipality's safe, saved where the person chose."""

from pathlib import Path

from station.core.clock import Clock
from station.core.formats import day
from station.core.i18n import speaking, tr
from station.core.settings import Profile
from station.printing import press, saving
from station.printing.documents import Identity, RecoverySheet, words
from station.services.footers import footer


def save(path: Path, code: str, profile: Profile, clock: Clock) -> None:
    """Save the sheet as a PDF; Trouble if the place cannot be written to. The code is not kept."""
    saving.write(press.render(document(code, profile, clock)), path)


def document(code: str, profile: Profile, clock: Clock) -> RecoverySheet:
    """Give the sheet in the municipality's language, ready to print."""
    with speaking(profile.language):
        return RecoverySheet(
            identity=_identity(profile, clock),
            introduction=tr(
                "With this code the municipality opens Station when nobody knows a password."
            ),
            groups=tuple(f"{group[:3]} {group[3:]}" for group in code.split()),
            instructions=(
                words(tr("Lay the sheet in the municipality’s safe. Take no picture of it.")),
                words(tr("Choose «Forgotten the password?» and type the code.")),
                words(tr("A new sheet is made in the settings; then this one stops working.")),
            ),
            lines=(tr("Laid in the safe by, date"), tr("Where the safe is")),
        )


def _identity(profile: Profile, clock: Clock) -> Identity:
    return Identity(
        language=profile.language,
        municipality=profile.name,
        service=profile.service_name,
        title=tr("Recovery sheet"),
        status=tr("KEPT IN THE MUNICIPALITY’S SAFE"),
        person="",
        birth_date="",
        diagnosis="",
        version="",
        code="",
        printed=day(clock.now()),
        footer=(
            tr("Whoever has this sheet and the PC can read every record."),
            *footer(profile),
        ),
    )
