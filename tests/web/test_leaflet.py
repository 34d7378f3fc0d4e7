"""A page on paper: the whole text, what must never be left out, and the way back to the page."""

from datetime import UTC, date, datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Symptom
from editorial import actions
from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MAKE = {
    "condition": factories.make_condition,
    "cause": factories.make_cause,
    "symptom": factories.make_symptom,
    "treatment": factories.make_treatment,
    "article": factories.make_article,
}


# What leads on from a page: of no use on paper, which it would fill, nor to a slow line.
WAYS_ON = ".breadcrumb, .leaflet-links, .tags, .toc, .back, .stamp a[href$='/history/'], a[href^='/compare/']"


def leaflet_of(client, page, **parameters):
    return soup(client.get(f"/leaflet/{page.kind}/{page.slug}/", parameters))


# --- What stands on it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MAKE)
def test_a_leaflet_holds_all_words_of_the_page(client, kind):
    page = MAKE[kind](name="The subject", summary="What it is, in a sentence.", also_called=["another name"], tags=[factories.make_tag("feet")])
    if kind in {"condition", "symptom"}:
        for _number in range(2):  # that can be compared
            factories.make_treatment(effects=[{kind: page}])

    on_screen = soup(client.get(page.get_absolute_url())).main.article
    on_paper = leaflet_of(client, page).main.article

    assert bool(on_screen.select("a[href^='/compare/']")) == (kind in {"condition", "symptom"})
    for way in on_screen.select(WAYS_ON):
        way.decompose()
    assert text_of(on_paper) == text_of(on_screen)
    assert not on_paper.select(WAYS_ON)


def test_a_leaflet_names_the_site_and_the_emergency_number(client):
    shown = leaflet_of(client, factories.make_symptom())

    assert text_of(shown.select_one(".letterhead")) == "NeuroInfo http://127.0.0.1:8000"
    assert "Call your local emergency number" in text_of(shown.select_one(".urgent-line"))
    assert "not medical advice" in text_of(shown.select_one(".colophon"))


@pytest.mark.parametrize(
    ("stage", "words"),
    [("experimental", "Do not pay a clinic for it."), ("not recommended", "Not recommended: trials or guidelines speak against it.")],
)
def test_an_unproven_treatment_says_so_before_its_text(client, stage, words):
    treatment = factories.make_treatment(stage=stage, status_line="Only in approved studies.")

    shown = leaflet_of(client, treatment)

    header = text_of(shown.select_one(".page__header"))
    assert stage in header.lower()
    assert "Only in approved studies." in header
    assert words in header


def test_unproven_treatments_stand_apart_from_those_in_use(client):
    condition = factories.make_condition()
    factories.make_treatment(name="New cells", stage="experimental", effects=[{"condition": condition, "stage": "experimental"}])

    shown = leaflet_of(client, condition)

    assert "New cells" in text_of(shown.select_one(".unproven"))


def test_a_text_that_no_clinician_has_checked_says_so(client):
    shown = leaflet_of(client, factories.make_starter(Symptom))

    assert "No clinician has checked this page yet." in text_of(shown.select_one(".notice"))


def test_a_corrected_text_says_so(client):
    page = factories.make_symptom()
    factories.make_correction(page)

    assert "The warning was missing." in text_of(leaflet_of(client, page).select_one(".correction"))


def test_the_review_and_the_next_one_have_their_dates(client):
    page = factories.make_symptom()
    page.versions.update(reviewed_at=datetime(2026, 3, 4, tzinfo=UTC), review_due=date(2028, 3, 3))

    assert "4 March 2026. Next review due: 3 March 2028." in text_of(leaflet_of(client, page).select_one(".stamp"))


def test_an_explained_word_is_a_link_to_its_meaning(client):
    """Paper has no buttons, and no room for definitions that nobody opens."""
    factories.make_term("axon")
    page = factories.make_article(sections={"overview": f"<p>An axon can grow. [@{factories.the_source().key}]</p>"})

    shown = leaflet_of(client, page)

    assert "popover" in str(soup(client.get(page.get_absolute_url())).main)
    assert "popover" not in str(shown)
    word = shown.select_one("#overview .word")
    assert (word.text, word["href"]) == ("axon", "/glossary/#axon")
    assert "An axon can grow." in text_of(shown.select_one("#overview"))


def test_nothing_is_folded_away(client):
    reviewed = factories.make_symptom()

    assert all(part.has_attr("open") for part in leaflet_of(client, reviewed).find_all("details"))
    assert leaflet_of(client, reviewed).details is not None


# --- The way back -----------------------------------------------------------------------------------------------


def test_the_code_leads_to_the_page(client, settings):
    settings.SITE_URL = "https://nerves.example.org"
    page = factories.make_symptom("tingling")

    shown = leaflet_of(client, page)

    code = shown.select_one(".code")
    assert code["role"] == "img"
    assert code["aria-label"] == "QR code of the address https://nerves.example.org/symptoms/tingling/"
    assert code.svg.path["fill"] == "#fff"
    words = text_of(shown.select_one(".colophon"))
    assert "Printed text may be out of date. Look at the page itself: https://nerves.example.org/symptoms/tingling/" in words


def test_search_engines_are_sent_to_the_page(client):
    page = factories.make_symptom("tingling")

    shown = leaflet_of(client, page, size="large")

    assert shown.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert shown.find("link", rel="canonical")["href"] == "http://127.0.0.1:8000/symptoms/tingling/"
    assert "/leaflet/" not in client.get("/sitemap-symptoms.xml").content.decode()


def test_a_page_links_to_its_leaflet_in_both_sizes(client):
    page = factories.make_symptom("tingling")

    links = {text_of(link): link["href"] for link in soup(client.get(page.get_absolute_url())).select(".leaflet-links a")}

    assert links == {
        "Print this page as a leaflet": "/leaflet/symptom/tingling/",
        "Leaflet in large print": "/leaflet/symptom/tingling/?size=large",
        "Leaflet as PDF": "/leaflet/symptom/tingling.pdf",
        "Add to my sheet for a visit": "/visit/?p=symptom/tingling",
    }


def test_large_print_is_one_link_away_and_back(client):
    page = factories.make_symptom("tingling")
    normal, large = leaflet_of(client, page), leaflet_of(client, page, size="large")

    assert normal.find("a", string="Large print")["href"] == "?size=large"
    assert large.find("a", string="Normal print")["href"] == "?"
    assert (normal.html.get("class"), large.html["class"]) == (None, ["large"])
    assert text_of(normal.title) != text_of(large.title)
    assert leaflet_of(client, page, size="gigantic").html.get("class") is None


# --- Where there is none ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["symptom/no-such-page", "nonsense/tingling", "care-card/a-card", "term/a-term", "symptom/a-draft"])
def test_there_is_no_leaflet_of_what_has_no_public_page(client, address):
    factories.make_symptom("tingling")
    factories.make_care_card("a-card")
    factories.make_term("a-term")
    factories.make_symptom_draft("a-draft")

    assertContains(client.get(f"/leaflet/{address}/"), "There is no page at this address.", status_code=404)


def test_the_leaflet_of_a_moved_page_is_at_its_new_address_in_the_same_size(client, administrator):
    page = factories.make_symptom("tingling")
    actions.move(page, to="prickling", by=administrator)

    normal, large = client.get("/leaflet/symptom/tingling/"), client.get("/leaflet/symptom/tingling/?size=large")

    assert (normal.status_code, normal["Location"]) == (301, "/leaflet/symptom/prickling/")
    assert (large.status_code, large["Location"]) == (301, "/leaflet/symptom/prickling/?size=large")


def test_the_leaflet_of_a_withdrawn_page_says_why(client, administrator):
    page = factories.make_withdrawn(factories.make_symptom("tingling"), by=administrator, reason="It gave an old dose.")

    response = client.get(f"/leaflet/symptom/{page.slug}/")

    assertContains(response, "It gave an old dose.", status_code=410)
    assertNotContains(response, "Some words about it", status_code=410)


def test_nothing_can_be_sent_to_a_leaflet(client):
    page = factories.make_symptom()

    assert client.post(f"/leaflet/symptom/{page.slug}/").status_code == 405
    assert client.head(f"/leaflet/symptom/{page.slug}/").status_code == 200
