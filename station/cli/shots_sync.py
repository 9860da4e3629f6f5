"""What is to be pictured of the exchange: the page of a station that shares nothing, and set up."""

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
