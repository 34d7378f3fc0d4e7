"""/connect/service: the answer as an Atom feed and as JSON, as real systems ask for it and read it."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from search import counting
from search.models import SearchCount
from tests import factories
from tests.connect.conftest import ICD10CM, Portal, give_code

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ATOM = "{http://www.w3.org/2005/Atom}"
GBS = {"mainSearchCriteria.v.c": "G61.0", "mainSearchCriteria.v.cs": ICD10CM}


def as_json(response):
    return json.loads(response.content)["feed"]


# --- The feed ---------------------------------------------------------------------------------------------------


def test_the_feed_is_read_by_a_feed_reader(portal, library):
    response = portal.get(GBS)

    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert feed.feed.title == "NeuroInfo Connect"
    assert feed.feed.subtitle == "Results for ICD-10-CM G61.0"
    assert [entry.title for entry in feed.entries] == ["Guillain-Barré syndrome", "Miller Fisher syndrome"]
    assert feed.entries[0].link == "http://127.0.0.1:8000/conditions/guillain-barre-syndrome/"
    assert feed.entries[0].id == "tag:127.0.0.1,2026:/conditions/guillain-barre-syndrome/"
    assert feed.feed.id.startswith("urn:uuid:")


def test_real_readers_can_read_it(portal, library):
    """No prefixes, the title before the links, and one alternate link, which is the first."""
    response = portal.get(GBS)

    assert response.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<feed ')
    assert b":feed" not in response.content
    assert b"ns0" not in response.content
    root = ElementTree.fromstring(response.content)
    names = [child.tag.removeprefix(ATOM) for child in root]
    assert names[:4] == ["title", "subtitle", "author", "updated"]
    assert names.index("title") < names.index("entry")
    for entry in root.findall(f"{ATOM}entry"):
        parts = [child.tag.removeprefix(ATOM) for child in entry]
        assert parts.index("title") < parts.index("link")
        links = entry.findall(f"{ATOM}link")
        assert [link.get("rel") for link in links].count("alternate") == 1
        assert links[0].get("rel") == "alternate"
        assert {"href", "type", "hreflang", "title"} <= set(links[0].keys())


def test_json_says_the_same_as_xml(portal, library):
    root = ElementTree.fromstring(portal.get(GBS).content)
    feed = portal.feed(c="G61.0", cs=ICD10CM)

    assert [entry["title"]["_value"] for entry in feed["entry"]] == [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert [entry["summary"]["_value"] for entry in feed["entry"]] == [entry.findtext(f"{ATOM}summary") for entry in root.findall(f"{ATOM}entry")]
    assert feed["id"]["_value"] == root.findtext(f"{ATOM}id")
    assert feed["title"] == {"_value": "NeuroInfo Connect", "type": "text"}
    assert feed["author"] == {"name": {"_value": "NeuroInfo"}, "uri": {"_value": "http://127.0.0.1:8000/"}}
    assert (feed["lang"], feed["base"]) == ("en", "http://127.0.0.1:8000/")
    assert all(isinstance(feed[name], list) for name in ("entry", "link", "category"))


def test_json_is_harmless_inside_html(portal, library):
    response = portal.get(GBS | {"knowledgeResponseType": "application/json"})

    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert not {b"<", b">", b"&"} & {bytes([byte]) for byte in response.content}


def test_what_was_used_is_told_and_nothing_else(portal, library):
    secret = {
        "age.v.v": "87654",
        "patientPerson.administrativeGenderCode.c": "FEMALE",
        "holder.assignedEntity.certificateText": "hunter2",
        "callback": "evil",
    }

    response = portal.get({"mainSearchCriteria.v.c": "g610", "mainSearchCriteria.v.cs": f"urn:oid:{ICD10CM}", **secret})

    feed = feedparser.parse(response.content)
    used = [(tag.scheme, tag.term) for tag in feed.feed.tags]
    assert used == [
        ("mainSearchCriteria.v.c", "G61.0"),
        ("mainSearchCriteria.v.cs", ICD10CM),
        ("informationRecipient", "PAT"),
        ("informationRecipient.languageCode.c", "en"),
    ]
    assert not any(value.encode() in response.content for value in secret.values())


def test_the_same_request_has_the_same_number(portal, library):
    ids = {portal.feed(c=code, cs=system)["id"]["_value"] for code in ("G61.0", "g610 ") for system in (ICD10CM, "ICD10CM")}

    assert len(ids) == 1
    assert portal.feed(c="G61.81", cs=ICD10CM)["id"]["_value"] not in ids


# --- What an entry tells ----------------------------------------------------------------------------------------


def test_the_summary_holds_what_a_portal_must_show(portal):
    card = factories.make_care_card("climbing", name="Weakness that climbs", level="now", summary="Call your local emergency number now.")
    later = factories.make_care_card("later", name="Slow change", level="soon", summary="Book an appointment.")
    condition = factories.make_condition("pins", name="Pins", summary="A paragraph.", also_called=["needles", "<b>"], cards=[card, later])
    give_code(condition, "G58.9")

    [entry] = portal.feed(c="G58.9", cs=ICD10CM)["entry"]

    summary = entry["summary"]["_value"]
    assert summary.startswith('<p class="also-called">Also called: needles, &lt;b&gt;</p><p>A paragraph.</p>')
    assert "<h3>Get help now</h3><ul><li><strong>Weakness that climbs:</strong> Call your local emergency number now.</li></ul>" in summary
    assert "Slow change" not in summary
    assert "Reviewed by Rita Viewer, Consultant neurologist on " in summary
    assert summary.endswith('/conditions/pins/">Read the whole page</a></p>')
    assert entry["author"] == {"name": {"_value": "Rita Viewer"}}


def test_starter_text_says_that_nobody_checked_it(portal, library):
    [entry] = portal.feed(c="G61.81", cs=ICD10CM)["entry"]

    assert "Not yet reviewed by a clinician." in entry["summary"]["_value"]
    assert entry["author"] == {"name": {"_value": "NeuroInfo"}}


def test_a_correction_that_nobody_has_confirmed_names_no_reviewer(portal, other_reviewer):
    condition = factories.make_condition()
    give_code(condition, "G58.9")
    correction = factories.make_correction(condition)

    [before] = portal.feed(c="G58.9", cs=ICD10CM)["entry"]
    factories.confirm(correction, by=other_reviewer)
    [after] = portal.feed(c="G58.9", cs=ICD10CM)["entry"]

    assert "Corrected, and not yet confirmed by a second clinician." in before["summary"]["_value"]
    assert "Rita Viewer" not in json.dumps(before), "the reviewer has not seen these words"
    assert "Reviewed by Rita Viewer, " in after["summary"]["_value"]


def test_the_day_of_a_review_is_that_of_the_site_as_on_the_page(portal, settings, monkeypatch):
    settings.TIME_ZONE = "America/New_York"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 7, 1, tzinfo=UTC))
    condition = factories.make_condition()
    give_code(condition, "G58.9")

    [entry] = portal.feed(c="G58.9", cs=ICD10CM)["entry"]

    assert "Reviewed by Rita Viewer, Consultant neurologist on 2026-05-06." in entry["summary"]["_value"]
    assertContains(portal.client.get(condition.get_absolute_url()), "6 May 2026")


def test_no_summary_is_longer_than_portals_show(portal, library):
    lengths = [
        len(entry["summary"]["_value"]) for code in ("G61.0", "G62.9", "E11.42", "G60.0") for entry in portal.feed(c=code, cs=ICD10CM)["entry"]
    ]

    assert len(lengths) >= 4
    assert max(lengths) <= 2000


def test_clinicians_are_led_to_the_evidence_too(portal, library):
    titles = {
        recipient: [
            link["title"]
            for link in as_json(portal.get({**GBS, "informationRecipient": recipient, "knowledgeResponseType": "json"}))["entry"][0]["link"]
        ]
        for recipient in ("PAT", "PROV")
    }

    assert titles["PAT"] == ["Guillain-Barré syndrome", "Leaflet to print"]
    assert titles["PROV"] == ["Guillain-Barré syndrome", "Leaflet to print", "Treatments, and how sure we are"]


def test_how_well_an_entry_fits_is_told(portal, library):
    def relevance(**parameters):
        return [category["term"] for category in portal.feed(**parameters)["entry"][0]["category"] if category["scheme"] == "relevanceScore"]

    assert relevance(c="G56.0", cs=ICD10CM) == ["1"]
    assert relevance(c="G56.09", cs=ICD10CM) == ["0.7"]
    assert relevance(dn="Carpal tunnel syndrome") == ["0.6"]
    assert relevance(dn="Severe carpal tunnel syndrome") == ["0.4"]


# --- Languages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "sp", "spa", "es-MX", "Spanish"])
def test_english_stands_in_and_says_so(portal, library, language):
    [entry, _other] = as_json(portal.get({**GBS, "informationRecipient.languageCode.c": language, "knowledgeResponseType": "json"}))["entry"]

    assert entry["title"]["_value"] == "Guillain-Barré syndrome (in English)"
    assert (entry["lang"], entry["link"][0]["hreflang"]) == ("en", "en")


def test_the_language_of_the_browser_does_not_count(portal, library):
    response = portal.get(GBS, accept_language="es")

    assert "(in English)" not in response.content.decode()


# --- Methods, formats, errors -----------------------------------------------------------------------------------


def test_post_is_answered_like_get(portal, library):
    posted = portal.client.post(
        "/connect/service", "mainSearchCriteria.v.c=G61.0&mainSearchCriteria.v.cs=" + ICD10CM, content_type="application/x-www-form-urlencoded"
    )

    assert feedparser.parse(posted.content).entries == feedparser.parse(portal.get(GBS).content).entries
    assert posted["Cache-Control"] == "no-store"


def test_an_empty_post_is_read_from_its_address(portal, library):
    response = portal.client.post(
        f"/connect/service/?mainSearchCriteria.v.c=G61.0&mainSearchCriteria.v.cs={ICD10CM}", content_type="text/plain", data=b""
    )

    assert len(feedparser.parse(response.content).entries) == 2


def test_no_token_is_needed(library):
    response = Client(enforce_csrf_checks=True).post("/connect/service", GBS)

    assert response.status_code == 415  # a form with files is not what is read
    assert (
        Client(enforce_csrf_checks=True)
        .post("/connect/service", "mainSearchCriteria.v.dn=x", content_type="application/x-www-form-urlencoded")
        .status_code
        == 200
    )


@pytest.mark.parametrize("address", ["/connect/service", "/connect/service/", "/connect/application", "/connect/application/"])
def test_no_address_is_redirected_to_another_form_of_it(portal, library, address):
    assert portal.client.get(address).status_code in {200, 400}


def test_a_preflight_is_answered(portal):
    response = portal.client.options("/connect/service")

    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "Content-Type, Accept"
    assert response["Access-Control-Max-Age"] == "86400"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_head_has_no_body(portal, library):
    response = portal.client.head("/connect/service", GBS)

    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"]


def test_the_headers_of_an_answer(portal, library):
    response = portal.get(GBS)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Vary"] == "Accept"
    assert response["Cache-Control"] == "private, max-age=3600"
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response["ETag"].startswith('W/"')
    assert not response.cookies


def test_an_answer_that_is_known_is_not_sent_again(portal, library):
    etag = portal.get(GBS)["ETag"]

    again = portal.get(GBS, if_none_match=etag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert portal.get(GBS | {"knowledgeResponseType": "json"}, if_none_match=etag).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [("atom", "application/atom+xml"), ("application/xml", "application/xml"), ("text/XML", "text/xml"), ("json", "application/json")],
)
def test_the_answer_has_the_type_that_was_asked_for(portal, library, wanted, kind):
    assert portal.get(GBS | {"knowledgeResponseType": wanted})["Content-Type"] == f"{kind}; charset=utf-8"


def test_jsonp_is_not_given(portal, library):
    response = portal.get(GBS | {"knowledgeResponseType": "application/javascript", "callback": "alert"})

    assert response.status_code == 406
    feed = feedparser.parse(response.content)
    assert "text/xml or application/json" in feed.feed.subtitle
    assert feed.entries == []
    assert b"alert" not in response.content


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({}, "mainSearchCriteria.v.c"),
        ({"mainSearchCriteria.v.c": "G61.0"}, "mainSearchCriteria.v.cs"),
        ({"mainSearchCriteria.v.cs": ICD10CM}, "mainSearchCriteria.v.c"),
    ],
)
@pytest.mark.parametrize("wanted", ["xml", "json"])
def test_a_bad_request_is_a_feed_that_says_what_to_mend(portal, parameters, named, wanted):
    response = portal.get({**parameters, "knowledgeResponseType": wanted})

    assert response.status_code == 400
    assert response["Cache-Control"] == "no-store"
    subtitle = as_json(response)["subtitle"]["_value"] if wanted == "json" else feedparser.parse(response.content).feed.subtitle
    assert named in subtitle
    assert "G61.0" not in subtitle


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_other_methods_are_told_which_to_use(portal, method):
    response = getattr(portal.client, method)("/connect/service")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert feedparser.parse(response.content).feed.subtitle == "Ask with GET or POST."


def test_a_body_of_another_type_is_refused(portal):
    response = portal.client.post("/connect/service", {"mainSearchCriteria.v.dn": "x"}, content_type="application/json")

    assert response.status_code == 415
    assert "application/x-www-form-urlencoded" in feedparser.parse(response.content).feed.subtitle


@pytest.mark.parametrize(
    "query",
    ["mainSearchCriteria.v.dn=" + "x" * 513, "a=1&" * 101, "mainSearchCriteria.v.dn=x&pad=" + "y" * 8200],
    ids=["a long value", "many parameters", "a long query"],
)
def test_too_much_is_refused_in_the_asked_form(portal, query):
    response = portal.client.get("/connect/service", QUERY_STRING=query)

    assert response.status_code == 400
    assert feedparser.parse(response.content).entries == []
    assert b"xxx" not in response.content


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "]]>",
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
        "%00%0B%1F",
        "\ud800",
        "‮",
        "' OR 1=1 --",
        "{{7*7}}",
        "😀" * 100,
        "%",
        "%zz",
    ],
)
@pytest.mark.parametrize("name", ["c", "cs", "dn", "ot", "c1"])
@pytest.mark.parametrize("wanted", ["xml", "json"])
def test_hostile_words_are_never_given_back(portal, library, text, name, wanted):
    query = f"knowledgeResponseType={wanted}&mainSearchCriteria.v.c=G61.0&mainSearchCriteria.v.cs={ICD10CM}&mainSearchCriteria.v.dn2=x"
    response = portal.client.get(
        "/connect/service", QUERY_STRING=f"mainSearchCriteria.v.{name}={text}&{query}".encode("utf-8", "replace").decode("latin-1")
    )

    assert response.status_code == 200
    if wanted == "json":
        as_json(response)
    else:
        ElementTree.fromstring(response.content)
    assert b"script" not in response.content
    assert b"ENTITY" not in response.content
    assert b"passwd" not in response.content


def test_a_text_that_led_to_a_page_is_cut_and_escaped(portal, library):
    long = "Bell's palsy <b>&" + "x" * 400
    response = portal.get({"mainSearchCriteria.v.dn": long})

    feed = feedparser.parse(response.content)
    [told] = [tag.term for tag in feed.feed.tags if tag.scheme == "mainSearchCriteria.v.dn"]
    assert told == long[:128]
    assert b"<b>" not in response.content


@pytest.mark.parametrize("kind", ["application/json", "text/xml", "application/atom+xml"])
def test_the_address_of_an_answer_gives_the_same_answer(portal, library, kind):
    answers = [
        portal.get({**GBS, "knowledgeResponseType": kind, "informationRecipient.languageCode.c": "fr", "informationRecipient.languageCode.c1": "en"})
    ]
    for _step in range(2):
        link = json.loads(answers[-1].content)["feed"]["link"][0] if "json" in kind else feedparser.parse(answers[-1].content).feed.links[0]
        answers.append(portal.client.get(link["href"]))

    assert {answer["Content-Type"] for answer in answers} == {f"{kind}; charset=utf-8"}
    assert len({answer["ETag"] for answer in answers}) == 1


def test_other_languages_are_another_request(portal, library):
    def feed(**languages):
        named = {f"informationRecipient.languageCode.{name}": value for name, value in languages.items()}
        return json.loads(portal.get({**GBS, **named, "knowledgeResponseType": "json"}).content)["feed"]

    assert feed(c="fr")["id"] != feed(c="fr", c1="en")["id"]
    assert feed(c="fr")["id"] == feed(c="fr-CA")["id"]


def test_the_subtitle_says_what_led_to_the_pages(portal, library):
    assert portal.feed(c="Z00.00", cs=ICD10CM, dn="Bell's palsy")["subtitle"]["_value"] == "Results for the name that was sent"
    both = portal.feed(c="Z00.00", cs=ICD10CM, c1="G61.0", cs1=ICD10CM)
    assert both["subtitle"]["_value"] == "Results for ICD-10-CM G61.0"


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ({"c": "g5601", "cs": ICD10CM}, {"icd-10-cm G56.01 carpal-tunnel-syndrome"}),
        ({"c": "E11.42", "cs": ICD10CM, "c1": "E10.42", "cs1": ICD10CM},
         {"icd-10-cm E11.42 diabetic-peripheral-neuropathy", "icd-10-cm E10.42 diabetic-peripheral-neuropathy"}),
        ({"c": "G61.89", "cs": ICD10CM}, {"icd-10-cm G61.89 -"}),
        ({"c": "I10", "cs": ICD10CM, "dn": "Carpal tunnel syndrome"}, {"other"}),
        ({"c": "MRN-1981", "cs": "2.16.840.1.113883.6.12", "dn": "Carpal tunnel syndrome"}, {"other"}),
        ({"dn": "Carpal tunnel syndrome"}, set()),
    ],
)  # fmt: skip
def test_only_codes_of_nerves_and_of_rows_are_counted(portal, library, asked, counted):
    counting._tally.take()
    portal.feed(**asked)

    assert {concept for _day, kind, concept in counting._tally.take() if kind == SearchCount.Kind.CODE} == counted


def test_who_asks_too_often_gets_a_feed_that_says_when_to_go_on(settings, library):
    settings.CONNECT_LIMIT_PER_MINUTE = 2
    client = Client(REMOTE_ADDR="192.0.2.77")
    answers = [client.get("/connect/service", GBS) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert feedparser.parse(answers[2].content).entries == []


def test_the_networks_of_hospitals_are_not_limited(settings, library):
    from ipaddress import ip_network

    settings.CONNECT_LIMIT_PER_MINUTE = 1
    settings.CONNECT_TRUSTED_NETWORKS = [ip_network("198.51.100.0/24")]
    client = Client(REMOTE_ADDR="198.51.100.9")

    assert {client.get("/connect/service", GBS).status_code for _time in range(4)} == {200}


def test_the_number_of_queries_is_small(library, django_assert_num_queries):
    portal = Portal()
    portal.titles(dn="Sciatica")  # the names of all pages are read once a content version
    with django_assert_num_queries(3):
        portal.pages("G56.3")
    with django_assert_num_queries(1):
        portal.pages("G56.3")
    with django_assert_num_queries(2):
        portal.titles(dn="Carpal tunnel syndrome")


def test_no_line_of_the_log_holds_what_was_asked(portal, library, caplog, capfd):
    for code in ("G61.0", "B20", "!!", ""):
        portal.get(
            {"mainSearchCriteria.v.c": code, "mainSearchCriteria.v.cs": ICD10CM, "mainSearchCriteria.v.dn": "", "holder.assignedEntity.n": "hunter2"}
        )
        portal.client.get("/connect/application", {"mainSearchCriteria.v.c": code, "holder.assignedEntity.n": "hunter2"})

    printed = caplog.text + "".join(capfd.readouterr())
    assert [word for word in ("G61.0", "B20", "hunter2", "mainSearchCriteria") if word in printed] == []
