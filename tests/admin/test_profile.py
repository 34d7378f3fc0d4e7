"""What readers see of an editor: changed by themselves or by an administrator, and recorded; tags likewise."""

import pytest
from django.urls import reverse

from editorial.models import Editor, Event
from tests import factories
from tests.admin.test_admin import address, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PROFILE = reverse("admin:profile")
WHOLE = {
    "first_name": "Rita",
    "last_name": "Viewer",
    "professional_role": "Professor of neurology",
    "registration": "GMC 1234567",
    "orcid": "0000-0002-1825-0097",
    "interests": "None",
    "email": "rita@example.org",
}


def values_of(editor):
    editor.refresh_from_db()
    return {name: getattr(editor, name) for name in WHOLE}


def last_event():
    event = Event.objects.first()
    return event and (event.verb, event.actor, event.page_slug, event.changed_public_text)


# --- The own profile --------------------------------------------------------------------------------------------


def test_an_editor_changes_the_own_profile_and_the_trail_says_so(client, reviewer):
    client.force_login(reviewer)

    response = client.post(PROFILE, WHOLE, follow=True)

    assert "Your profile was saved." in response.content.decode()
    assert values_of(reviewer) == WHOLE
    assert last_event() == ("profile", reviewer, "reviewer", True)


def test_readers_see_the_change_at_once(client, reviewer):
    page = factories.make_term("axon")
    treatment = factories.make_treatment()
    client.force_login(reviewer)
    client.get(treatment.get_absolute_url())

    client.post(PROFILE, WHOLE)

    assert page.live.reviewer == reviewer
    assert "Professor of neurology" in client.get(treatment.get_absolute_url()).content.decode()


def test_a_new_address_for_letters_concerns_no_reader(client, reviewer):
    client.force_login(reviewer)

    client.post(PROFILE, {**values_of(reviewer), "email": "new@example.org"})

    reviewer.refresh_from_db()
    assert reviewer.email == "new@example.org"
    assert not Event.objects.exists()


def test_a_save_that_changes_nothing_leaves_no_trace(client, reviewer):
    client.force_login(reviewer)

    client.post(PROFILE, values_of(reviewer))

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("first_name", " ", "This field is required."),
        ("last_name", "", "This field is required."),
        ("professional_role", "", "This field is required."),
        ("interests", "  ", "This field is required."),
        ("orcid", "0000-0002-1825-0098", "This is not an ORCID iD."),
        ("email", "nobody", "Enter a valid email address."),
        ("registration", "x" * 121, "at most 120 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(client, reviewer, name, value, sentence):
    before = values_of(reviewer)
    client.force_login(reviewer)

    response = client.post(PROFILE, {**WHOLE, name: value})

    assert sentence in response.content.decode()
    assert "Rita</strong>" in response.content.decode()  # the head of the page still greets the person as stored
    assert values_of(reviewer) == before
    assert not Event.objects.exists()


def test_who_does_not_review_may_leave_role_and_interests_empty(client, author):
    client.force_login(author)

    response = client.post(PROFILE, {**WHOLE, "professional_role": "", "interests": ""})

    author.refresh_from_db()
    assert response.status_code == 302
    assert author.registration == "GMC 1234567"


def test_rights_cannot_be_changed_there(client, author):
    client.force_login(author)

    client.post(PROFILE, {**WHOLE, "is_superuser": "on", "username": "root", "groups": "3"})

    author.refresh_from_db()
    assert (author.is_superuser, author.username) == (False, "author")
    assert [group.name for group in author.groups.all()] == ["Author"]


def test_a_right_that_is_taken_away_meanwhile_stays_away(client, author):
    from editorial.admin.profile import ProfileForm, _save

    form = ProfileForm(WHOLE, instance=Editor.objects.get(pk=author.pk))
    assert form.is_valid()
    Editor.objects.filter(pk=author.pk).update(is_staff=False)

    _save(form)

    author.refresh_from_db()
    assert (author.is_staff, author.registration) == (False, "GMC 1234567")


def test_strangers_have_no_profile(client, db):
    assert client.get(PROFILE)["Location"].startswith(reverse("admin:login"))


def test_every_page_of_the_admin_leads_to_profile_second_factor_and_password(client, author):
    client.force_login(author)

    page = client.get(reverse("admin:index")).content.decode()

    for name in ("admin:profile", "mfa_index", "account_change_password"):
        assert f'href="{reverse(name)}"' in page


# --- By an administrator ----------------------------------------------------------------------------------------


def test_an_administrator_changes_what_readers_see_of_a_person_and_the_trail_says_so(client, administrator, reviewer):
    client.force_login(administrator)
    values = form_of(client.get(address(reviewer)))

    response = client.post(address(reviewer), values | {"registration": "GMC 1234567"})

    assert response.status_code == 302, response.context["errors"]
    assert values_of(reviewer)["registration"] == "GMC 1234567"
    [event] = Event.objects.publishing()
    assert (event.verb, event.actor, event.page_slug) == ("profile", administrator, "reviewer")


def test_a_change_that_readers_do_not_see_is_no_change_of_the_profile(client, administrator, reviewer):
    client.force_login(administrator)
    values = form_of(client.get(address(reviewer)))

    client.post(address(reviewer), values | {"email": "new@example.org"})

    assert values_of(reviewer)["email"] == "new@example.org"
    assert not Event.objects.filter(verb="profile").exists()


# --- Tags -------------------------------------------------------------------------------------------------------


def test_a_changed_tag_reaches_readers_and_the_trail(client, author):
    tag = factories.make_tag("pain")
    factories.make_treatment(tags=[tag])
    client.force_login(author)
    client.get(tag.get_absolute_url())

    response = client.post(address(tag), {"name": "Aches", "slug": "pain", "description": ""})

    assert response.status_code == 302
    assert "Aches" in client.get(tag.get_absolute_url()).content.decode()
    assert last_event() == ("tag", author, "pain", True)


@pytest.mark.parametrize("values", [{"name": "Pain", "slug": "pain", "description": ""}, {"name": "", "slug": "pain"}])
def test_a_tag_that_did_not_change_leaves_no_trace(client, author, values):
    tag = factories.make_tag("pain")
    client.force_login(author)

    client.post(address(tag), values)

    assert not Event.objects.exists()


def test_a_new_tag_concerns_no_reader_yet(client, author):
    client.force_login(author)

    client.post(reverse("admin:editorial_tag_add"), {"name": "Aches", "slug": "aches", "description": ""})

    assert last_event() == ("tag", author, "aches", False)
