"""What is to be pictured of visits: the day's round, distances, the driving list, the forms."""

from typing import Final

from station.cli.scene import Shot

VISITS: Final = (
    Shot("visits-round", (("press", "rail_visits"), ("wait", "stop_list"))),
    Shot("visits-distances", (("press", "round_ways"), ("wait", "way_1_km"))),
    Shot(
        "visits-list",
        (("press", "cancel_small"), ("press", "round_print"), ("wait", "driving_print")),
    ),
    Shot(
        "visits-not-home",
        (
            ("press", "leave_driving_print"),
            ("pick", "stop_list", "Stille Brygge"),
            ("press", "visit_not_home"),
            ("wait", "not_home_form"),
        ),
    ),
    Shot(
        "visits-close", (("press", "save_small"), ("press", "round_close"), ("wait", "close_form"))
    ),
    Shot(
        "visits-new", (("press", "cancel_small"), ("press", "errand_new"), ("wait", "errand_form"))
    ),
)
