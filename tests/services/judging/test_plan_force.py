"""Who decides when, for what goes on though a plan cannot be read."""

from station.services.judging.plan_force import force_of
from tests.cohort import Cohort


def test_a_plan_decides_until_one_of_them_cannot_be_read(cohort: Cohort) -> None:
    patient_id = cohort.followed("Rask Elg")
    draft = cohort.station.plans.next_draft(
        cohort.session, cohort.station.plans.versions(cohort.session, patient_id)[0].version.id
    )
    now = cohort.clock.now()
    with cohort.station.record.write(cohort.session) as writer:
        assert force_of(writer, patient_id).at(now) is not None
        writer.execute("UPDATE plan_versions SET content = '{}' WHERE id = ?", (draft,))
        assert force_of(writer, patient_id).at(now) is None
        writer.quiet()
