"""Lists of pages: numbered pages, letters, and addresses of either that do not exist."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests import factories
from tests.web.addresses import LISTS
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def short_lists(monkeypatch):
    monkeypatch.setattr("editorial.listing.PER_PAGE", 2)
    monkeypatch.setattr("editorial.listing.letters_and_page.__kwdefaults__", {"per_page": 2, "by_letter": True})


def test_a_long_list_has_numbered_pages(client, short_lists):
    for name in ("Aching", "Burning", "Cold"):
        factories.make_symptom(name=name)

    first, second = client.get("/symptoms/"), client.get("/symptoms/?page=2")

    assertContains(first, "Aching")
    assertNotContains(first, "Cold")
    assertContains(second, "Cold")
    assert soup(second).find("link", rel="canonical")["href"].endswith("/symptoms/?page=2")
    assert text_of(soup(first).title) != text_of(soup(second).title)
    assert text_of(soup(second).select_one(".pager [aria-current=page]")) == "2"


def test_the_pages_of_a_letter_stay_with_the_letter(client, short_lists):
    for name in ("Aching", "Ankle pain", "Arm pain", "Burning"):
        factories.make_symptom(name=name)

    links = [link["href"] for link in soup(client.get("/symptoms/?letter=a")).select(".pager a")]

    assert links == ["?letter=A&page=1", "?letter=A&page=2", "?letter=A&page=2"]
    assertNotContains(client.get("/symptoms/?letter=a&page=2"), "Burning")


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("page", ["0", "-1", "abc", "999", "1.5", "9" * 5000, "%00", "NaN"])
def test_a_page_of_a_list_that_does_not_exist_is_a_404_with_a_sentence(client, address, page):
    response = client.get(f"{address}?page={page}")

    assertContains(response, "This list has no such page.", status_code=404)


@pytest.mark.parametrize("letter", ["Q", "%00", "%F0%9F%A6%B6", "%ff", "_", "%25", "%22%3E"])
def test_a_letter_that_no_page_begins_with_is_a_404_with_a_sentence(client, letter):
    factories.make_symptom(name="Aching")

    response = client.get(f"/symptoms/?letter={letter}")

    assertContains(response, "No page begins with that letter.", status_code=404)


@pytest.mark.parametrize(
    "name", ["α-lipoic acid", "Ångström disease", "éclair sign", "5-HT syndrome", "ß-wave", "ß", "(R)-lipoic acid", "%-sign", "_sign"]
)
def test_every_letter_that_a_list_offers_leads_to_its_pages(client, name):
    factories.make_condition("a-condition", name=name)
    factories.make_condition("b-condition", name="Zoster")

    letters = [link["href"] for link in soup(client.get("/conditions/")).select(".letters a") if link["href"] != "?"]

    assert len(letters) == 2
    found = [client.get(f"/conditions/{letter}") for letter in letters]
    assert [response.status_code for response in found] == [200, 200]
    assert sorted(len(response.context["page_obj"]) for response in found) == [1, 1]


def test_an_empty_letter_shows_the_whole_list(client):
    factories.make_symptom(name="Aching")

    assertContains(client.get("/symptoms/?letter="), "Aching")
