"""What is not approved is nowhere: every public address is visited while drafts of all sorts exist."""

import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from articles.models import Condition
from editorial import actions
from editorial.models import Page
from opendata.tables import API_TABLES, TABLES
from tests import factories
from tests.rows import shared_rows
from tests.web.addresses import public_routes
from tests.web.pdf import text_of_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# Where a reader can go. A new public address needs a line here: see `test_every_public_address_is_visited`.
VISITS = {
    "": ["/"],
    "conditions/": ["/conditions/", "/conditions/?page=1"],
    "conditions/<slug:slug>/": ["/conditions/open-condition/", "/conditions/draftcondition/", "/conditions/gonxwqrd/"],
    "conditions/<slug:slug>/history/": [
        "/conditions/open-condition/history/",
        "/conditions/draftcondition/history/",
        "/conditions/gonxwqrd/history/",
    ],
    "causes/": ["/causes/"],
    "causes/<slug:slug>/": ["/causes/open-cause/", "/causes/draftcause/"],
    "causes/<slug:slug>/history/": ["/causes/open-cause/history/", "/causes/draftcause/history/"],
    "symptoms/": ["/symptoms/"],
    "symptoms/<slug:slug>/": ["/symptoms/open-symptom/", "/symptoms/draftsymptom/"],
    "symptoms/<slug:slug>/history/": ["/symptoms/open-symptom/history/", "/symptoms/draftsymptom/history/"],
    "treatments/": ["/treatments/"],
    "evidence-ladder/": ["/evidence-ladder/"],
    "compare/": [
        "/compare/",
        "/compare/?condition=open-condition&t=open-treatment&t=drafttreatment",
        "/compare/?condition=draftcondition",
        "/compare/?symptom=open-symptom",
    ],
    "treatments/<slug:slug>/": ["/treatments/open-treatment/", "/treatments/drafttreatment/"],
    "treatments/<slug:slug>/history/": ["/treatments/open-treatment/history/", "/treatments/drafttreatment/history/"],
    "trials/": ["/trials/", "/trials/?condition=open-condition", "/trials/?condition=draftcondition"],
    "trials/<str:number>/": ["/trials/NCT09000001/", "/trials/NCT09000002/"],
    "articles/": ["/articles/"],
    "articles/<slug:slug>/": ["/articles/open-article/", "/articles/draftarticle/"],
    "articles/<slug:slug>/history/": ["/articles/open-article/history/", "/articles/draftarticle/history/"],
    "glossary/": ["/glossary/"],
    "urgent-signs/": ["/urgent-signs/"],
    "tags/": ["/tags/"],
    "tags/<slug:slug>/": ["/tags/open-tag/", "/tags/drafttag/", "/tags/secondtag/"],
    "feed.atom": ["/feed.atom"],
    "search/": ["/search/", "/search/?q=open", "/search/?q=some+words"],
    "search/symptoms/": ["/search/symptoms/", "/search/symptoms/?area=all", "/search/symptoms/?s=draftsymptom&s=open-symptom"],
    "search.json": ["/search.json?q=open", "/search.json?q=some+words"],
    "suggest.json": ["/suggest.json?q=open", "/suggest.json?q=draft", "/suggest.json?q=second"],
    "visit/": ["/visit/", "/visit/?s=draftsymptom&s=open-symptom&p=treatment/drafttreatment&p=condition/draftcondition&p=article/draftarticle"],
    "check-an-offer/": ["/check-an-offer/", "/check-an-offer/?treatment=drafttreatment"],
    "connect/service": ["/connect/service?mainSearchCriteria.v.dn=draftcondition", "/connect/service?mainSearchCriteria.v.dn=open-condition"],
    "connect/service/": ["/connect/service/?mainSearchCriteria.v.ot=draftcondition&knowledgeResponseType=json"],
    "connect/application": ["/connect/application"],
    "connect/application/": ["/connect/application/?mainSearchCriteria.v.dn=draftcondition"],
    "data/": ["/data/"],
    "data/SHA256SUMS": ["/data/SHA256SUMS"],
    "data/<table:table>.schema.json": ["/data/conditions.schema.json"],
    "data/<table:table>.<form:form>": [f"/data/{name}.{form}" for name in TABLES for form in ("csv", "json")],
    "data/<table:table>-<int:version>.<form:form>": ["/data/conditions-1.csv"],
    "api/v1/openapi.json": ["/api/v1/openapi.json"],
    "api/v1/<api_table:table>": [
        *(f"/api/v1/{name}" for name in API_TABLES),
        "/api/v1/conditions?symptom=open-symptom",
        "/api/v1/treatments?symptom=open-symptom",
        "/api/v1/conditions?symptom=open-other-symptom",
        "/api/v1/treatments?symptom=open-other-symptom",
    ],
    "api/v1/<api_table:table>/<slug:key>": [
        "/api/v1/conditions/open-condition",
        "/api/v1/conditions/draftcondition",
        "/api/v1/conditions/gonxwqrd",
        "/api/v1/symptoms/draftsymptom",
        "/api/v1/treatments/open-treatment",
        "/api/v1/treatments/drafttreatment",
        "/api/v1/glossary/draftterm",
        "/api/v1/trials/NCT09000001",
        "/api/v1/trials/NCT09000002",
    ],
    "^api/": ["/api/", "/api/v1/care-cards"],
    "about/": ["/about/"],
    "editorial-policy/": ["/editorial-policy/"],
    "privacy/": ["/privacy/"],
    "accessibility/": ["/accessibility/"],
    "offline/": ["/offline/"],
    "offline/not-saved/": ["/offline/not-saved/"],
    "offline.json": ["/offline.json"],
    "manifest.webmanifest": ["/manifest.webmanifest"],
    "sw.js": ["/sw.js"],
    "leaflet/<str:kind>/<slug:slug>/": [
        "/leaflet/condition/open-condition/",
        "/leaflet/condition/open-condition/?size=large",
        "/leaflet/condition/draftcondition/",
        "/leaflet/condition/gonxwqrd/",
        "/leaflet/symptom/open-symptom/",
        "/leaflet/symptom/draftsymptom/",
        "/leaflet/cause/open-cause/",
        "/leaflet/treatment/open-treatment/",
        "/leaflet/treatment/drafttreatment/",
        "/leaflet/article/open-article/",
        "/leaflet/term/draftterm/",
        "/leaflet/care-card/draftcard/",
    ],
    "leaflet/<str:kind>/<slug:slug>.pdf": [
        "/leaflet/condition/open-condition.pdf",
        "/leaflet/condition/draftcondition.pdf",
        "/leaflet/condition/gonxwqrd.pdf",
        "/leaflet/treatment/drafttreatment.pdf",
        "/leaflet/term/draftterm.pdf",
    ],
    "preview/<str:token>/": ["/preview/draftcondition:draftcondition/"],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemap-<section>.xml": [
        f"/sitemap-{name}.xml" for name in ("site", "conditions", "causes", "symptoms", "treatments", "articles", "tags", "trials")
    ],
    "robots.txt": ["/robots.txt"],
    "favicon.ico": ["/favicon.ico"],
    ".well-known/security.txt": ["/.well-known/security.txt"],
    "healthz": ["/healthz"],
    "styleguide/": ["/styleguide/"],
    "styleguide/schemes.css": ["/styleguide/schemes.css"],
}
LISTS = ("/conditions/", "/causes/", "/symptoms/", "/articles/", "/glossary/", "/tags/open-tag/")

# Words of texts that no clinician has approved. Each stands in the name, slug, text, tags or relations of one of them.
HIDDEN = (
    "draftcondition",
    "draftcause",
    "draftsymptom",
    "drafttreatment",
    "draftarticle",
    "draftterm",
    "draftcard",
    "drafteffect",
    "draftphrase",
    "drafttrial",
    "drafttag",
    "gonxwqrd",
    "secondtitle",
    "secondname",
    "secondbody",
    "secondtag",
    "secondeffect",
    "secondphrase",
    "waitingtext",
    "returnedtext",
    "discardedtext",
    "scheduledtext",
    "correctingtext",
    "hiddencomment",
)
# A word of the same length that no text has: what the search says to it, it says to a hidden word.
UNKNOWN = "neverwritten"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Published pages named “Open …”, and around them everything that must stay hidden."""
    with shared_rows(django_db_blocker):
        made = SimpleNamespace()
        _publish_pages(made)
        _add_draft_only_pages(made)
        _add_drafts_of_live_pages(made)
        actions.withdraw(factories.make_condition("gonxwqrd", symptoms=[made.symptom]), by=made.keeper, reason="It gave an old dose.")
        yield made


def _publish_pages(made):
    made.keeper = factories.make_editor("keeper", "Administrator")
    made.tag = factories.make_tag("open-tag")
    made.symptom = factories.make_symptom("open-symptom", tags=[made.tag])
    made.other_symptom = factories.make_symptom("open-other-symptom")
    made.cause = factories.make_cause("open-cause")
    made.card = factories.make_care_card("open-card", phrases=["open phrase"])
    made.condition = factories.make_condition("open-condition", symptoms=[made.symptom], causes=[made.cause], cards=[made.card])
    made.treatment = factories.make_treatment(
        "open-treatment", effects=[{"condition": made.condition, "rung": "first people"}, {"symptom": made.symptom}]
    )
    made.term = factories.make_term("open-term")


def _add_draft_only_pages(made):
    tag = factories.make_tag("drafttag")
    condition = factories.make_condition_draft("draftcondition", symptoms=[made.symptom], causes=[made.cause], tags=[tag, made.tag])
    factories.make_cause_draft("draftcause", also_called=["draftcause in other words"])
    factories.make_symptom_draft("draftsymptom")
    factories.make_treatment_draft(
        "drafttreatment",
        effects=[
            {"condition": made.condition, "statement": "A drafteffect.", "rung": "first people"},
            {"symptom": made.symptom, "outcome": "drafteffect"},
        ],
    )
    factories.make_article_draft("draftarticle", related=[made.condition])
    factories.make_term_draft("draftterm")
    factories.make_care_card_draft("draftcard", level="now", phrases=["draftphrase"], symptoms=[made.symptom])
    factories.make_trial(factories.fresh(), conditions=[made.condition, Condition.objects.get(pk=condition.page_id)])
    waiting = factories.import_study(factories.fresh(nctId="NCT09000002", briefTitle="A drafttrial"))
    factories.make_trial_words(waiting, conditions=[made.condition], plain_title="A drafttrial")
    made.article = factories.make_article("open-article", related=[made.condition, Page.objects.get(pk=condition.page_id)])


def _add_drafts_of_live_pages(made):
    title = "A secondtitle"
    draft = actions.start_draft(made.condition, by=factories.the_author()).own()
    draft.title, draft.summary, draft.also_called = title, "A secondtitle in a sentence.", ["secondname"]
    draft.save()
    draft.sections.filter(card=None).update(body="<p>A secondbody.</p>")
    factories.make_association(draft, symptom=made.other_symptom)
    draft.tags.add(factories.make_tag("secondtag"))
    draft = actions.start_draft(made.treatment, by=factories.the_author()).own()
    factories.make_effect(draft, symptom=made.other_symptom, statement="A secondeffect.")
    factories.make_effect(draft, condition=made.condition, rung="first people", statement="A secondeffect.")
    draft = actions.start_draft(made.card, by=factories.the_author()).own()
    draft.phrases = ["secondphrase"]
    draft.save()
    factories.make_correction_in_work(factories.make_cause("open-cause-cor"), summary="A correctingtext in a sentence.")
    for word in ("waitingtext", "returnedtext", "discardedtext", "scheduledtext"):
        page = factories.make_symptom(f"open-symptom-{word[:3]}")
        draft = actions.start_draft(page, by=factories.the_author())
        draft.title, draft.summary = word, f"A {word} in a sentence."
        draft.save()
        if word == "discardedtext":
            actions.discard(draft, by=factories.the_author())
            continue
        actions.comment(draft, text="A hiddencomment.", guest="Hiddencomment")
        if word == "scheduledtext":
            factories.make_scheduled(draft)
            continue
        actions.submit(draft, by=factories.the_author())
        if word == "returnedtext":
            actions.return_to_author(draft, by=factories.the_reviewer(), reason="Not a returnedtext, please.")


def hidden_words_in(response):
    is_pdf = response["Content-Type"] == "application/pdf"
    text = (text_of_pdf(response.content) if is_pdf else response.content.decode()).lower()
    return [word for word in HIDDEN if word in text]


def test_every_public_address_is_visited():
    assert public_routes() == set(VISITS), "Add the new address to VISITS, so that it is searched for drafts."


@pytest.mark.parametrize("address", [address for addresses in VISITS.values() for address in addresses])
def test_no_hidden_word_is_at_any_address(client, site, address):
    response = client.get(address)

    assert response.status_code in (200, 302, 303, 404, 410)
    assert hidden_words_in(response) == []


@pytest.mark.parametrize("address", LISTS)
def test_no_letter_leads_to_a_hidden_page(client, site, address):
    letters = client.get(address).context["letters"]

    assert letters == ["O"]
    assert hidden_words_in(client.get(f"{address}?letter=O")) == []


def test_the_live_texts_themselves_are_shown(client, site):
    for address in (
        "/conditions/open-condition/",
        "/treatments/open-treatment/",
        "/symptoms/open-symptom/",
        "/tags/open-tag/",
        "/articles/open-article/",
    ):
        assert client.get(address).status_code == 200


def test_a_draft_gives_a_live_page_no_new_relation(client, site):
    response = client.get("/symptoms/open-other-symptom/")

    assert b"Open condition" not in response.content
    assert b"Open treatment" not in response.content


@pytest.mark.parametrize("word", HIDDEN)
def test_the_search_page_says_to_a_hidden_word_what_it_says_to_an_unknown_one(client, site, word):
    found = client.get("/search/", {"q": word}).content.decode()
    unknown = client.get("/search/", {"q": UNKNOWN}).content.decode()

    assert found.replace(word, "…") == unknown.replace(UNKNOWN, "…")


@pytest.mark.parametrize("word", HIDDEN)
def test_the_json_search_knows_no_hidden_word(client, site, word):
    answer = client.get("/search.json", {"q": word}).json()

    assert answer == {"query": word, "understood": [], "corrected": None, "urgent": None, "also_urgent": [], "results": []}


@pytest.mark.parametrize("word", HIDDEN)
def test_no_hidden_word_is_suggested(client, site, word):
    for typed in (word[:2], word[:4], word[:-1], word[1:], word):
        found = json.dumps(client.get("/suggest.json", {"q": typed}).json()["suggestions"]).lower()
        assert [hidden for hidden in HIDDEN if hidden in found] == []


@pytest.mark.parametrize("word", HIDDEN)
def test_spelling_repair_does_not_tell_a_hidden_word(client, site, word):
    nearly = word[:-1]

    assert hidden_words_in(client.get("/search/", {"q": nearly})) == []


def test_the_export_holds_no_hidden_word(site, tmp_path):
    call_command("export_content", tmp_path / "library", verbosity=0)

    files = [path for path in (tmp_path / "library").rglob("*") if path.is_file()]
    # The vocabularies of tags and sources are exported whole: they are no texts.
    texts = [path for path in files if path.name not in ("tags.json", "sources.json", "names.json")]
    # An approved text itself names one of them as related, by its address.
    assert [row["slug"] for row in json.loads((tmp_path / "library" / "names.json").read_text())] == ["draftcondition"]
    written = {path.name: path.read_text().lower().replace("- conditions/draftcondition\n", "") for path in texts}
    assert "open-condition.md" in written
    assert [(name, word) for name, text in written.items() for word in HIDDEN if word in name or word in text] == []


def test_a_page_that_was_never_published_is_not_found(client, site):
    for address in (
        "/conditions/draftcondition/",
        "/causes/draftcause/",
        "/symptoms/draftsymptom/",
        "/treatments/drafttreatment/",
        "/articles/draftarticle/",
    ):
        assert client.get(address).status_code == 404


def test_a_tag_that_only_drafts_have_is_not_found(client, site):
    response = client.get("/tags/drafttag/")

    assert response.status_code == 404
    assert "Tag matches" not in response.content.decode()


def test_a_withdrawn_page_says_when_and_why(client, site):
    response = client.get("/conditions/gonxwqrd/")

    assert response.status_code == 410
    assert "It gave an old dose." in response.content.decode()
    assert response["Cache-Control"] == "no-cache"  # it may come back


def test_an_old_address_leads_to_the_new_one(client, site):
    actions.move(site.cause, to="open-cause-renamed", by=site.keeper)

    response = client.get("/causes/open-cause/")

    assert response.status_code == 301
    assert response["Location"] == "/causes/open-cause-renamed/"
    assert client.get(response["Location"]).status_code == 200


def test_an_old_address_of_a_withdrawn_page_ends_at_the_reason(client, site):
    actions.move(site.cause, to="open-cause-renamed", by=site.keeper)
    actions.withdraw(site.cause, by=site.keeper, reason="Nothing in it holds any more.")

    response = client.get("/causes/open-cause/", follow=True)

    assert response.status_code == 410
    assert "Nothing in it holds any more." in response.content.decode()


def test_a_moved_page_that_was_never_published_is_not_found_at_either_address(client, site):
    page = Condition.objects.get(slug="draftcondition")
    actions.move(page, to="draftcondition-renamed", by=site.keeper)

    assert client.get("/conditions/draftcondition/").status_code == 404
    assert client.get("/conditions/draftcondition-renamed/").status_code == 404


def test_the_page_comes_back_when_a_restored_text_is_approved(client, site):
    page = Condition.objects.get(slug="gonxwqrd")
    draft = actions.restore(page.versions.get(), by=factories.the_author())
    assert client.get("/conditions/gonxwqrd/").status_code == 410

    factories.publish(draft)

    assert client.get("/conditions/gonxwqrd/").status_code == 200


def test_json_of_the_search_holds_only_published_pages(client, site):
    answer = json.loads(client.get("/search.json", {"q": "some words about it open"}).content)

    slugs = {(result["kind"], result["slug"]) for result in answer["results"]}
    assert slugs
    assert slugs <= set(Page.objects.published().values_list("kind", "slug"))
