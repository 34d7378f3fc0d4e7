"""What readers see of a person who reviews: their names, role, register, interests and ORCID iD."""

import pytest
from django.core.exceptions import ValidationError

from editorial import actions
from editorial.exceptions import NotReviewable
from editorial.models import Event
from editorial.models.editor import validate_orcid
from tests import factories

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    "orcid",
    [
        "0000-0002-1825-0097",  # the example of the help text
        "0000-0002-1694-233X",  # a check digit of ten
        "0000-0000-0000-0001",
        "1234-5678-9012-3451",
        "9999-9999-9999-9994",
    ],
)
def test_an_orcid_id_with_its_check_digit_is_taken(orcid):
    validate_orcid(orcid)


@pytest.mark.parametrize(
    "orcid",
    [
        "0000-0002-1825-0098",  # another check digit
        "0000-0002-1825-0079",  # two digits changed places
        "0000-0002-1694-2331",  # X is no 1
        "0000-0002-1694-233x",  # a capital
        "X000-0002-1694-2330",
        "0000-0002-1825-009",
        "0000-0002-1825-00970",
        "0000000218250097",
        "00000-002-1825-0097",
        "0000-0002-1825--097",
        "0000 0002 1825 0097",
        "0000–0002–1825–0097",  # dashes are no hyphens
        " 0000-0002-1825-0097",
        "0000-0002-1825-0097\n",
        "https://orcid.org/0000-0002-1825-0097",
        "٠٠٠٠-0002-1825-0097",  # digits of another script
        "²000-0002-1825-0097",
        "abcd-efgh-ijkl-mnop",
        "----",
        "-------------------",
        "",
    ],
)
def test_what_is_no_orcid_id_is_refused_with_its_form(orcid):
    with pytest.raises(ValidationError, match="0000-0002-1825-0097"):
        validate_orcid(orcid)


@pytest.mark.django_db
def test_an_orcid_id_may_be_left_out_and_not_be_wrong(reviewer):
    reviewer.full_clean(exclude=["password"])
    reviewer.orcid = "0000-0002-1825-0098"

    with pytest.raises(ValidationError) as refused:
        reviewer.full_clean(exclude=["password"])

    assert set(refused.value.message_dict) == {"orcid"}


# --- What a reviewer has to say ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"first_name": "", "last_name": ""}, "Add your first and last name"),
        ({"professional_role": ""}, "Add your professional role"),
        ({"interests": ""}, "Declare your interests in your profile first, or write “None”"),
    ],
)
@pytest.mark.parametrize("verb", ["approve", "return", "check", "correct", "publish a correction", "confirm"])
def test_who_lacks_what_readers_see_decides_nothing(author, verb, missing, sentence):
    clinician = factories.make_editor("clinician", "Clinical reviewer", "Safety corrections", first_name="Clara", last_name="Nic")
    page = factories.make_symptom()
    waiting = actions.submit(factories.make_symptom_draft(), by=author)
    correction = factories.make_correction(factories.make_symptom())
    own = factories.make_correction_in_work(factories.make_symptom(), by=clinician)
    for name, value in missing.items():
        setattr(clinician, name, value)
    clinician.save()
    events = Event.objects.count()

    act = {
        "approve": lambda: factories.approve(waiting, by=clinician),
        "return": lambda: actions.return_to_author(waiting, by=clinician, reason="Shorter."),
        "check": lambda: actions.check_current(page, by=clinician, shown=page.live.content_hash),
        "correct": lambda: actions.start_correction(page, by=clinician),
        "publish a correction": lambda: factories.publish_correction(own),
        "confirm": lambda: factories.confirm(correction, by=clinician),
    }[verb]
    own.author = clinician
    with pytest.raises(NotReviewable, match=sentence):
        act()

    assert Event.objects.count() == events


@pytest.mark.django_db
def test_the_trail_keeps_the_role_of_that_time(reviewer):
    factories.publish(factories.make_symptom_draft())
    reviewer.professional_role = "Retired"
    reviewer.save()

    assert Event.objects.get(verb="approved").actor_role == "Consultant neurologist"
