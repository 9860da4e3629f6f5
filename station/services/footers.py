"""What stands on every print: intended use, not an emergency service, when somebody is here."""

from station.core.formats import weekday
from station.core.i18n import tr
from station.core.settings import Profile

_RUN = 2


def footer(profile: Profile) -> tuple[str, ...]:
    """Give the footer's sentences in the language spoken now."""
    return (
        tr(
            "Not an emergency service: if life is in danger call {phone}.",
            phone=profile.emergency_phone,
        ),
        tr(
            "Not a certified medical device. Nobody watches outside opening hours, {hours}.",
            hours=opening_text(profile),
        ),
        tr("Limits are proposals until the GP has approved them."),
    )


def opening_text(profile: Profile) -> str:
    """Give the opening hours: hverdager 09–15, mandag–lørdag 08–20."""
    hours = f"{_hour(profile.open_from)}–{_hour(profile.open_to)}"
    days = sorted(profile.open_weekdays)
    if days == [0, 1, 2, 3, 4]:
        return tr("weekdays {hours}", hours=hours)
    if days == list(range(7)):
        return tr("every day {hours}", hours=hours)
    if len(days) > _RUN and days == list(range(days[0], days[-1] + 1)):
        return f"{weekday(days[0])}–{weekday(days[-1])} {hours}"
    return f"{', '.join(weekday(day) for day in days)} {hours}"


def phone_text(number: str) -> str:
    """Write a telephone number in groups: 68 05 01 00, 116 117, 113."""
    digits = number.replace(" ", "")
    if not digits.isdigit():
        return number
    size = 2 if len(digits) % 2 == 0 and len(digits) > 6 else 3  # noqa: PLR2004  (see docstring)
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def _hour(text: str) -> str:
    return text[:2] if text.endswith(":00") else text
