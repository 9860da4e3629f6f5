"""Why Station cannot open here, with the newest backup as the way out where one would help."""

from collections.abc import Callable
from functools import partial

from station.core.clock import Clock
from station.core.formats import clock_time, day, duration
from station.core.i18n import tr
from station.core.paths import Home
from station.core.trouble import Trouble
from station.services.office.restoring import Listed, newest_usable, restore
from station.views.bridge import Bridge
from station.views.signin.refusal import Offer, RefusalView
from station.views.window import Window

MENDED = frozenset(
    {
        *("database_missing", "database_empty", "database_damaged", "database_garbage"),
        *("keys_missing", "keys_damaged"),
    }
)
"""The troubles that putting a backup back would mend."""


def refuse(
    window: Window,
    bridge: Bridge,
    home: Home,
    clock: Clock,
    trouble: Trouble,
    again: Callable[[], None],
) -> None:
    """Show why Station cannot open; offer the newest backup when that is what helps."""
    view = RefusalView(trouble, again, window.close)
    window.show_screen(view)
    if trouble.code not in MENDED:
        return

    def put_back(name: str) -> None:
        def failed(other: Trouble) -> None:
            window.show_screen(RefusalView(other, again, window.close))

        bridge.ask(window, partial(restore, home, clock, name), lambda _: again(), failed)

    def found(listed: Listed | None) -> None:
        if listed is not None:
            name = listed.backup.database.name
            offer = Offer(_words(listed), tr("Put the backup back"), partial(put_back, name))
            window.show_screen(RefusalView(trouble, again, window.close, offer))

    bridge.ask(view, partial(newest_usable, home, clock), found)


def _words(listed: Listed) -> str:
    made_at = listed.backup.made_at
    return tr(
        "The newest backup is from {when}. What was saved in the last {duration} is not in it. "
        "The files from now are set aside, not deleted.",
        when=f"{day(made_at)} {clock_time(made_at)}",
        duration=duration(listed.age),
    )
