"""Vouching anew for what this station has: once it shares a code, or when the code is another.

Before that it believed the centre, and all that it has is what it believes. Each record that says
anything of what people did goes out once more, step by step; what bears the same stamp already
stays where it is.
"""

from station.models.database import Writer
from station.models.queries import exchange as queries
from station.models.records import exchange as records
from station.models.records import outbox
from station.models.records.hand import CENTRE
from station.rules.stamps import STEERING, steers
from station.rules.synced import kind_of
from station.security.exchangeseal import check_of

STEP = 300
"""So many rows are looked at in a unit of work."""
_DONE = "done"
_KINDS = tuple(STEERING)


def step(writer: Writer) -> bool:
    """Let the next rows go out stamped; False where nothing is left, or no code is shared."""
    writer.quiet()
    secret = queries.secret(writer)
    if secret is None:
        return False
    check = check_of(secret)
    by, _, place = queries.stamped(writer).partition(" ")
    if by != check:
        place = f"{_KINDS[0]}:0"
    if place == _DONE:
        return False
    name, _, after = place.partition(":")
    rows = queries.of_kind_after(writer, name, int(after), STEP)
    kind = kind_of(name)
    for _, fields in rows:
        if steers((name, str(fields[kind.key])), fields):
            whose = fields[kind.patient] if kind.patient else None
            patient_id = None if whose is None else str(whose)
            outbox.send_again(writer, CENTRE, name, str(fields[kind.key]), patient_id)
    following = _KINDS[_KINDS.index(name) + 1 :]
    here = f"{name}:{rows[-1][0]}" if rows else f"{following[0]}:0" if following else _DONE
    records.keep_stamped(writer, f"{check} {here}")
    return here != _DONE
