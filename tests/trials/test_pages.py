"""What readers see of records: nothing that is not published, no people, no way in that may be out of date, and every day what is true then."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from neuroinfo.kept_pages import KeptPages
from tests import factories
from tests.trials.studies import PRIVATE, expanded_access, observed, patient_funded, study
from tests.web.html import soup, text_of
from tests.wsgi import ask
from tools import nu
from trials import actions
from trials.models import Trial, TrialAlias
from trials.shown import ShownTrial

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOTICE = "Being listed here or on ClinicalTrials.gov does not mean that a government or NeuroInfo has checked or approved the study."


@pytest.fixture
def clock(monkeypatch):
    """Sets the day that it is."""

    def set_to(*day):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*day, 12, tzinfo=UTC))

    set_to(2026, 6, 15)
    return set_to


def page_of(client, address):
    return soup(client.get(address))


def words_of(client, address="/trials/NCT09000001/"):
    return text_of(page_of(client, address).select_one("main"))


# --- Only what is published -------------------------------------------------------------------------------------


def test_a_record_that_nobody_published_is_nowhere(client, clock, tmp_path):
    condition = factories.make_condition("tingling-feet")
    factories.make_trial_words(factories.import_study(study()), conditions=[condition], plain_title="Hiddentitle")

    assert client.get("/trials/NCT09000001/").status_code == 404
    assert client.get("/trials/?condition=tingling-feet").status_code == 404
    for address in ("/trials/", "/conditions/tingling-feet/", "/sitemap-trials.xml", "/sitemap.xml", "/search.json?q=hiddentitle", "/feed.atom"):
        text = client.get(address).content.decode()
        assert "NCT09000001" not in text
        assert "Hiddentitle" not in text
        assert "MedicalTrial" not in text
    call_command("export_content", tmp_path / "out", verbosity=0)
    assert not [path for path in (tmp_path / "out").rglob("*.*") if "NCT09000001" in path.read_text()]


def test_a_withdrawn_record_is_nowhere(client, clock):
    trial = factories.make_trial(study())
    assert client.get("/trials/NCT09000001/").status_code == 200

    actions.withdraw(trial, by=factories.the_reviewer(), reason="No.")

    assert client.get("/trials/NCT09000001/").status_code == 404
    assert "NCT09000001" not in client.get("/trials/").content.decode()


def test_the_empty_list_says_so(client):
    assert "We list no study yet." in words_of(client, "/trials/")
    assert NOTICE in words_of(client, "/trials/")


def test_a_published_record_is_in_the_list_the_sitemap_and_on_its_condition_page(client, clock):
    factories.make_trial(study(), conditions=[factories.make_condition("tingling-feet")])

    for address in ("/trials/", "/trials/?condition=tingling-feet", "/conditions/tingling-feet/", "/sitemap-trials.xml"):
        assert "/trials/NCT09000001/" in client.get(address).content.decode(), address


@pytest.mark.parametrize("number", ["nct09000001", "NCT9000001", "NCT08000001"])
def test_other_spellings_and_older_numbers_lead_to_the_record(client, clock, number):
    TrialAlias.objects.create(nct_id="NCT08000001", trial=factories.make_trial(study()))

    response = client.get(f"/trials/{number}/")

    assert (response.status_code, response["Location"]) == (301, "/trials/NCT09000001/")


@pytest.mark.parametrize(
    "address", ["/trials/NCT09999999/", "/trials/x/", "/trials/NCT%00/", "/trials/?page=2", "/trials/?condition=none", "/trials/?condition=%00"]
)
def test_what_is_not_there_is_a_404(client, address):
    assert client.get(address).status_code == 404


# --- What the page says -----------------------------------------------------------------------------------------


def test_the_page_says_what_it_is_and_what_it_is_not(client, clock):
    factories.make_trial(study(), plain_title="Tea for feet", cannot_tell="Whether tea helps you.")

    words = words_of(client)

    for expected in (
        "Tea for feet",
        NOTICE,
        "What this cannot tell you Whether tea helps you.",
        "Listed as looking for participants.",
        "Checked on 14 June 2026.",
        "Phase 2: more people, looks for signs that it works; still too small to know.",
        "What they will measure Tingling on a scale (12 weeks)",
        "80 people are planned",
        "All sexes, 18 years to 75 years old.",
        "University of Nowhere; with Kettle Works",
        "Leeds, United Kingdom",
        "Start March 2025",
        "End June 2027 (planned)",
        "Facts from ClinicalTrials.gov, record last updated by the sponsor on 20 May 2026, registry data of 14 June 2026, read by us on 15 June 2026."
        " We shortened and reworded it.",
    ):
        assert expected in words
    assert page_of(client, "/trials/NCT09000001/").select_one('a[href="https://clinicaltrials.gov/study/NCT09000001"]')


def test_the_sponsors_texts_are_not_shown_as_ours(client, clock):
    factories.make_trial(study())

    assert "The sponsor's own" not in words_of(client)


def test_the_reason_of_a_stop_is_a_quotation(client, clock):
    factories.make_trial(study(overallStatus="TERMINATED", statusModule__whyStopped="No money. Ask ida@example.org"))

    page = page_of(client, "/trials/NCT09000001/")

    assert "Stopped early." in text_of(page)
    assert text_of(page.select_one("q")) == "No money. Ask […]"


def test_no_person_is_named_in_any_public_output(client, clock):
    trial = factories.make_trial(study(leadSponsor={"name": PRIVATE[0], "class": "INDIV"}), conditions=[factories.make_condition("tingling-feet")])
    assert all(word in str(trial.raw) for word in PRIVATE)

    for address in ("/trials/", "/trials/NCT09000001/", "/conditions/tingling-feet/", "/leaflet/condition/tingling-feet/"):
        text = client.get(address).content.decode()
        assert [word for word in PRIVATE if word in text] == [], address
    assert "Sponsor A private person" in words_of(client)


def test_hostile_words_of_a_record_are_only_words(client, clock):
    bad = "</script><img src=x onerror=alert(1)>"
    factories.make_trial(study(briefTitle=bad, statusModule__whyStopped=bad, overallStatus="SUSPENDED"), plain_title=bad)

    text = client.get("/trials/NCT09000001/").content.decode()

    assert "<img src=x" not in text
    assert text.count("</script>") == text.count("<script")


@pytest.mark.parametrize("made", [expanded_access(), observed(), study(protocolSection={"identificationModule": {"nctId": "NCT09000001"}})])
def test_a_record_with_little_in_it_has_a_page(client, clock, made):
    trial = factories.make_trial(made)

    words = words_of(client, trial.get_absolute_url())

    assert "No phase given" in words
    assert "Not stated" in words


def test_the_html_of_the_pages_is_valid(client, clock, tmp_path):
    conditions = [factories.make_condition("tingling-feet")]
    for made, pays in ((study(), "no"), (patient_funded(), "yes"), (observed(), "no")):
        factories.make_trial(made, conditions=conditions, asks_payment=pays)
    addresses = ["/trials/?condition=tingling-feet", "/conditions/tingling-feet/", *(trial.get_absolute_url() for trial in Trial.objects.all())]

    assert nu.mistakes({address: client.get(address).content.decode() for address in addresses}, tmp_path) == []


# --- Money ------------------------------------------------------------------------------------------------------


def test_a_study_that_costs_money_has_a_box_no_places_and_no_open_label(client, clock):
    factories.make_trial(patient_funded(), asks_payment="yes", conditions=[factories.make_condition("tingling-feet")])

    page = page_of(client, "/trials/NCT09000002/")

    assert text_of(page.select_one(".warning--now")) == "This study says patients pay to take part. Real trials rarely charge. Be careful."
    for address in ("/trials/NCT09000002/", "/trials/", "/conditions/tingling-feet/"):
        text = client.get(address).content.decode()
        assert "Farport" not in text
        assert "Listed as looking for participants" not in text
        assert "schema.org/Recruiting" not in text
    assert "Where" not in [text_of(term) for term in page.select("dt")]


def test_a_study_that_costs_money_is_last_in_the_list(client, clock):
    factories.make_trial(patient_funded(), asks_payment="yes")
    factories.make_trial(observed(overallStatus="UNKNOWN"))

    assert order_of(client) == ["NCT09000004", "NCT09000002"]


# --- Order ------------------------------------------------------------------------------------------------------


def order_of(client, address="/trials/"):
    return [link["href"].split("/")[2] for link in page_of(client, address).select(".page-list > li > a:first-child")]


def test_lists_are_ordered_by_group_then_by_the_newest_update(client, clock):
    cases = [
        ("NCT09000011", {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct__date": "2026-01-01"}),
        ("NCT09000012", {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct__date": "2026-05-01"}),
        ("NCT09000013", {"overallStatus": "NOT_YET_RECRUITING"}),
        ("NCT09000014", {"overallStatus": "ACTIVE_NOT_RECRUITING"}),
        ("NCT09000015", {"overallStatus": "COMPLETED"}),
        ("NCT09000016", {"overallStatus": "TERMINATED"}),
        ("NCT09000017", {"overallStatus": "UNKNOWN", "lastUpdatePostDateStruct__date": "2026-01-01"}),
        ("NCT09000018", {"overallStatus": "RECRUITING", "statusVerifiedDate": "2020-01", "lastUpdatePostDateStruct__date": "2020-01-01"}),
    ]
    conditions = [factories.make_condition()]
    for number, changes in reversed(cases):
        factories.make_trial(study(nctId=number, **changes), conditions=conditions)

    assert order_of(client) == [f"NCT0900001{last}" for last in (2, 1, 3, 4, 5, 6, 7, 8)]


def test_a_long_list_has_pages_that_keep_the_condition(client, clock):
    condition = factories.make_condition("tingling-feet")
    for number in range(51):
        factories.make_trial(study(nctId=f"NCT0910{number:04d}"), conditions=[condition])

    first, second = page_of(client, "/trials/?condition=tingling-feet"), page_of(client, "/trials/?condition=tingling-feet&page=2")

    assert first.select_one('a[rel="next"]')["href"] == "?condition=tingling-feet&page=2"
    assert [len(page.select(".page-list > li")) for page in (first, second)] == [50, 1]


def test_a_condition_page_shows_five_and_sets_stem_cells_apart(client, clock):
    condition = factories.make_condition("tingling-feet")
    for number in range(4):
        factories.make_trial(study(nctId=f"NCT0920000{number}"), conditions=[condition])
    for number in range(3):
        cells = patient_funded(nctId=f"NCT0930000{number}", detailedDescription="", overallStatus="COMPLETED")
        factories.make_trial(cells, conditions=[condition])

    page = page_of(client, "/conditions/tingling-feet/")

    apart = page.find(id="experimental-studies").find_parent(class_="unproven")
    assert text_of(page.find(id="experimental-studies")) == "Experimental"
    assert [link["href"] for link in apart.select(".page-list > li > a:first-child")] == ["/trials/NCT09300000/"]
    assert len(page.select('section[aria-labelledby="studies"] .page-list > li')) == 5


def test_a_study_is_no_treatment(client, clock):
    factories.make_trial(study(), plain_title="Teabathtitle", conditions=[factories.make_condition("tingling-feet")])

    assert "possibleTreatment" not in client.get("/conditions/tingling-feet/").content.decode()
    for address in ("/treatments/", "/compare/", "/evidence-ladder/", "/search/?q=teabathtitle"):
        assert "/trials/NCT09000001/" not in client.get(address).content.decode()


# --- Every day what is true then --------------------------------------------------------------------------------


def test_a_record_ages_on_the_page_without_a_new_import(client, clock):
    factories.make_trial(study())

    seen = {}
    for day in ((2026, 6, 15), (2026, 7, 14), (2026, 7, 15), (2026, 9, 12), (2026, 9, 13), (2027, 7, 1)):
        clock(*day)
        page = page_of(client, "/trials/NCT09000001/")
        seen[day] = text_of(page.select_one(".status")), [text_of(found) for found in page.select(".page__header p > strong")]

    listed, hidden = "Listed as looking for participants.", "Status not confirmed: treat as not open."
    assert seen == {
        (2026, 6, 15): (listed, []),
        (2026, 7, 14): (listed, []),
        (2026, 7, 15): (listed, ["Checked on 14 June 2026."]),
        (2026, 9, 12): (listed, ["Checked on 14 June 2026."]),
        (2026, 9, 13): (hidden, ["Not checked lately: the registry's data are of 14 June 2026."]),
        (2027, 7, 1): (hidden, ["Status not confirmed: the registry's data are of 14 June 2026."]),
    }


def test_kept_pages_change_with_the_day(clock):
    site = KeptPages(get_wsgi_application())
    factories.make_trial(study(), conditions=[factories.make_condition("tingling-feet")])
    addresses = ("/trials/", "/trials/NCT09000001/", "/conditions/tingling-feet/")
    assert all("Listed as looking for participants" in ask(site, address).text for address in addresses)
    assert all(ask(site, address).headers["Cache-Status"].endswith("hit") for address in addresses)

    clock(2026, 9, 13)

    for address in addresses:
        answer = ask(site, address)
        assert "Listed as looking for participants" not in answer.text
        assert "Status not confirmed: treat as not open" in answer.text
        assert ask(site, address).headers["Cache-Status"] == "NeuroInfo; hit"


def test_a_page_that_says_the_same_the_next_day_is_not_sent_again(clock):
    site = KeptPages(get_wsgi_application())
    known = ask(site, "/about/").headers["ETag"]

    clock(2026, 6, 16)

    assert ask(site, "/about/", HTTP_IF_NONE_MATCH=known).status == 304


def test_a_published_change_is_on_kept_pages_at_once(clock):
    site = KeptPages(get_wsgi_application())
    trial = factories.make_trial(study())
    ask(site, "/trials/NCT09000001/")
    words = {name: getattr(trial, name) for name in actions.WORDS} | {"plain_title": "Quite another title"}

    actions.save_words(trial, by=factories.the_reviewer(), shown=trial.fingerprint(), words=words, condition_pages=trial.condition_pages.all())

    assert "Quite another title" in ask(site, "/trials/NCT09000001/").text
    actions.withdraw(trial, by=factories.the_reviewer(), reason="No.")
    assert ask(site, "/trials/NCT09000001/").status == 404


@pytest.mark.parametrize("make", [study, patient_funded, expanded_access, observed])
def test_an_old_file_is_stale_on_the_day_of_its_import(clock, make):
    trial = factories.import_study(make(versionHolder="2022-10-10"))

    assert trial.imported_at.date() == timezone.localdate()
    assert ShownTrial(trial, timezone.localdate()).is_stale


def test_the_order_needs_one_query_however_many_there_are(clock, django_assert_num_queries):
    for number in range(3):
        factories.make_trial(study(nctId=f"NCT0920000{number}"))

    with django_assert_num_queries(1):
        assert len(Trial.objects.in_order()) == 3
