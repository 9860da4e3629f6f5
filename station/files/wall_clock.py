"""From the time on a device's wall clock to the moment it showed it, quickly and never guessed."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from station.core.zone import candidates, utc_ms

_MIDNIGHT = time()
_DAY = timedelta(days=1)


@dataclass(slots=True)
class WallClock:
    """The clocks of one time zone; raises Trouble `zone_unknown` when it is first asked."""

    zone_name: str
    _steady: dict[date, int | None] = field(default_factory=dict)

    def moments(self, shown: datetime) -> tuple[int, ...]:
        """Give the UTC milliseconds at which the clock showed `shown`: none, one or two.

        An aware time already names its moment.
        """
        if shown.tzinfo is not None:
            return (utc_ms(shown),)
        offset = self._offset(shown.date())
        if offset is None:
            return candidates(shown, self.zone_name)
        return (utc_ms(shown.replace(tzinfo=UTC)) - offset,)

    def _offset(self, day: date) -> int | None:
        """Give the day's offset in milliseconds, None on a day when the clock may change."""
        if day not in self._steady:
            before, after = self._midnight(day - _DAY), self._midnight(day + 2 * _DAY)
            self._steady[day] = before if before == after else None
        return self._steady[day]

    def _midnight(self, day: date) -> int | None:
        shown = datetime.combine(day, _MIDNIGHT)
        found = candidates(shown, self.zone_name)
        return utc_ms(shown.replace(tzinfo=UTC)) - found[0] if len(found) == 1 else None
