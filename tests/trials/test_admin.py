"""The editors' form of a record: what it shows, who may change and publish, and that refusals are sentences."""

import pytest
from django.contrib.admin import site
from django.urls import reverse

from tests import factories
from tests.trials.studies import PRIVATE, expanded_access, observed, patient_funded, study, write
from tests.web.html import soup, text_of
from trials.importing import import_trials
from trials.models import Trial
from trials.words import Group

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LIST = reverse("admin:trials_trial_changelist")


def form_address(trial):
    return reverse("admin:trials_trial_change", args=[trial.pk])


def press(client, trial, verb, **fields):
    return client.post(reverse("admin:trials_trial_do", args=[trial.pk, verb]), fields, follow=True)


def filled(client, trial, **changes):
    """What a browser would send back from the form, with changes."""
    response = client.get(form_address(trial))
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields} | {"shown": response.context["shown"]}
    return {name: [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value for name, value in (values | changes).items()}


def words(response):
    return text_of(soup(response))


# --- What is shown ----------------------------------------------------------------------------------------------


def test_the_form_shows_facts_texts_hits_and_changes(client, author, tmp_path):
    trial = factories.import_study(patient_funded())
    client.force_login(author)

    text = words(client.get(form_address(trial)))

    for expected in (
        "NCT09000002: waits for an editor",
        "“This patient funded trial aims to study cells.” (patient funded)",
        "Write a plain title.",
        "Decide whether patients pay to take part",
        "The sponsor's own summary.",
        "The sponsor's own criteria.",
        "Fewer than 20 people take part.",
        "registry data of 14 June 2026",
        "Nothing was changed since the first import.",
    ):
        assert expected in text
    assert not [word for word in PRIVATE[:3] if word in text]


def test_the_form_tells_what_an_import_changed(client, author):
    factories.import_study(study())
    trial = factories.import_study(study(overallStatus="SUSPENDED", versionHolder="2026-07-01"))
    client.force_login(author)

    assert "status: RECRUITING → SUSPENDED" in words(client.get(form_address(trial)))


@pytest.mark.parametrize("role", ["author", "reviewer", "administrator", "superuser"])
def test_everybody_who_writes_sees_the_list(client, request, role):
    factories.import_study(study())
    client.force_login(request.getfixturevalue(role))

    assert "NCT09000001" in words(client.get(LIST))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state__exact=published", {"NCT09000001"}),
        ("state__exact=waiting", {"NCT09000002", "NCT09000003", "NCT09000004"}),
        ("asks_payment__exact=to-check", {"NCT09000002"}),
        (f"group={Group.OPEN}", {"NCT09000001", "NCT09000002"}),
        (f"group={Group.FINISHED}", {"NCT09000004"}),
        (f"group={Group.UNKNOWN}", {"NCT09000003"}),
        ("group=nonsense", {"NCT09000001", "NCT09000002", "NCT09000003", "NCT09000004"}),
        ("stale=no", {"NCT09000001"}),
        ("stale=yes", {"NCT09000002", "NCT09000003", "NCT09000004"}),
        ("q=09000003", {"NCT09000003"}),
    ],
)
def test_the_list_is_narrowed(client, author, query, found):
    factories.make_trial(factories.fresh())
    old = {"versionHolder": "2022-10-10"}
    for made in (patient_funded(**old), expanded_access(**old, overallStatus="ON_THE_MOON"), observed(**old)):
        factories.import_study(made)
    client.force_login(author)

    rows = client.get(f"{LIST}?{query}").context["cl"].queryset

    assert {trial.nct_id for trial in rows} == found


def test_records_are_neither_made_nor_deleted_by_hand(client, superuser):
    trial = factories.import_study(study())
    client.force_login(superuser)

    assert client.get(reverse("admin:trials_trial_add")).status_code == 403
    assert client.post(reverse("admin:trials_trial_delete", args=[trial.pk]), {"post": "yes"}).status_code == 403
    assert Trial in site._registry


# --- Writing ----------------------------------------------------------------------------------------------------


def test_an_author_writes_and_the_facts_stay(client, author):
    condition, trial = factories.make_condition(), factories.import_study(study())
    client.force_login(author)

    response = client.post(
        form_address(trial), filled(client, trial, plain_title="Tea for feet", condition_pages=[condition.pk]) | {"status": "COMPLETED"}, follow=True
    )

    assert response.status_code == 200
    after = Trial.objects.get()
    assert (after.plain_title, list(after.condition_pages.all()), after.status, after.state) == ("Tea for feet", [condition], "RECRUITING", "waiting")


def test_an_import_meanwhile_is_not_undone_and_nothing_typed_is_lost(client, author):
    trial = factories.import_study(study())
    client.force_login(author)
    values = filled(client, trial, plain_title="Tea for feet")
    factories.import_study(study(overallStatus="SUSPENDED", versionHolder="2026-07-01"))

    response = client.post(form_address(trial), values)

    assert response.status_code == 409
    assert "The record was changed after you opened it" in words(response)
    assert "Tea for feet" in words(response)
    assert (Trial.objects.get().status, Trial.objects.get().plain_title) == ("SUSPENDED", "")


def test_an_author_only_reads_a_public_record(client, author):
    trial = factories.make_trial(study())
    client.force_login(author)

    shown = client.get(form_address(trial))
    sent = client.post(form_address(trial), {"plain_title": "Other", "shown": trial.fingerprint()})

    assert not shown.context["has_change_permission"]
    assert sent.status_code == 403
    assert Trial.objects.get().plain_title == trial.plain_title


def test_a_reviewer_cannot_empty_a_public_record(client, reviewer):
    trial = factories.make_trial(study())
    client.force_login(reviewer)

    response = client.post(form_address(trial), filled(client, trial, plain_title=""))

    assert response.status_code == 409
    assert "Write a plain title." in words(response)
    assert Trial.objects.get().plain_title == trial.plain_title


def test_too_long_words_are_refused_in_the_form(client, author):
    trial = factories.import_study(study())
    client.force_login(author)

    response = client.post(form_address(trial), filled(client, trial, plain_title="x" * 151, asks_payment="perhaps", condition_pages=["9" * 30]))

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"plain_title", "asks_payment", "condition_pages"}


# --- Publishing and withdrawing ---------------------------------------------------------------------------------


def test_a_reviewer_publishes_and_withdraws_by_buttons(client, reviewer):
    trial = factories.make_trial_words(factories.import_study(study()))
    client.force_login(reviewer)
    shown = client.get(form_address(trial)).context["shown"]

    published = press(client, trial, "publish", shown=shown)
    assert "The record is published. Readers see it now." in words(published)
    assert client.get("/trials/NCT09000001/").status_code == 200

    withdrawn = press(client, trial, "withdraw", reason="It was retracted.")
    assert ": It was retracted." in words(withdrawn)
    assert client.get("/trials/NCT09000001/").status_code == 404


def test_a_refusal_names_everything_that_is_missing(client, reviewer):
    trial = factories.import_study(patient_funded())
    client.force_login(reviewer)

    response = press(client, trial, "publish", shown=trial.fingerprint())

    told = [str(message) for message in response.context["messages"]]
    assert [sentence.split()[0] for sentence in told] == ["Write", "Write", "Write", "Choose", "Decide"]
    assert not Trial.objects.published().exists()


def test_an_author_has_no_button_and_no_way_around_it(client, author):
    trial = factories.make_trial_words(factories.import_study(study()))
    client.force_login(author)

    assert "Publish this record" not in words(client.get(form_address(trial)))
    assert "You may not publish trial records" in words(press(client, trial, "publish", shown=trial.fingerprint()))
    assert not Trial.objects.published().exists()


def test_buttons_only_take_what_a_form_sends(client, reviewer):
    trial = factories.make_trial(study())
    client.force_login(reviewer)

    assert client.get(reverse("admin:trials_trial_do", args=[trial.pk, "withdraw"])).status_code == 405
    assert press(client, trial, "explode").status_code == 404
    assert press(client, Trial(pk=10**15), "publish").status_code == 403
    assert "Say in a sentence why" in words(press(client, trial, "withdraw", reason=" "))
    assert Trial.objects.published().exists()


def test_strangers_are_sent_to_the_sign_in_page(client):
    trial = factories.make_trial(study())

    for response in (client.get(LIST), client.get(form_address(trial)), client.post(reverse("admin:trials_trial_do", args=[trial.pk, "withdraw"]))):
        assert response.status_code == 302
        assert reverse("admin:login") in response["Location"]


def test_the_trail_names_what_was_done(client, reviewer):
    factories.make_trial(study())
    client.force_login(reviewer)

    assert "published a trial record" in words(client.get(reverse("admin:editorial_event_changelist")))


def test_the_list_asks_few_queries(client, author, tmp_path, django_assert_max_num_queries):
    import_trials([write(tmp_path, [study(nctId=f"NCT0900{number:04d}") for number in range(1, 31)])])
    client.force_login(author)
    client.get(LIST)

    with django_assert_max_num_queries(10):
        client.get(LIST)
