"""Numbers on paper and stickers go on above all that were ever given, also after a restore."""

from station.models.database import Actor, Database
from station.models.records import handouts, signins
from station.models.records.devices import NewDevice, add
from station.models.records.numbers import GAP, LABEL, RECEIPT, floor, next_receipt
from station.rules.labelcode import label_of


def hand_out(database: Database, actor: Actor, key: str) -> int:
    with database.write(actor) as writer:
        return handouts.add(
            writer, key, patient_id=None, institution_id=None, received_by="", note=""
        )


def test_a_receipts_number_is_one_more_than_the_greatest(database: Database, actor: Actor) -> None:
    assert [hand_out(database, actor, key) for key in ("a", "b")] == [1, 2]


def test_after_an_older_file_came_back_no_number_is_given_again(
    database: Database, actor: Actor
) -> None:
    hand_out(database, actor, "a")
    with database.write(actor) as writer:
        add(writer, "d", NewDevice("oximeter", name="O-1", label=label_of(41)))
        add(writer, "e", NewDevice("oximeter", name="O-2", label="7301"))
    with database.write(actor) as writer:
        signins.restored(writer, 5)
    assert hand_out(database, actor, "b") == 1 + GAP + 1
    with database.write(actor) as writer:
        signins.older_file_found(writer, 9, 5)
    with database.read() as reader:
        assert next_receipt(reader) == 1 + GAP + 1 + GAP + 1
        assert floor(reader, RECEIPT) == 1 + GAP + 1 + GAP
        assert floor(reader, LABEL) == 41 + GAP + GAP
