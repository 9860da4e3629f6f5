"""The models of meters in words: every one has a name, a kind and steps that can be read."""

from station.devices.models import MODELS
from station.services.equipment.device_words import DEVICE_KINDS
from station.services.equipment.meter_models import kind_of_model, known_model, known_models


def test_every_model_can_be_told() -> None:
    told = known_models()
    assert [each.code for each in told] == [model.code for model in MODELS]
    assert {each.kind for each in told} <= set(DEVICE_KINDS)
    assert all(each.title and each.kind_words and each.steps for each in told)
    assert all(step.text and step.picture for each in told for step in each.steps)


def test_a_makers_model_has_its_maker_before_its_name() -> None:
    model = known_model("nonin_3230")
    assert model is not None
    assert model.title == "Nonin 3230"
    assert model.kind == kind_of_model("nonin_3230") == "oximeter"


def test_a_plain_model_is_called_what_it_is() -> None:
    model = known_model("generic_scale")
    assert model is not None
    assert model.title == model.kind_words == "Scale"


def test_how_a_model_is_paired_is_told() -> None:
    contour, guide = known_model("contour_next"), known_model("accu_chek_guide")
    assert contour is not None
    assert guide is not None
    assert (contour.overnight, guide.overnight) == (False, True)
    assert guide.in_settings
    assert guide.encrypts


def test_nobody_knows_a_model_that_is_not_there() -> None:
    assert known_model("none such") is None
    assert kind_of_model("none such") == ""
