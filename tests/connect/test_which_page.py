"""/connect/service: which page a code, or a name where no code counts, leads to."""

import pytest

from tests import factories
from tests.connect.conftest import ICD10CM, give_code

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SNOMED = "2.16.840.1.113883.6.96"


@pytest.mark.parametrize(
    "system",
    [ICD10CM, f"urn:oid:{ICD10CM}", "http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10-cm/", "ICD10CM", "icd-10-cm"],
)
@pytest.mark.parametrize("code", ["G61.81", "g6181", " G61.81 ", "G61.81."])
def test_a_code_is_found_however_it_is_written(portal, library, system, code):
    assert portal.titles(c=code, cs=system) == ["Chronic inflammatory demyelinating polyneuropathy (CIDP)"]


@pytest.mark.parametrize("code", ["E11", "E11.9", "E11.65", "G61.89", "G61.8", "G61", "B20", "N18.9", "E03.9", "E53.8", "D51.0", "G60", "G90"])
def test_a_wrong_leaflet_is_worse_than_none(portal, library, code):
    feed = portal.feed(c=code, cs=ICD10CM)

    assert feed["entry"] == []
    assert feed["subtitle"]["_value"] == f"No NeuroInfo page for ICD-10-CM {code}"


def test_codes_of_the_world_health_organization_are_shorter(portal, library):
    assert portal.pages("E11.42", "2.16.840.1.113883.6.3") == ["diabetic-peripheral-neuropathy"]
    assert portal.pages("G56.0", "http://hl7.org/fhir/sid/icd-10") == ["carpal-tunnel-syndrome"]


def test_numbers_of_snomed_have_no_fallback_and_need_two_sources(portal, library):
    assert portal.pages("128209004", SNOMED) == ["cidp"]
    assert portal.pages("57406009", SNOMED) == []  # one source: inactive until an editor has checked it
    assert portal.pages("1282090041", SNOMED) == []


@pytest.mark.parametrize("system", ["2.16.840.1.113883.6.88", "2.16.840.1.113883.6.69", "LOINC", "2.16.840.1.113883.6.12", "1.2.3"])
def test_other_systems_are_no_mistake_and_give_nothing(portal, library, system):
    assert portal.feed(c="4548-4", cs=system)["entry"] == []


def test_a_name_counts_where_no_code_does(portal, library):
    assert portal.titles(c="57406009", cs="1.2.3", dn="Bell’s palsy, right side") == ["Bell's palsy"]
    assert portal.titles(c="Z99.9", cs=ICD10CM, ot="carpal tunnel syndrome (disorder)") == ["Carpal tunnel syndrome"]
    assert portal.titles(c="G61.0", dn="CIDP") == ["Chronic inflammatory demyelinating polyneuropathy (CIDP)"]


def test_a_code_beats_a_name(portal, library):
    assert portal.titles(c="G56.01", cs=ICD10CM, dn="Bell's palsy") == ["Carpal tunnel syndrome"]


@pytest.mark.parametrize(
    "text",
    [
        "No carpal tunnel syndrome", "family history of Charcot-Marie-Tooth disease", "screening for diabetic peripheral neuropathy", "carpel tunel",
        "Toxic optic neuropathy", "Auditory neuropathy, idiopathic", "Idiopathic trigeminal neuropathy", "Brachial neuritis or radiculitis NOS",
        "Paroxysmal hemicrania with facial pain", "Lumbar radiculopathy with myelopathy", "Venous thoracic outlet syndrome", "FH: Charcot-Marie-Tooth",
        "Need for herpes zoster vaccination", "Diabetic cranial neuropathy",
        "tunnel", "nerve damage", "hypothyroidism", "numb thumb and fingers at night", "Vitamin B12 deficiency", "Lyme disease", "headache",
    ],
)  # fmt: skip
def test_a_text_that_names_no_condition_of_ours_gives_nothing(portal, library, text):
    assert portal.titles(dn=text) == []


def test_what_somebody_typed_does_not_outdo_a_name_that_denies(portal, library):
    assert portal.titles(dn="Rule out carpal tunnel syndrome", ot="Carpal tunnel syndrome") == []


def test_the_longest_name_in_a_text_wins(portal, library):
    assert portal.titles(dn="Painful diabetic peripheral neuropathy of both feet") == ["Diabetic peripheral neuropathy"]
    assert portal.titles(dn="Miller Fisher variant of Guillain-Barre syndrome, mild") == ["Miller Fisher syndrome"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Non-diabetic peripheral neuropathy", "Peripheral neuropathy"),
        ("Diabetic peripheral polyneuropathy", "Diabetic peripheral neuropathy"),
        ("Peripheral autonomic neuropathy", "Autonomic neuropathy"),
        ("Idiopathic autonomic neuropathy", "Autonomic neuropathy"),
        ("Hereditary motor-sensory neuropathy", "Charcot-Marie-Tooth disease"),
        ("Hereditary sensory-motor neuropathy type I", "Charcot-Marie-Tooth disease"),
        ("Idiopathic brachial plexus neuropathy", "Brachial neuritis (Parsonage-Turner syndrome)"),
        ("Diabetic neuropathy, painful", "Diabetic peripheral neuropathy"),
        ("Diabetic autonomic neuropathy", "Diabetic autonomic neuropathy"),
        ("Herpes zoster", "Shingles"),
        ("Ulnar nerve palsy, left", "Ulnar neuropathy (cubital tunnel syndrome)"),
        ("Small fiber polyneuropathy", "Small fibre neuropathy"),
    ],
)
def test_a_name_that_says_more_wins(portal, library, text, title):
    assert portal.titles(dn=text) == [title]


def test_several_codes_are_answered_in_their_order_without_a_page_twice(portal, library):
    feed = portal.feed(c="G56.01", cs=ICD10CM, c1="E11.42", cs1=ICD10CM, c2="G56.02", cs2=ICD10CM, c3="!!", cs3=ICD10CM)

    assert [entry["title"]["_value"] for entry in feed["entry"]] == ["Carpal tunnel syndrome", "Diabetic peripheral neuropathy"]
    assert {"scheme": "mainSearchCriteria.v.c1", "term": "E11.42"} in feed["category"]


def test_only_published_pages_and_active_rows_are_answered(portal):
    shown, draft = factories.make_condition("shown"), factories.page_of(factories.make_condition_draft("draft"))
    give_code(shown, "G58.0")
    give_code(draft, "G58.8")
    give_code(shown, "G58.9", is_active=False)

    assert [portal.pages(code) for code in ("G58.0", "G58.8", "G58.9")] == [["shown"], [], []]


def test_a_withdrawn_page_is_answered_no_more(portal):
    shown = factories.make_condition("shown")
    give_code(shown, "G58.0")
    assert portal.pages("G58.0") == ["shown"]

    factories.make_withdrawn(shown, by=factories.the_administrator())

    assert portal.pages("G58.0") == []
