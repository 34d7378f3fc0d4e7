"""Evidence claims: the numbers and stages that may stand together, and what readers see of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from editorial import actions
from tests import factories
from tests.treatments.any_library import AnyLibrary
from treatments.models import Effect
from treatments.stages import Certainty, Finding, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def store(effect, **values):
    """Writes values past every check of Django."""
    with transaction.atomic():
        Effect.objects.filter(pk=effect.pk).update(**values)


@pytest.fixture
def effect():
    return factories.make_treatment_draft().effects.get()


NUMBERS = ("out_of", "with_treatment", "without_treatment")


@pytest.mark.parametrize("numbers", [(None, None, None), (100, 0, 100), (100, 30, 71), (1000, 1000, 0)])
def test_absolute_numbers_that_may_stand(effect, numbers):
    store(effect, **dict(zip(NUMBERS, numbers, strict=True)))

    effect.refresh_from_db()
    effect.full_clean()
    assert tuple(getattr(effect, name) for name in NUMBERS) == numbers


@pytest.mark.parametrize(
    "numbers",
    [
        (100, None, None), (None, 30, None), (None, None, 30), (100, 30, None), (100, None, 30), (None, 30, 71),
        (50, 10, 20), (0, 0, 0), (100, 101, 3), (100, 3, 101), (1000, 1001, 1),
    ],
)  # fmt: skip
def test_absolute_numbers_that_may_not_stand(effect, numbers):
    values = dict(zip(NUMBERS, numbers, strict=True))

    with pytest.raises(IntegrityError, match="absolute_numbers_are_complete"):
        store(effect, **values)
    for name, number in values.items():
        setattr(effect, name, number)
    with pytest.raises(ValidationError, match="Give all three numbers"):
        effect.full_clean()


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("finding", Finding.values)
def test_what_was_not_tested_in_people_is_unproven(effect, stage, finding):
    values = {"certainty": Certainty.NONE, "stage": stage, "finding": finding}

    if stage in ("experimental", "not recommended") and finding != "benefit":
        store(effect, **values)
        effect.refresh_from_db()
        assert (effect.stage, effect.finding) == (stage, finding)
    else:
        with pytest.raises(IntegrityError, match="untested_in_people_is_unproven"):
            store(effect, **values)


@pytest.mark.parametrize("recheck", [date(2026, 1, 1), date(2026, 1, 2)])
def test_the_next_check_is_later(effect, recheck):
    with pytest.raises(IntegrityError, match="recheck_is_after_check"):
        store(effect, checked_on=date(2026, 1, 2), recheck_on=recheck)


def test_an_effect_has_one_target(effect):
    symptom = factories.make_symptom()

    with pytest.raises(IntegrityError, match="effect_has_one_target"):
        store(effect, symptom=symptom)
    store(effect, symptom=symptom, condition=None)

    effect.refresh_from_db()
    assert effect.target == symptom


@pytest.mark.parametrize(
    ("stage", "finding", "option"),
    [
        ("standard care", "benefit", True),
        ("used in some situations", "unclear", True),
        ("standard care", "no benefit shown", False),
        ("experimental", "benefit", False),
        ("not recommended", "unclear", False),
    ],
)
def test_only_what_is_proven_and_helps_is_an_option(effect, stage, finding, option):
    effect.stage, effect.finding = stage, finding

    assert effect.is_option == option


def test_readers_see_the_effects_of_live_texts_only(author, administrator):
    page = factories.make_treatment()
    live = page.live.own().effects.get()
    draft = actions.start_draft(page, by=author).own()
    factories.make_effect(draft, outcome="Not yet public")
    factories.make_treatment_draft()

    assert list(Effect.objects.live()) == [live]

    factories.make_withdrawn(page, by=administrator)
    assert not Effect.objects.live().exists()


def test_stages_have_one_order():
    assert sorted(Stage.values, key=Stage.rank) == ["standard care", "used in some situations", "experimental", "not recommended"]
    assert set(Stage.unproven()) == {"experimental", "not recommended"}


# --- What only prevents -----------------------------------------------------------------------------------------


def test_a_file_says_of_a_claim_that_it_only_prevents_and_else_nothing(effect):
    effect.with_treatment, effect.without_treatment, effect.out_of = 0, 0, 100
    plain = effect.write_front_matter()
    effect.prevents = True
    preventing = effect.write_front_matter()

    assert "prevents" not in plain
    assert preventing == {**plain, "prevents": True}
    assert plain["with_treatment"] == 0
    assert [list(Effect.check_front_matter(row, AnyLibrary())) for row in (plain, preventing, {**plain, "prevents": False})] == [[], [], []]


@pytest.mark.parametrize("value", ["yes", "true", 1, None, ["true"]])
def test_a_file_that_says_it_in_another_way_is_refused_in_a_sentence(effect, value):
    found = list(Effect.check_front_matter({**effect.write_front_matter(), "prevents": value}, AnyLibrary()))

    assert found
    assert all("prevents" in sentence for _field, sentence in found)


def test_a_safety_correction_cannot_make_a_treatment_of_what_only_prevents():
    page = factories.make_treatment(effects=[{"condition": factories.make_condition(), "prevents": True}])
    correction = factories.make_correction_in_work(page)
    assert not correction.own().correction_problems(page.live.own())

    correction.own().effects.update(prevents=False)

    assert correction.own().correction_problems(page.live.own())
