"""What the pages of the starter library tell machines: JSON-LD that is complete, allowed by schema.org, and says no more than the page."""

import json
import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from tests.web.html import structured_data, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SITE = "http://127.0.0.1:8000"
KINDS = ("conditions", "causes", "symptoms", "treatments", "articles")

# Type: properties that schema.org (release 30.0) allows for it, as far as these pages use them. What stands in neither is a mistake.
THING = {"@type", "@id", "name", "alternateName", "description", "url", "sameAs", "mainEntityOfPage"}
CREATIVE_WORK = THING | {
    *("headline", "author", "publisher", "datePublished", "dateModified", "inLanguage", "isPartOf", "audience", "mainEntity", "about"),
    *("isAccessibleForFree", "citation", "license", "creator", "version", "keywords", "isBasedOn"),
}
WEB_PAGE = CREATIVE_WORK | {"lastReviewed", "reviewedBy", "specialty", "speakable"}
ENTITY = THING | {"legalStatus", "relevantSpecialty"}
CONDITION = ENTITY | {"signOrSymptom", "cause", "riskFactor", "possibleTreatment"}
STUDY = ENTITY | {"identifier", "healthCondition", "sponsor", "status", "studyLocation"}
ALLOWED = {
    "Organization": THING | {"logo", "publishingPrinciples"},
    "WebSite": CREATIVE_WORK,
    "WebPage": WEB_PAGE,
    "AboutPage": WEB_PAGE,
    "CollectionPage": WEB_PAGE,
    "MedicalWebPage": WEB_PAGE,
    "Article": CREATIVE_WORK,
    "ScholarlyArticle": CREATIVE_WORK,
    "CreativeWork": CREATIVE_WORK,
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
    "SpeakableSpecification": THING | {"cssSelector"},
    "MedicalAudience": THING | {"audienceType"},
    "Person": THING | {"jobTitle"},
    "MedicalCondition": CONDITION,
    "MedicalSymptom": CONDITION,
    "MedicalCause": ENTITY | {"causeOf"},
    "MedicalRiskFactor": ENTITY,
    "MedicalTherapy": ENTITY,
    "PhysicalTherapy": ENTITY,
    "Drug": ENTITY,
    "LifestyleModification": {"@type", "@id", "name", "description", "url"},
    "DefinedTermSet": CREATIVE_WORK | {"hasDefinedTerm"},
    "DefinedTerm": THING,
    # Of the pages about studies: tests/trials/test_structured_data.py makes some.
    "MedicalStudy": STUDY,
    "MedicalTrial": STUDY | {"trialDesign"},
    "MedicalObservationalStudy": STUDY,
    "PropertyValue": THING | {"propertyID", "value"},
    "AdministrativeArea": THING,
    "Dataset": CREATIVE_WORK | {"distribution", "variableMeasured"},
    "DataDownload": CREATIVE_WORK | {"contentUrl", "encodingFormat", "contentSize"},
}
PAGES = {"WebPage", "AboutPage", "CollectionPage", "MedicalWebPage"}


@pytest.fixture(scope="module")
def told(pages):
    """{address: the JSON-LD of the page} of the pages that have one."""
    return {address: found for address, visit in pages.items() if (found := structured_data(visit.page))}


@pytest.fixture(scope="module")
def words(pages, told):
    """{address: what a reader sees of the page, on one line}."""
    return {address: text_of(pages[address].page.body) for address in told}


def canonical_path(address):
    """The pages of one letter are a part of the whole list, and its first page is the list itself."""
    return re.sub(r"\?(letter=.*|page=1)\Z", "", address)


def is_of_a_kind(address):
    return re.fullmatch(rf"/(?:{'|'.join(KINDS)})/[^/?]+/", address)


def nodes(value):
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from nodes(part)


def types(node):
    kinds = node["@type"]
    return set(kinds) if isinstance(kinds, list) else {kinds}


def typed(graph):
    return [node for node in nodes(graph) if "@type" in node]


def page_of(graph):
    (found,) = [node for node in graph if types(node) & PAGES]
    return found


def on_one_line(text):
    return re.sub(r" (?=[.,:;)])", "", " ".join(text.split()))


# --- The block --------------------------------------------------------------------------------------------------


def test_the_pages_that_are_to_be_found_have_a_block_and_no_other_page_has(pages, told, published):
    for address, visit in pages.items():
        hidden = visit.page.find("meta", attrs={"name": "robots", "content": "noindex"})
        assert (address in told) == (not hidden), address
    assert published | {"/", "/about/", "/editorial-policy/", "/privacy/", "/accessibility/", "/glossary/", "/urgent-signs/", "/tags/"} <= set(told)
    assert not [address for address in told if address.startswith(("/search", "/compare", "/no-such"))]


def test_each_block_stands_in_the_head_and_holds_nothing_that_could_end_it(pages, told):
    for address in told:
        (block,) = pages[address].page.find_all("script", type="application/ld+json")
        assert block.find_parent("head"), address
        assert not set("<>&") & set(block.string), address


def test_each_block_names_the_site_and_the_page_once(told):
    for address, found in told.items():
        assert found["@context"] == "https://schema.org"
        graph, canonical = found["@graph"], SITE + canonical_path(address)
        assert [node["@type"] for node in graph[:2]] == ["Organization", "WebSite"], address
        page = page_of(graph)
        assert page["@id"] == page["url"] == canonical
        assert page["isPartOf"] == {"@id": f"{SITE}/#site"}
        assert page["inLanguage"] == "en"


def test_each_page_but_the_first_says_where_it_stands(pages, told):
    for address, found in told.items():
        lists = [node for node in found["@graph"] if node["@type"] == "BreadcrumbList"]
        assert len(lists) == (address != "/"), address
        for steps in lists:
            shown = [f"{SITE}{link['href']}" for link in pages[address].page.select(".breadcrumb a")]
            told_above = [step["item"] for step in steps["itemListElement"][:-1]]
            assert told_above[-len(shown) :] == shown if shown else told_above == [f"{SITE}/"], address
            assert [step["position"] for step in steps["itemListElement"]] == list(range(1, len(told_above) + 2))


@pytest.mark.parametrize(
    ("kind", "kinds_of_thing"),
    [
        ("conditions", {"MedicalCondition"}),
        ("causes", {"MedicalCause"}),
        ("symptoms", {"MedicalSymptom"}),
        ("treatments", {"MedicalTherapy", "PhysicalTherapy", "Drug", "LifestyleModification"}),
    ],
)
def test_the_page_of_a_kind_is_about_a_thing_of_its_type(told, published, kind, kinds_of_thing):
    addresses = [address for address in published if address.startswith(f"/{kind}/")]

    assert addresses
    for address in addresses:
        graph = told[address]["@graph"]
        assert page_of(graph)["mainEntity"] == {"@id": f"{SITE}{address}#thing"}
        (thing,) = [node for node in graph if node.get("@id") == f"{SITE}{address}#thing"]
        assert thing["@type"] in kinds_of_thing
        assert thing["name"] == page_of(graph)["name"]


def test_every_reference_leads_to_something_in_the_block(told):
    for address, found in told.items():
        described = {node["@id"] for node in typed(found) if "@id" in node}
        referred = {node["@id"] for node in nodes(found) if set(node) == {"@id"}}
        assert referred <= described, address


def test_schema_org_allows_each_property_for_its_type(told):
    for address, found in told.items():
        for node in typed(found):
            unknown = set(node) - set.union(*(ALLOWED[kind] for kind in types(node)))
            assert not unknown, (address, node["@type"])


def test_nothing_is_said_of_what_is_empty(told):
    for address, found in told.items():
        assert not [node for node in nodes(found) if any(value in ("", None, [], {}) for value in node.values())], address


def test_addresses_are_whole_and_lead_to_pages(told, visited):
    for address, found in told.items():
        inside = [node["url"] for node in nodes(found) if node.get("url", "").startswith(SITE)]
        assert [url for url in inside if url.removeprefix(SITE) not in visited and url != SITE + canonical_path(address)] == [], address
        assert all(urlsplit(node[name]).scheme for node in nodes(found) for name in ("url", "@id", "item") if name in node), address


# --- Only what a reader sees ------------------------------------------------------------------------------------


def test_every_name_and_text_stands_on_the_page(told, words):
    for address, found in told.items():
        for node in typed(found):
            texts = [node[name] for name in ("name", "headline", "legalStatus") if name in node] + node.get("alternateName", [])
            texts += [node["description"]] if node["@type"] == "DefinedTerm" else []
            assert [text for text in texts if on_one_line(text) not in words[address]] == [], (address, node["@type"])


def test_the_description_of_a_page_is_its_summary(told, pages, published):
    for address in published:
        graph = told[address]["@graph"]
        assert page_of(graph)["description"] == text_of(pages[address].page.select_one(".lead"))


def test_the_dates_stand_on_the_page_in_their_order(told, words, published):
    for address in published:
        page = page_of(told[address]["@graph"])
        changed = date.fromisoformat(page["dateModified"])
        assert f"Text last changed: {changed.day} {changed:%B %Y}." in words[address]
        assert date.fromisoformat(page["datePublished"]) <= changed


def test_no_page_of_the_library_names_a_reviewer(told):
    """No clinician has reviewed it: the organisation stands as author, and nobody else is named."""
    for address, found in told.items():
        assert not [node for node in nodes(found) if {"lastReviewed", "reviewedBy"} & set(node) or node.get("@type") == "Person"], address
        if is_of_a_kind(address):
            assert page_of(found["@graph"])["author"] == {"@id": f"{SITE}/#org"}


def test_every_source_of_a_page_is_told_and_no_other(told, pages):
    for address, found in told.items():
        cited = page_of(found["@graph"]).get("citation", [])
        listed = pages[address].page.select(".sources li")
        assert len(cited) == len(listed), address
        for source, shown in zip(cited, listed, strict=True):
            link = shown.select_one("a[href^=http]")  # the other leads back to the text
            assert source.get("url") == (link["href"] if link else None)
            assert source.get("name") in (None, text_of(shown.cite))


def test_the_glossary_tells_the_words_that_it_shows(told, pages):
    (terms,) = [node for node in told["/glossary/"]["@graph"] if node["@type"] == "DefinedTermSet"]

    assert [term["name"] for term in terms["hasDefinedTerm"]] == [text_of(word) for word in pages["/glossary/"].page.select("dl.glossary dt")]


# --- Unproven treatments ----------------------------------------------------------------------------------------


def test_no_unproven_treatment_is_a_possible_treatment_on_any_page(told, pages, published):
    unproven = {SITE + address for address in published if pages[address].page.select_one("h1 + .status--unproven, header .status--unproven")}
    named = {(address, node["url"]) for address, found in told.items() for thing in nodes(found) for node in thing.get("possibleTreatment", [])}

    assert len(unproven) > 5
    assert len(named) > 20
    assert [pair for pair in named if pair[1] in unproven] == []


def test_a_possible_treatment_stands_among_those_in_use_with_some_certainty(told, pages):
    for address, found in told.items():
        for thing in nodes(found):
            for treatment in thing.get("possibleTreatment", []):
                path = treatment["url"].removeprefix(SITE)
                rows = [row for row in pages[address].page.select(".effect") if row.select_one(f'.effect__title a[href="{path}"]')]
                in_use = [row for row in rows if not row.find_parent(class_="unproven")]
                assert [row for row in in_use if re.search("High|Moderate|Low certainty", text_of(row.select_one(".effect__badges")))], address
                assert not [row for row in rows if row.select_one(".stage--experimental, .stage--not-recommended")], address


@pytest.mark.parametrize(
    ("page", "treatment"),
    [
        ("/conditions/postherpetic-neuralgia/", "/treatments/shingles-vaccine/"),
        ("/conditions/chemotherapy-induced-neuropathy/", "/treatments/exercise-and-balance-training/"),
        ("/conditions/diabetic-peripheral-neuropathy/", "/treatments/blood-glucose-control/"),
        ("/conditions/diabetic-peripheral-neuropathy/", "/treatments/foot-care/"),
    ],
)
def test_what_only_prevents_is_no_treatment_of_those_who_have_it(told, pages, page, treatment):
    named = {node["url"].removeprefix(SITE) for thing in nodes(told[page]) for node in thing.get("possibleTreatment", [])}

    assert pages[page].page.select_one(f'.effect__title a[href="{treatment}"]')
    assert treatment not in named
    assert "/treatments/duloxetine/" in named or page == "/conditions/postherpetic-neuralgia/"


def test_an_unproven_treatment_says_so_in_the_first_words_about_it(told, pages, published):
    checked = 0
    for address in published:
        status = pages[address].page.select_one("header .status--unproven")
        if address.startswith("/treatments/") and status:
            (thing,) = [node for node in told[address]["@graph"] if node.get("@id", "").endswith("#thing")]
            badge = status.select_one(".stage")
            line = text_of(status).removeprefix(text_of(badge)).strip()
            assert thing["description"].startswith(line), address
            assert pages[address].page.find("meta", attrs={"name": "description"})["content"].startswith(line)
            if "stage--experimental" in badge["class"]:
                assert (thing["@type"], thing["legalStatus"]) == ("MedicalTherapy", line)
            else:
                assert "legalStatus" not in thing
            checked += 1
    assert checked > 5


def test_nothing_that_belongs_to_proven_treatments_is_said_of_any(told):
    """No guideline, no evidence level, no dose, no rating: the pages hold none of them as data."""
    assert not re.search(r'"(guideline|evidenceLevel|doseSchedule|aggregateRating|review|offers)"', json.dumps(list(told.values())))
