"""While two approved plans differ the stricter judges; what cannot be read changes nothing."""

from station.services.judging.plan_conflicts import deciding
from tests.services.stations import Place, exchange
from tests.services.sync_cases import PATIENT, add, add_version, change


def test_the_limits_of_both_count_until_somebody_has_chosen(both: tuple[Place, Place]) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    first = add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    for station in both:
        change(station, "plan_versions", first, status="replaced", in_force_to=20)
    add_version(north, plan_id, 2, 90.0, based_on=first, in_force_from=20)
    ours = add_version(south, plan_id, 3, 86.0, based_on=first, in_force_from=21)
    with south.database.read() as reader:
        alone = {each.id: each for each in deciding(reader, PATIENT)}[ours]
    assert {limit.value for limit in alone.content.limits} == {86.0}
    exchange(north, south)
    with south.database.read() as reader:
        both_count = {each.id: each for each in deciding(reader, PATIENT)}[ours]
    assert {limit.value for limit in both_count.content.limits} == {86.0, 90.0}
    south.write('UPDATE sync_conflicts SET theirs = \'{"id": "x"}\'')
    with south.database.read() as reader:
        unread = {each.id: each for each in deciding(reader, PATIENT)}[ours]
    assert {limit.value for limit in unread.content.limits} == {86.0}
