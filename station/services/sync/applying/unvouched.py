"""What nobody vouches for: it is not taken over, and a person is shown both sides."""

from station.models.records.sync_conflicts import UNSTAMPED
from station.rules.merging import Conflict, Merged
from station.rules.stamps import STEERING, Proof, unvouched
from station.services.sync.applying.values import Arrived, Fields


def as_followed(arrived: Arrived, ours: Fields | None, fields: Fields) -> Fields:
    """Give what came without what was followed by something that is known here.

    A station vouched for it once, so it is no lie; but it is over, and ours came of it.
    """
    if arrived.proof is not Proof.OLD or ours is None:
        return fields
    covered = STEERING[arrived.kind.name].covered
    return {**fields, **{name: ours[name] for name in covered if name in fields}}


def held_back(arrived: Arrived, ours: Fields | None, merged: Merged) -> Merged:
    """Take out of a merge what nobody vouches for, and make a difference of it.

    A record that is not here stays away as a whole: nothing of it is to be written.
    """
    if arrived.vouched:
        return merged
    columns = unvouched(arrived.kind.name, ours, merged.result, merged.apply)
    if not columns:
        return merged
    if ours is None:
        return Merged(merged.result, frozenset(), Conflict(UNSTAMPED, columns))
    result = {**merged.result, **{name: ours[name] for name in columns}}
    before = merged.conflict.columns if merged.conflict else ()
    clash = Conflict(UNSTAMPED, tuple(dict.fromkeys((*before, *columns))))
    return Merged(result, merged.apply - {*columns}, clash)


def is_held_back(merged: Merged) -> bool:
    """Tell whether something was taken out."""
    return merged.conflict is not None and merged.conflict.reason == UNSTAMPED


def said(arrived: Arrived, theirs: Fields) -> Fields:
    """Give what the other side says, of what as_followed() left out too."""
    if arrived.proof is not Proof.OLD:
        return theirs
    covered = STEERING[arrived.kind.name].covered
    return {**theirs, **{name: arrived.fields[name] for name in covered if name in theirs}}
