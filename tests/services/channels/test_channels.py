"""The settings of channels: data for a screen, refusals in words, and nothing sent by surprise."""

import json
from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.models.queries import sync_status
from station.services.channels.channels import (
    ChannelIncomplete,
    Channels,
    enabled,
    errand,
    values_of,
)
from station.services.channels.fields import DECLARED, completed, declared, problems
from station.services.rights import Right
from tests.cohort import Cohort

GOOD = {
    "address": " http://127.0.0.1:9/pmd/ ",
    "sign_in": "none",
    "organisation_number": "974760673",
    "unknown": "left out",
}


def test_every_channel_is_told_before_it_is_set_up(cohort: Cohort) -> None:
    rows = Channels(cohort.station.record).listed(cohort.session)
    assert [row.name for row in rows] == ["pmd", "vkp", "plans", "gp"]
    assert not any(row.enabled or row.ready for row in rows)
    for row in rows:
        assert all((row.title, row.sends, row.lacks))
        assert "never tried" in row.proven
    fields = {field.name: field for field in rows[0].fields}
    assert fields["bundle"].kind == "choice"
    assert fields["bundle"].value == "collection"
    assert fields["address"].required
    assert fields["client_id"].only == ("sign_in", ("key",))


def test_what_is_stored_is_tidied_and_switched_on_apart(cohort: Cohort) -> None:
    channels, session = Channels(cohort.station.record), cohort.session
    saved = channels.save(session, "pmd", GOOD)
    assert (saved.ready, saved.enabled, saved.waiting) == (True, False, 0)
    assert channels.switch(session, "pmd", on=True).enabled
    with cohort.station.record.write(session) as writer:
        row = sync_status.channel(writer, "pmd")
        made = errand(writer, "pmd")
        assert enabled(writer) == ("pmd",)
    assert row is not None
    stored = json.loads(row.settings)
    assert stored["address"] == "http://127.0.0.1:9/pmd"
    assert "unknown" not in stored
    assert made.sender.organisation_number == "974760673"
    assert not made.settings.dpop
    assert not channels.switch(session, "pmd", on=False).enabled
    assert channels.save(session, "pmd", GOOD | {"sign_in": "none"}).ready


def test_what_is_wrong_is_said_by_field(cohort: Cohort) -> None:
    channels, session = Channels(cohort.station.record), cohort.session
    bad = {"organisation_number": "974760674", "bundle": "transaction", "municipality": "99"}
    with pytest.raises(ChannelIncomplete) as caught:
        channels.save(session, "pmd", bad)
    wanted = {"address", "organisation_number", "bundle", "municipality"}
    assert set(caught.value.problems) == wanted
    with pytest.raises(Trouble):
        channels.save(session, "pmd", GOOD | {"address": "http://pmd.example"})
    with pytest.raises(Trouble, match="sync_client_missing"):
        channels.save(session, "pmd", GOOD | {"sign_in": "key"})
    with pytest.raises(Trouble, match="channel_not_set_up"):
        channels.switch(session, "pmd", on=True)


def test_the_way_to_the_gp_decides_what_is_asked_for() -> None:
    channel = declared("gp")
    folder = completed(channel, {"folder": "/x"})
    assert problems(channel, folder) == {}
    assert set(problems(channel, folder | {"way": "broker", "folder": ""})) == {
        "folder",
        "organisation_number",
        "sender_her",
        "service",
        "service_her",
    }
    edi = problems(channel, folder | {"way": "edi", "sender_her": "x"})
    assert "folder" not in edi
    assert "address" in edi
    assert edi["sender_her"] == "A HER-id has digits only."


def test_the_profile_gives_the_organisation_number(cohort: Cohort) -> None:
    cohort.station.office.change_profile(cohort.session, {"organisation_number": "974760673"})
    with cohort.station.record.read() as reader:
        assert values_of(reader, declared("vkp"))["organisation_number"] == "974760673"


def test_only_who_runs_the_office_may_change_it(cohort: Cohort) -> None:
    channels = Channels(cohort.station.record)
    substitute = replace(cohort.session, role="substitute")
    for refused in (
        lambda: channels.save(substitute, "pmd", GOOD),
        lambda: channels.switch(substitute, "pmd", on=True),
        lambda: channels.listed(replace(cohort.session, role="benefit")),
    ):
        with pytest.raises(Trouble, match="not_allowed"):
            refused()
    assert Right.CHANGE_OFFICE


def test_every_choice_has_its_usual_value() -> None:
    for channel in DECLARED:
        for field in channel.fields:
            assert not field.choices or field.usual in {each.value for each in field.choices}
