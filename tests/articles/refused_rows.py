"""For each named constraint of `articles` an object that the database must refuse; see `tests.editorial.refused_rows`."""

from articles.models import Association, Code, ConditionName, SymptomConcept, SymptomName
from tests import factories
from tests.editorial.refused_rows import changed, row

ROWS = {}


@row("care_level_is_known", ROWS)
def care_card_of_an_unknown_level():
    return changed(factories.make_care_card_draft(), level="whenever")


@row("pattern_is_known", ROWS)
def condition_of_an_unknown_pattern():
    return changed(factories.make_condition_draft(), pattern="striped")


@row("association_has_one_target", ROWS)
def association_with_two_targets():
    version = factories.make_condition_draft()
    return Association(version=version, cause_id=factories.make_cause().pk, symptom_id=factories.make_symptom().pk)


@row("association_strength_is_known", ROWS)
def association_of_an_unknown_strength():
    return Association(version=factories.make_condition_draft(), cause_id=factories.make_cause().pk, strength="maybe")


@row("cause_is_named_once", ROWS)
def cause_twice():
    cause = factories.make_cause()
    version = factories.make_condition_draft(causes=[cause])
    return Association(version=version, cause_id=cause.pk)


@row("symptom_is_named_once", ROWS)
def symptom_twice():
    symptom = factories.make_symptom()
    version = factories.make_condition_draft(symptoms=[symptom])
    return Association(version=version, symptom_id=symptom.pk)


@row("page_has_a_code_once", ROWS)
def code_twice():
    stored = Code.objects.create(page=factories.make_condition(), system="icd-10-cm", code="G62.9")
    return Code(page=stored.page, system="icd-10-cm", code="G62.9", rank=2)


@row("code_rank_is_one_to_three", ROWS)
def code_of_rank_four():
    return Code(page=factories.make_condition(), system="mesh", code="D010523", rank=4)


@row("active_code_was_checked", ROWS)
def active_code_that_nobody_checked():
    return Code(page=factories.make_condition(), system="mesh", code="D010523", source="a list", is_active=True)


@row("code_system_is_known", ROWS)
def code_of_an_unknown_system():
    return Code(page=factories.make_condition(), system="star-signs", code="Leo")


@row("code_scope_is_known", ROWS)
def code_of_an_unknown_scope():
    return Code(page=factories.make_condition(), system="mesh", code="D010523", scope="roughly")


@row("symptom_group_is_known", ROWS)
def symptom_of_an_unknown_group():
    return SymptomConcept(symptom=factories.make_symptom(), group="musical")


@row("condition_has_a_name_once", ROWS)
def condition_name_twice():
    stored = ConditionName.objects.create(condition=factories.make_condition(), text="shingles", source="editorial")
    return ConditionName(condition=stored.condition, text="shingles", source="ICD-10-CM")


@row("condition_name_is_not_empty", ROWS)
def empty_condition_name():
    return ConditionName(condition=factories.make_condition(), text="", source="editorial")


@row("symptom_has_a_name_once", ROWS)
def name_twice():
    stored = SymptomName.objects.create(symptom=factories.make_symptom(), text="pins and needles", source="editorial")
    return SymptomName(symptom=stored.symptom, text="pins and needles", source="HPO")


@row("symptom_name_is_not_empty", ROWS)
def empty_name():
    return SymptomName(symptom=factories.make_symptom(), text="", source="editorial")
