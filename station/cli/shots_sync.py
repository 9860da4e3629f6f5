"""What is to be pictured of the exchange: nothing shared yet, all well, no network, trouble."""

from typing import Final

from station.cli.scene import Shot

SYNC: Final = (
    Shot("sync-never", (("press", "rail_sync"), ("wait", "sync_never"))),
    Shot("sync-by-stick", (("press", "sync_by_stick"), ("wait", "page_exchange"))),
    Shot(
        "sync-stick-code",
        (
            ("write", "exchange_name", "Øvelse-1"),
            ("press", "exchange_make"),
            ("wait", "exchange_written_down"),
        ),
    ),
    Shot("sync-stick-home", (("press", "exchange_written_down"), ("wait", "exchange_code_again"))),
    Shot(
        "sync-set-up",
        (
            ("press", "rail_settings"),
            ("row", "settings_sections", "7"),
            ("wait", "section_central"),
            ("wait", "central_test"),
            ("write", "central_address", "http://fhir.example.no/r4"),
            ("press", "save_central"),
        ),
    ),
    Shot(
        "sync-channel",
        (
            ("row", "settings_sections", "8"),
            ("wait", "channel_gp"),
            ("press", "channel_set_up_gp"),
            ("wait", "channel_save_gp"),
        ),
    ),
)

_SYNC: Final = (("press", "rail_sync"), ("wait", "sync_truth"))
_CENTRAL: Final = (
    ("press", "rail_settings"),
    ("row", "settings_sections", "7"),
    ("wait", "central_test"),
)
WELL: Final = (
    Shot("sync-well", _SYNC),
    Shot("sync-runs", (("press", "tab_runs"), ("wait", "run_list"))),
    Shot("sync-central", _CENTRAL),
    Shot(
        "sync-tested",
        (("press", "central_test_now"), ("wait", "test_read"), ("show", "central_test")),
    ),
    Shot(
        "sync-channel-on",
        (
            ("row", "settings_sections", "8"),
            ("wait", "channel_set_up_gp"),
            ("show", "channel_vkp"),
        ),
    ),
)
AWAY: Final = (Shot("sync-away", _SYNC),)
DIFFERS: Final = (
    Shot("sync-differs", (*_SYNC, ("wait", "conflict_list"))),
    Shot("sync-stuck", (("press", "tab_stuck"), ("wait", "stuck_retry"))),
    Shot("sync-queue", (("press", "tab_queue"), ("wait", "queue_list"))),
    Shot("conflict", (("press", "sync_conflicts"), ("wait", "choice_phone"))),
    Shot("conflict-chosen", (("press", "conflict_all_theirs"), ("wait", "conflict_choose"))),
    Shot("conflict-undo", (("press", "conflict_choose"), ("wait", "toast_undo"))),
    Shot("conflict-undone", (("press", "toast_undo"), ("wait", "conflict_list"))),
)
STICK: Final = (
    Shot(
        "stick-taken",
        (
            ("press", "rail_sync"),
            ("press", "sync_by_stick"),
            ("wait", "exchange_path"),
            ("write", "exchange_path", "{stick}"),
            ("enter", "exchange_path"),
            ("wait", "exchange_done"),
        ),
    ),
    Shot("stick-others", (("press", "exchange_again"), ("wait", "exchange_write"))),
    Shot(
        "stick-written",
        (("press", "exchange_write"), ("file", "{written}"), ("wait", "exchange_done")),
    ),
)
