"""Records of studies in a browser: accessible in light and dark, no wider than a telephone, and published by an editor."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.journeys.conftest import admin_url
from tests.trials.studies import patient_funded
from tools import axe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses():
    condition = factories.make_condition("tingling-feet")
    factories.make_trial(conditions=[condition])
    factories.make_trial(patient_funded(), conditions=[condition], asks_payment="yes")
    return ("/trials/", "/trials/?condition=tingling-feet", "/trials/NCT09000001/", "/trials/NCT09000002/", "/conditions/tingling-feet/")


def test_the_pages_are_accessible_and_fit_on_a_telephone(page, live_server, addresses):
    for address in addresses:
        page.goto(live_server.url + address)
        assert axe.findings(page) == [], address


def test_a_reviewer_publishes_a_record_and_readers_find_it(sign_in, reader, live_server):
    condition = factories.make_condition("tingling-feet")
    trial = factories.make_trial_words(factories.import_study(patient_funded()), conditions=[condition], asks_payment="to-check")
    page = sign_in(factories.the_reviewer())
    page.goto(admin_url(live_server.url, trial))
    assert axe.findings(page) == []

    page.get_by_role("button", name="Publish this record as it is saved").click()
    expect(page.get_by_text("Decide whether patients pay to take part").first).to_be_visible()
    page.get_by_label("Do patients pay?").select_option("yes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="NCT09000002", exact=True)).to_be_visible()
    page.get_by_role("link", name="NCT09000002", exact=True).click()
    page.get_by_role("button", name="Publish this record as it is saved").click()
    expect(page.get_by_text("The record is published. Readers see it now.")).to_be_visible()

    reader.goto(live_server.url + "/conditions/tingling-feet/")
    reader.get_by_role("link", name="Title of NCT09000002").click()
    expect(reader.get_by_text("This study says patients pay to take part. Real trials rarely charge. Be careful.")).to_be_visible()
