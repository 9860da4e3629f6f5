"""`station demo`: the training municipality, made when first asked for, signed in by itself."""

import shutil
import sys
from collections.abc import Sequence

from station.cli.options import home_of, offscreen, parser, run
from station.core.paths import Home
from station.core.trouble import Trouble
from station.training import door


def main(arguments: Sequence[str]) -> int:
    """Open the training municipality's window; with --make only fill its file."""
    made = parser("demo", "Open the training municipality: invented people, its own file.")
    made.add_argument("--fresh", action="store_true", help="begin the training day anew")
    made.add_argument("--make", action="store_true", help="only make the file, open no window")
    options = made.parse_args(arguments)

    def command(_: object) -> int:
        home = home_of(options) if options.home else door.training_home()
        prepare(home, fresh=options.fresh)
        if options.make:
            return 0
        offscreen()
        # The window costs Qt: a command that only fills the file does without.
        from station.app import run_training

        return run_training(home)

    return run(command, options)


def prepare(home: Home, *, fresh: bool = False) -> None:
    """Make the training municipality in `home` unless it is there; never over a real file."""
    if home.root.exists() and any(home.root.iterdir()) and not door.is_training(home):
        raise Trouble(
            "not_training",
            "{folder} holds something else than the training municipality. Name another folder.",
            folder=str(home.root),
        )
    if door.is_training(home) and not fresh:
        return
    shutil.rmtree(home.root, ignore_errors=True)
    from station.training.fill import fill

    fill(home, _progress)
    sys.stderr.write("\n")


def _progress(done: int, whole: int) -> None:
    sys.stderr.write(f"\rMaking the training municipality: day {done} of {whole}")
    sys.stderr.flush()
