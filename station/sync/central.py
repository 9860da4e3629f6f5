"""The one central FHIR R4 server: sending, reading, comparing, and the station's card there."""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from station.sync import central_capabilities, central_card
from station.sync.central_asking import FORM, Asker, Asking
from station.sync.central_capabilities import Capabilities
from station.sync.central_card import Card, Holder
from station.sync.central_pulling import Pulling
from station.sync.central_replies import Unanswered, found_in
from station.sync.central_upload import Upload
from station.sync.values import Found, Outcome, Page, Sealed, Verdict

ROWS_TO_COMPARE = 500
"""Ids asked for in one page when all of a type are compared."""


class Central:
    """Speaks with one server over one wire; everything here waits, and nothing knows the file.

    Except for `upload` and `card`, which always answer, every method raises Unanswered with a
    verdict (LATER or CHANNEL), a code, the server's words and how long it asked to be left.
    """

    def __init__(self, wire: Asking, *, batch: int = 50) -> None:
        self._asker = Asker(wire)
        self._batch = batch
        self._pulling = Pulling(self._asker, wire.address.base_url)
        self._comparing = Pulling(self._asker, wire.address.base_url, elements="id,meta")
        self._told: Capabilities | None = None

    def upload(
        self,
        batch: Sequence[Sealed],
        tell: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> tuple[Outcome, ...]:
        """Send all, in their order, and give exactly one outcome for each, in their order.

        `tell` hears (records with an outcome, records) after each Bundle; once `stop` says True
        the rest is LATER with the code "stopped".
        """
        return Upload(self._asker, self._batch, tell, stop).run(batch)

    def pull(self, resource_type: str, cursor: str, limit: int = 200) -> Page:
        """Give what came after `cursor` ("" for everything), about `limit` rows of it.

        Rows may come again; (id, version) tells them apart. A row that was deleted is `gone` and
        has no version.
        """
        return self._pulling.page(resource_type, cursor, limit, self._history)

    def _history(self, resource_type: str) -> bool:
        return self.capabilities().history(resource_type)

    def fetch(self, resource_type: str, resource_id: str) -> Found | None:
        """Give one resource as it is now, `gone` if it was deleted, None if it never was there."""
        return self._asker.fetch(resource_type, resource_id)

    def ids(self, resource_type: str) -> Iterator[tuple[str, str]]:
        """Give (id, version) of everything of a type, a page in memory at a time.

        What the station has a head for and is not among them, the server lost or deleted. Some
        may come twice, where they change meanwhile.
        """
        for found in self._comparing.all_rows(resource_type, ROWS_TO_COMPARE):
            yield found.resource_id, found.version

    def search(self, resource_type: str, **asked: str) -> tuple[Found, ...]:
        """Give what fits, one page of it; what is asked stands in the body, never in the URL."""
        path = f"{resource_type}/_search"
        form = urlencode(asked).encode()
        bundle = self._asker.resource("POST", path, form, {"content-type": FORM})
        listed = bundle.get("entry", [])
        if bundle.get("resourceType") != "Bundle" or not isinstance(listed, list):
            raise Unanswered(Verdict.LATER, "odd_reply")
        held = [entry.get("resource") for entry in listed if isinstance(entry, dict)]
        return tuple(
            found_in(each)
            for each in held
            if isinstance(each, dict) and each.get("resourceType") == resource_type
        )

    def capabilities(self) -> Capabilities:
        """Give what the server says it can do; asked once for the life of this object."""
        self._told = self._told or central_capabilities.ask(self._asker)
        return self._told

    def card(self, station: str, kept: str, fresh: str) -> Card:
        """Look at this station's card and write `fresh` on it (see central_card.present)."""
        return central_card.present(self._asker, station, kept, fresh)

    def whose(self, station: str, kept: str, fresh: str) -> Holder:
        """Tell whose this station's card is, and write nothing on it (see central_card.whose)."""
        return central_card.whose(self._asker, station, kept, fresh)
