"""The real server of a part of the table: started once, emptied between two trials."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.sync_faults.oracle import settled
from benchmarks.sync_faults.posts import World, empty_file, world
from benchmarks.sync_faults.tally import Line
from tests.servers.running import Server
from tests.servers.sekmet import sekmet

TABLES = ("resources", "versions", "idx")


class Central:
    """sekmet-fhir in a process of its own, and an empty station's file to begin from."""

    def __init__(self, folder: Path) -> None:
        """Start it in `folder`."""
        self.folder = folder / "server"
        self.folder.mkdir()
        self.server: Server = sekmet(self.folder).start()
        self.empty = empty_file(folder / "empty.db")

    @property
    def base_url(self) -> str:
        """Give where its FHIR base is."""
        return self.server.base_url

    @property
    def file(self) -> Path:
        """Give its SQLite file."""
        return self.folder / "sekmet.db"

    def forget(self) -> None:
        """Let it have nothing, as a new one."""
        with closing(sqlite3.connect(self.file, timeout=20)) as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
            connection.commit()

    def copy(self, to: Path) -> None:
        """Copy its file, as a backup does."""
        with closing(sqlite3.connect(self.file)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)

    def put_back(self, backup: Path) -> None:
        """End it, put an older file in place of its own, and start it again."""
        self.server.kill()
        for each in self.folder.glob("sekmet.db*"):
            each.unlink()
        shutil.copyfile(backup, self.file)
        self.server.start()

    def stop(self) -> None:
        """End it."""
        self.server.stop()


@contextmanager
def central() -> Iterator[Central]:
    """Give a server that is gone afterwards."""
    with TemporaryDirectory(prefix="station-central-") as name:
        made = Central(Path(name))
        try:
            yield made
        finally:
            made.stop()


Trial = Callable[[World, Random], None]


def tried(there: Central, case: str, trial: Trial, seeds: Iterator[int], count: int = 2) -> Line:
    """Try something with each seed, each time with a server and stations that know nothing.

    With every other seed, from the first on, the stations share a code, and stamp what they did.
    """
    line = Line(case)
    for seed in seeds:
        there.forget()
        name, coded = f"{case}:{seed}", seed % 2 == 1
        with world(there.base_url, there.empty, name, count, coded=coded) as made:
            trial(made, made.random)
            line += settled(made, case, str(seed))
    return line
