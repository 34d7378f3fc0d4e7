"""What the page of a record tells machines: allowed by schema.org, on the page as well, and never a status that is out of date."""

import json

import pytest
from django.utils import timezone

from tests import factories
from tests.trials.studies import MISSING, expanded_access, observed, patient_funded
from tests.web.html import soup, structured_data, text_of
from tests.web.test_structured_data import ALLOWED, SITE, nodes, on_one_line, page_of, typed, types

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SCHEMA = "https://schema.org/"
TEXTS = ("name", "status")


def told(client, made=None, **words):
    """(the thing of the page of a record, all nodes, what a reader sees)."""
    trial = factories.make_trial(made or factories.fresh(), **words)
    page = soup(client.get(trial.get_absolute_url()))
    graph = structured_data(page)["@graph"]
    (thing,) = [node for node in graph if node.get("@id", "").endswith("#thing")]
    return thing, graph, on_one_line(text_of(page.body))


def fresh(make, **changes):
    return make(**({"versionHolder": timezone.localdate().isoformat()} | changes))


def test_a_trial_tells_what_its_page_shows(client):
    thing, graph, _words = told(client, conditions=[factories.make_condition("tingling-feet")], plain_title="Tea for feet")

    assert thing["@type"] == "MedicalTrial"
    assert thing["name"] == page_of(graph)["name"] == "Tea for feet"
    assert thing["alternateName"] == ["Tea Baths for Tingling Feet"]
    assert thing["identifier"] == {"@type": "PropertyValue", "propertyID": "ClinicalTrials.gov", "value": "NCT09000001"}
    assert thing["sameAs"] == "https://clinicaltrials.gov/study/NCT09000001"
    assert "Phase 2, as of" in thing["description"]
    assert thing["status"] == SCHEMA + "Recruiting"
    assert thing["sponsor"] == {"@type": "Organization", "name": "University of Nowhere"}
    assert [page["url"] for page in thing["healthCondition"]] == [f"{SITE}/conditions/tingling-feet/"]
    assert thing["studyLocation"] == [{"@type": "AdministrativeArea", "name": "United Kingdom"}]
    assert thing["trialDesign"] == [
        SCHEMA + name for name in ("RandomizedTrial", "PlaceboControlledTrial", "DoubleBlindedTrial", "SingleCenterTrial")
    ]


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: factories.fresh(), "MedicalTrial"),
        (lambda: factories.fresh(studyType="OBSERVATIONAL"), "MedicalObservationalStudy"),
        (lambda: fresh(expanded_access), "MedicalStudy"),
        (lambda: factories.fresh(studyType="NEW"), "MedicalStudy"),
        (lambda: fresh(observed), "MedicalTrial"),
        (lambda: fresh(patient_funded, statusVerifiedDate=timezone.localdate().isoformat()), "MedicalTrial"),
        (lambda: patient_funded(versionHolder="2022-10-10"), "MedicalTrial"),
        (lambda: factories.fresh(briefTitle=MISSING, leadSponsor=MISSING, locations=MISSING, interventions=MISSING), "MedicalTrial"),
    ],
)
def test_every_record_passes_the_checks_of_the_site(client, make, kind):
    thing, graph, words = told(client, make(), asks_payment="yes")

    assert thing["@type"] == kind
    for node in typed(graph):
        assert not set(node) - set.union(*(ALLOWED[each] for each in types(node))), node["@type"]
        texts = [node[name] for name in TEXTS if name in node and not str(node[name]).startswith((SCHEMA, "["))] + node.get("alternateName", [])
        assert [text for text in texts if on_one_line(text) not in words] == [], node["@type"]
    assert not [node for node in nodes(graph) if any(value in ("", None, [], {}) for value in node.values())]
    described = {node["@id"] for node in typed(graph) if "@id" in node}
    assert {node["@id"] for node in nodes(graph) if set(node) == {"@id"}} <= described
    assert not {"possibleTreatment", "guideline", "lastReviewed", "reviewedBy"} & {name for node in nodes(graph) for name in node}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"overallStatus": "NOT_YET_RECRUITING"}, SCHEMA + "NotYetRecruiting"),
        ({"overallStatus": "ENROLLING_BY_INVITATION"}, SCHEMA + "EnrollingByInvitation"),
        ({"overallStatus": "ACTIVE_NOT_RECRUITING"}, SCHEMA + "ActiveNotRecruiting"),
        ({"overallStatus": "COMPLETED"}, SCHEMA + "Completed"),
        ({"overallStatus": "COMPLETED", "hasResults": True}, [SCHEMA + "Completed", SCHEMA + "ResultsAvailable"]),
        ({"overallStatus": "SUSPENDED"}, SCHEMA + "Suspended"),
        ({"overallStatus": "TERMINATED"}, SCHEMA + "Terminated"),
        ({"overallStatus": "WITHDRAWN"}, SCHEMA + "Withdrawn"),
        ({"overallStatus": "UNKNOWN"}, "Not updated by the sponsor for a long time; treat as not open"),
        ({"overallStatus": "NO_LONGER_AVAILABLE"}, "Special access outside a trial: ended"),
        ({"overallStatus": "ON_THE_MOON"}, "Not stated"),
        ({"statusVerifiedDate": "2019-01"}, "Status not confirmed"),
        ({"versionHolder": "2022-10-10"}, "Status not confirmed"),
        ({"versionHolder": "2022-10-10", "overallStatus": "COMPLETED"}, "Not checked lately"),
    ],
)
def test_a_status_is_a_value_only_where_the_record_is_fresh(client, changes, status):
    thing, _graph, words = told(client, factories.fresh(**changes))

    assert thing["status"] == status
    assert SCHEMA in str(status) or status in words


def test_a_study_that_costs_money_tells_no_way_there(client):
    made = fresh(patient_funded, statusVerifiedDate=timezone.localdate().isoformat(), completionDateStruct=MISSING)

    thing, _graph, words = told(client, made, asks_payment="yes")

    assert not {"status", "studyLocation"} & set(thing)
    assert "Status not shown, because patients pay to take part" in words
    assert "Center" not in json.dumps(thing)


def test_a_person_is_no_organisation(client):
    thing, _graph, _words = told(client, factories.fresh(leadSponsor={"name": "Ida Investigator", "class": "INDIV"}))

    assert "sponsor" not in thing
