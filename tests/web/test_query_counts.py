"""The number of SQL queries of an address does not grow with the content, and is small."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, CareCard, Cause, Condition, GlossaryTerm, Symptom
from editorial import actions
from search.offers import SIGNS_ARTICLE
from tests import factories
from tests.rows import forget_vocabulary, shared_rows
from treatments.models import Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FEW, MANY = 5, 50
OF_AN_OLDER_VERSION = "/data/conditions-1.csv"
SENT = {
    "POST /visit/": "words=tickling+in+my+feet&s=rich&pages=Rich%0A/conditions/rich/%0A/articles/rich/",
    "POST /check-an-offer/": "offered=the+rich+treatment&promises=no+risk&pay=yes&trial=no",
}
MOST = {
    "/conditions/rich/": 7,
    "/causes/rich/": 6,
    "/symptoms/rich/": 6,
    "/treatments/rich/": 6,
    "/articles/rich/": 6,
    "/conditions/rich/history/": 4,
    "/causes/rich/history/": 4,
    "/symptoms/rich/history/": 4,
    "/treatments/rich/history/": 4,
    "/articles/rich/history/": 4,
    "/leaflet/condition/rich/": 7,
    "/leaflet/cause/rich/": 6,
    "/leaflet/symptom/rich/": 6,
    "/leaflet/treatment/rich/?size=large": 6,
    "/leaflet/article/rich/": 6,
    "/": 6,
    "/urgent-signs/": 6,
    "/conditions/": 5,
    "/conditions/?letter=C": 5,
    "/causes/": 5,
    "/symptoms/": 5,
    "/treatments/": 5,
    "/evidence-ladder/": 3,
    "/trials/": 3,
    "/trials/?condition=rich": 3,
    "/trials/NCT09000001/": 2,
    "/trials/nothing/": 0,
    "/articles/": 5,
    "/glossary/": 4,
    "/glossary/?letter=T": 5,
    "/tags/": 5,
    "/tags/rich/": 5,
    "/feed.atom": 5,
    "/search/?q=tickling": 6,
    "/search.json?q=tickling": 6,
    "/suggest.json?q=tickling": 2,
    "/search/?q=tickling+words+treatment": 6,
    "/search/": 6,
    "/search/?s=rich": 6,
    "/search/?q=tickling&kind=condition&page=2": 6,
    "/visit/": 1,
    "/visit/?s=rich&p=treatment/rich&p=condition/rich": 3,
    "/check-an-offer/": 1,
    "POST /visit/": 5,
    "POST /check-an-offer/": 7,
    "/search/symptoms/": 2,
    "/search/symptoms/?area=all&s=rich": 2,
    "/conditions/nothing/": 1,
    "/causes/nothing/": 1,
    "/symptoms/nothing/": 1,
    "/treatments/nothing/": 1,
    "/articles/nothing/": 1,
    "/leaflet/condition/nothing/": 1,
    "/leaflet/condition/nothing.pdf": 1,
    "/leaflet/nothing/nothing/": 0,
    "/tags/nothing/": 1,
    "/offline.json": 12,  # once a content version, then one
    "/offline/": 1,
    "/offline/not-saved/": 0,
    "/data/": 49,  # once a content version, then one
    "/data/SHA256SUMS": 1,
    "/data/conditions.csv": 7,
    "/data/code_map.json": 7,
    "/data/symptoms.csv": 5,
    "/data/treatments.json": 7,
    "/data/effects.csv": 7,
    "/data/sources.csv": 3,
    "/data/glossary.json": 4,
    "/data/trials.csv": 3,
    OF_AN_OLDER_VERSION: 1,
    "/data/conditions.schema.json": 0,
    "/api/v1/openapi.json": 0,
    "/api/v1/conditions?symptom=rich": 6,
    "/api/v1/symptoms": 3,
    "/api/v1/treatments?symptom=rich&stage=experimental&certainty=low": 6,
    "/api/v1/sources?per_page=100": 2,
    "/api/v1/glossary": 3,
    "/api/v1/trials": 4,
    "/api/v1/conditions/rich": 5,
    "/api/v1/treatments/rich": 5,
    "/api/v1/symptoms/nothing": 2,
    "/api/v1/nothing": 0,
    "/nothing/": 0,
    "/about/": 0,
    "/editorial-policy/": 0,
    "/privacy/": 0,
    "/accessibility/": 0,
    "/robots.txt": 0,
    "/healthz": 1,
}


def make_site(rows):
    """A site in which the page “rich” of each kind has this number of everything that a page can have."""
    sources = [factories.make_source(url="https://example.org/study") for _number in range(rows)]
    tags = [factories.make_tag("rich"), *(factories.make_tag() for _number in range(rows))]
    sections = {"overview": "".join(f"<p>Words. [@{source.key}]</p>" for source in sources)}
    rich = {"sections": sections, "tags": tags}
    cards = [factories.make_starter(CareCard, level="now", phrases=["tickling"]) for _number in range(rows)]
    plain = {model: [factories.make_starter(model) for _number in range(rows)] for model in (Cause, Symptom, Condition, GlossaryTerm)}
    for term, source in zip(plain[GlossaryTerm], sources, strict=True):
        term.live.summary = f"In a sentence. [@{source.key}]"
        term.live.save()
        actions.sync_citations(term.live)
    cause = factories.make_starter(Cause, "rich", cards=cards, **rich)
    symptom = factories.make_starter(Symptom, "rich", title="Tickling", cards=cards, **rich)
    condition = factories.make_starter(Condition, "rich", cards=cards, **rich)
    _relate(condition, causes=[cause, *plain[Cause]], symptoms=[symptom, *plain[Symptom]], sources=sources)
    for other in plain[Condition]:
        _relate(other, causes=[cause], symptoms=[symptom], sources=sources[:1])
    own = {"approach": "medicines", "stage": "experimental", "status_line": "Being tested."}
    treatment = factories.make_starter(Treatment, "rich", cards=cards, **rich, **own)
    for target in plain[Condition]:
        factories.make_effect(treatment.live.own(), condition=target, sources=sources[:2])
    for number in range(rows):
        other = factories.make_starter(Treatment, tags=tags[:1], **own)
        stage = ("standard care", "experimental")[number % 2]
        for target in ({"condition": condition}, {"symptom": symptom}):
            factories.make_effect(other.live.own(), stage=stage, sources=sources[:1], **target)
    article = factories.make_starter(Article, "rich", **rich)
    questions = {"questions-to-ask": "<ul><li>What now?</li></ul>"}
    signs = {"cautions": "".join(f"<p>Words. [@{source.key}]</p>" for source in sources)} | questions
    factories.make_starter(Article, SIGNS_ARTICLE, sections=signs).live.sections.filter(aspect="cautions").update(heading="No risks, no side effects")
    article.live.articleversion.related.set([*plain[Condition], *plain[Symptom]])
    for _number in range(rows):
        factories.make_starter(Article, tags=tags[:1])
    for number in range(rows):
        factories.make_trial(factories.fresh(nctId=f"NCT09{number + 1:06d}"), conditions=[condition, *plain[Condition]])
    for page in (condition, treatment):
        actions.sync_citations(page.live)


def _relate(condition, *, causes, symptoms, sources):
    version = condition.live.own()
    for cause in causes:
        factories.make_association(version, cause=cause, sources=sources)
    for symptom in symptoms:
        factories.make_association(version, symptom=symptom, sources=sources)


def counts_with(rows, django_db_blocker):
    """{address: the SQL statements of one visit} on a site of this size, when the vocabulary and the glossary have been read."""
    found = {}
    with shared_rows(django_db_blocker):
        forget_vocabulary()
        make_site(rows)
        client = Client()
        for address in ("/search/?q=tickling", "/conditions/rich/", "/visit/", "/check-an-offer/"):
            client.get(address)
        for address in MOST:
            with CaptureQueriesContext(connection) as queries:
                response = _visit(client, address)
            assert response.status_code == (404 if "nothing" in address else 303 if address == OF_AN_OLDER_VERSION else 200), address
            found[address] = [query["sql"] for query in queries.captured_queries]
    return found


def _visit(client, address):
    if address in SENT:
        return client.post(address.removeprefix("POST "), SENT[address], content_type="application/x-www-form-urlencoded")
    return client.get(address)


@pytest.fixture(scope="module")
def few(django_db_setup, django_db_blocker):
    return counts_with(FEW, django_db_blocker)


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    return counts_with(MANY, django_db_blocker)


@pytest.mark.parametrize("address", MOST)
def test_the_number_of_queries_does_not_grow_with_the_content(few, many, address):
    # What an answer shows of pages far down its list is read with one query more, however many there are.
    more = 1 if address.startswith("/search/?") else 0
    assert len(few[address]) <= len(many[address]) <= len(few[address]) + more, "\n".join(many[address])


@pytest.mark.parametrize("address", MOST)
def test_an_address_asks_few_queries(few, address):
    assert len(few[address]) <= MOST[address], "\n".join(few[address])
