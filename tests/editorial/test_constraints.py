"""Every named constraint refuses a row in the database itself, and says why where a form asks first."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from tests.articles.refused_rows import ROWS as ARTICLES
from tests.editorial.refused_rows import ROWS as EDITORIAL
from tests.search.refused_rows import ROWS as SEARCH
from tests.treatments.refused_rows import ROWS as TREATMENTS
from tests.trials.refused_rows import ROWS as TRIALS

REFUSED = {**EDITORIAL, **ARTICLES, **TREATMENTS, **TRIALS, **SEARCH}


def project_models():
    """The models of the packages of this checkout."""
    home = Path(settings.BASE_DIR)
    return [model for model in apps.get_models() if Path(apps.get_app_config(model._meta.app_label).path).parent == home]


CONSTRAINTS = {constraint.name: (model, constraint) for model in project_models() for constraint in model._meta.constraints}
SPEAKING = [
    name
    for name, (_model, constraint) in CONSTRAINTS.items()
    if constraint.violation_error_message != models.BaseConstraint.default_violation_error_message
]


def name_in(error, constraint, model):
    """Whether the database names this constraint. SQLite names the columns of a unique one instead."""
    if connection.vendor == "postgresql":
        return error.__cause__.diag.constraint_name == constraint.name
    if isinstance(constraint, models.UniqueConstraint):
        columns = (f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in constraint.fields)
        return str(error) == f"UNIQUE constraint failed: {', '.join(columns)}"
    return str(error) == f"CHECK constraint failed: {constraint.name}"


def fields_of(constraint):
    """The fields that a constraint speaks of, as far as a form could refuse their values earlier."""
    if isinstance(constraint, models.UniqueConstraint):
        return set(constraint.fields)
    return set(_names(constraint.condition))


def _names(condition):
    for child in condition.children:
        yield from [child[0].partition("__")[0]] if isinstance(child, tuple) else _names(child)


def test_every_constraint_of_the_project_has_a_refused_row():
    assert len(CONSTRAINTS) == sum(len(model._meta.constraints) for model in project_models()), "two constraints share a name"
    assert set(REFUSED) == set(CONSTRAINTS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_database_refuses_the_row(name):
    model, constraint = CONSTRAINTS[name]
    refused = REFUSED[name]()
    assert isinstance(refused, model)

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        refused.save_base(raw=True)

    assert name_in(caught.value, constraint, model), caught.value


@pytest.mark.django_db
@pytest.mark.any_database
@pytest.mark.parametrize("name", sorted(set(REFUSED) & set(SPEAKING)))
def test_the_check_before_saving_says_the_sentence(name):
    _model, constraint = CONSTRAINTS[name]
    refused = REFUSED[name]()

    with pytest.raises(ValidationError) as caught:
        refused.validate_constraints()

    assert str(constraint.violation_error_message) in caught.value.messages


@pytest.mark.django_db
@pytest.mark.any_database
@pytest.mark.parametrize("name", sorted(set(REFUSED) & set(SPEAKING)))
def test_a_form_shows_the_sentence_or_a_field_of_it(name):
    _model, constraint = CONSTRAINTS[name]
    refused = REFUSED[name]()

    with pytest.raises(ValidationError) as caught:
        refused.full_clean()

    earlier = set(caught.value.message_dict) & fields_of(constraint)
    assert earlier or str(constraint.violation_error_message) in caught.value.messages


def test_only_what_no_form_can_break_has_no_sentence():
    assert set(CONSTRAINTS) - set(SPEAKING) == {
        "version_number_is_unique",
        "version_has_a_tag_once",
        "editor_is_present_once",
        "nobody_is_told_twice",
        "search_counted_once_a_day",
        "search_count_kind_is_known",
        "search_count_has_a_concept",
        "search_count_is_positive",
    }
