"""/connect/application: the page for a patient, from inside a portal."""

import pytest
from django.test import Client

from tests.connect.conftest import ICD10CM
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def ask(code=None, **more):
    parameters = {"mainSearchCriteria.v.c": code, "mainSearchCriteria.v.cs": ICD10CM} if code else {}
    return Client().get("/connect/application", parameters | more)


def test_one_page_is_shown_at_its_own_address(library):
    response = ask("G56.01", **{"age.v.v": "50"})

    assert response.status_code == 302
    assert response["Location"] == "/conditions/carpal-tunnel-syndrome/"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_several_pages_are_listed(library):
    response = ask("G62.0")

    page = soup(response)
    assert response.status_code == 200
    assert [link["href"] for link in page.select("main .page-list a")] == [
        "/conditions/drug-induced-neuropathy/",
        "/conditions/chemotherapy-induced-neuropathy/",
    ]


def test_without_a_page_there_is_a_way_on(library):
    response = ask("Z99.89")

    page = soup(response)
    assert response.status_code == 200
    assert text_of(page.h1) == "We have no page for this"
    assert page.select_one("main input[name=q]")["value"] == ""
    assert page.select_one('main a[href="/urgent-signs/"]')
    assert len(page.select("main .page-list a")) > 40
    assert "Z99" not in response.content.decode()


def test_who_asks_for_nothing_gets_the_search(library):
    response = ask()

    assert response.status_code == 200
    assert text_of(soup(response).h1) == "Find a page"


def test_the_methods_are_told_and_others_refused(library):
    told, refused = Client().options("/connect/application"), Client().put("/connect/application")

    assert (told.status_code, told["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert soup(refused).select_one("main input[name=q]")


@pytest.mark.parametrize("parameters", [{"mainSearchCriteria.v.c": "G61.0"}, {"mainSearchCriteria.v.dn": "x" * 600}])
def test_a_broken_request_gets_a_page_with_a_way_on(library, parameters):
    response = Client().get("/connect/application", parameters)

    assert response.status_code == 400
    assert soup(response).select_one("main input[name=q]")
    assert "mainSearchCriteria" in text_of(soup(response).select_one(".notice")) or "512 characters" in text_of(soup(response).select_one(".notice"))


def test_the_format_does_not_matter(library):
    assert ask("G62.0", knowledgeResponseType="application/json")["Content-Type"].startswith("text/html")


def test_answers_are_kept_nowhere_and_found_by_no_search_engine(library):
    response = ask("G62.0")

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert soup(response).find("meta", attrs={"name": "robots", "content": "noindex"})


@pytest.mark.parametrize("address", ["/connect/application", "/conditions/carpal-tunnel-syndrome/"])
def test_only_named_portals_may_frame_it(library, settings, address):
    own = Client().get(address)
    assert "frame-ancestors 'self'" in own["Content-Security-Policy"]
    assert own["X-Frame-Options"] == "SAMEORIGIN"

    settings.FRAME_ANCESTORS = ["https://portal.example.org"]
    framed = Client().get(address)
    assert "frame-ancestors https://portal.example.org" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed


def test_a_form_is_answered_like_an_address(library):
    response = Client(enforce_csrf_checks=True).post(
        "/connect/application/", f"mainSearchCriteria.v.c=G56.01&mainSearchCriteria.v.cs={ICD10CM}", content_type="application/x-www-form-urlencoded"
    )

    assert response["Location"] == "/conditions/carpal-tunnel-syndrome/"
