"""Forms of readers: no cookie, nothing kept, nothing from other sites, and nothing that breaks them."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuroinfo.kept_pages import KeptPages
from search import limits
from tests import factories
from tests.web.forms import PLAIN_FORM, send
from tests.web.html import heading_jumps, repeated_ids, soup, text_of
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FORMS = {"/visit/": "words", "/check-an-offer/": "promises"}
every_form = pytest.mark.parametrize(("address", "field"), FORMS.items())


@every_form
def test_an_answer_is_kept_nowhere_and_sets_no_cookie(client, address, field):
    response = send(Client(enforce_csrf_checks=True), address, {field: "burning feet"})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert not response.cookies
    assert response["Referrer-Policy"] == "same-origin"
    assert soup(response).find("meta", attrs={"name": "robots", "content": "noindex"})


@every_form
def test_the_empty_form_is_a_public_page_and_one_that_is_filled_by_its_address_is_not(client, address, field):
    public, own = client.get(address), client.get(address + "?s=numbness&treatment=tens")

    assert "no-store" not in public.get("Cache-Control", "")
    assert not soup(public).find("meta", attrs={"name": "robots"})
    assert "no-store" in own["Cache-Control"]
    assert soup(own).find("meta", attrs={"name": "robots", "content": "noindex"})


@every_form
def test_only_the_empty_form_is_kept_in_memory(address, field):
    factories.make_symptom("numbness", name="Numbness")
    factories.make_treatment("tens", name="TENS")
    site = KeptPages(get_wsgi_application())

    empty = [ask(site, address), ask(site, address)]
    filled = [ask(site, f"{address}?s=numbness&treatment=tens"), ask(site, f"{address}?s=numbness&treatment=tens")]

    assert empty[1].headers["Cache-Status"] == "NeuroInfo; hit"
    assert all("Cache-Status" not in answer.headers and "no-store" in answer.headers["Cache-Control"] for answer in filled)
    assert filled[0].text == filled[1].text != empty[0].text
    assert ask(site, address).text == empty[0].text


@every_form
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example.com"},
        {"Origin": "https://testserver"},
    ],
)
def test_a_form_of_another_site_is_refused_with_a_way_on(client, address, field, headers):
    response = send(client, address, {field: "words from elsewhere"}, **headers)

    assert response.status_code == 403
    assert "sent from another site" in text_of(soup(response).main)
    assert soup(response).main.find("a", href=address)
    assert "words from elsewhere" not in response.content.decode()


@every_form
@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://testserver"}, {"Origin": "http://127.0.0.1:8000"}],
)
def test_a_form_of_this_site_is_taken(client, address, field, headers):
    assert send(client, address, {field: "burning feet"}, **headers).status_code == 200


@every_form
def test_what_is_typed_is_shown_as_text_and_comes_back_in_the_form(client, address, field):
    typed = "<script>alert(1)</script> \"' onfocus=x & </textarea>"

    page = soup(send(client, address, {field: typed}))

    assert page.main.find("script") is None
    assert page.find(attrs={"name": field}).text.strip() == typed


@every_form
def test_an_empty_form_says_what_to_do(client, address, field):
    response = send(client, address, {field: " \n "})

    page = soup(response)
    error = page.select_one(".error-summary a")
    assert response.status_code == 422
    assert text_of(page.title).startswith("Please correct:")
    assert text_of(error).startswith("Nothing is filled in yet.")
    assert page.find(id=error["href"][1:]).name in ("input", "textarea")


@every_form
def test_what_is_too_long_comes_back_whole_with_a_sentence_at_its_place(client, address, field):
    typed = "burning feet " * 400

    response = send(client, address, {field: typed})

    page = soup(response)
    box = page.find(attrs={"name": field})
    assert response.status_code == 422
    assert box.text.strip() == typed.strip()
    assert box["aria-invalid"] == "true"
    said = [page.find(id=name) for name in box["aria-describedby"].split()]
    assert any("characters, and" in text_of(part) for part in said)
    assert page.select_one(f".error-summary a[href='#{box['id']}']")


@every_form
def test_every_field_has_a_name_and_what_describes_it_is_there(client, address, field):
    for response in (client.get(address), send(client, address), send(client, address, {field: "numb feet"})):
        page = soup(response)
        for box in page.main.select("input:not([type=hidden]), textarea, select"):
            assert page.find("label", attrs={"for": box["id"]}), box
            assert all(page.find(id=name) for name in box.get("aria-describedby", "").split()), box
        assert all(fieldset.legend and text_of(fieldset.legend) for fieldset in page.main.find_all("fieldset"))
        assert page.main.form["autocomplete"] == "off"
        assert heading_jumps(page) == []
        assert repeated_ids(page) == []
        assert len(page.find_all("h1")) == 1


@every_form
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"&&&=&==",
        b"words=%00%01%1b[2J&promises=%00&offered=%00&pages=%00",
        b"words=%ff%fe%ed%a0%80&promises=%ff",
        b"words=%F0%9F%A6%B6&promises=%F0%9F%A6%B6",
        b"s=../../etc/passwd&s=%00&wrong=x&signs=x&treatment=x&pay=maybe&trial=1",
        b"s=" + b"&s=numbness" * 9000,
        b"words=a&words=b&words=c&promises=a&promises=b",
        b"words[]=x&s[0]=y&__proto__=z",
        b"pages=/conditions/../admin/%0a/treatments/" + b"x" * 900,
        b"offered=NCT&number=NCT&trial=number&promises=" + b"no risk ".replace(b" ", b"+") * 200,
        b"words=" + b"%28" * 900 + b"&promises=" + b"%28" * 900,
    ],
    ids=range(12),
)
def test_hostile_forms_get_a_page(client, address, field, body):
    response = client.post(address, body, content_type=PLAIN_FORM)

    assert response.status_code in (200, 422)
    assert "\x00" not in response.content.decode()


@every_form
@pytest.mark.parametrize(
    "query", ["s=%00", "s=" + "&s=a" * 5000, "p=condition", "p=%00/%00", "p=tag/x&p=//&p=condition/" + "a" * 5000, "treatment=%00", "words=x"]
)
def test_hostile_addresses_get_the_form(client, address, field, query):
    assert client.get(f"{address}?{query}").status_code == 200


@every_form
def test_what_is_no_form_is_refused(client, address, field):
    assert client.post(address, {field: "a file"}).status_code == 400
    assert client.post(address, b"{}", content_type="application/json").status_code == 400
    assert client.post(address, b"words=x", content_type=f"{PLAIN_FORM}; charset=utf-16").status_code == 400
    assert client.put(address).status_code == 405
    assert client.post(address, b"x=1&" * 10_001, content_type=PLAIN_FORM).status_code == 400
    assert client.post(address, b"words=" + b"x" * 6_000_000, content_type=PLAIN_FORM).status_code == 400


@every_form
def test_who_sends_too_many_is_told_that_nothing_is_lost(client, address, field, settings, monkeypatch):
    settings.SEARCH_LIMIT_PER_MINUTE = 1
    monkeypatch.setitem(limits._buckets, "search", limits.Bucket())

    first, second = (send(client, address, {field: "numb feet"}) for _time in range(2))

    assert (first.status_code, second.status_code) == (200, 429)
    assert "your browser sends what you wrote once more" in text_of(soup(second).main)


@every_form
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.dictionaries(
        st.sampled_from(
            "words s wrong since stops medicines matters questions pages offered treatment promises signs pay price trial number".split()
        ),
        st.text(max_size=300),
    )
)
def test_whatever_is_sent_gets_a_page(client, address, field, said):
    response = send(client, address, {name: value.encode("utf-8", "replace") for name, value in said.items()})

    assert response.status_code in (200, 422)


def test_both_forms_can_be_found(client):
    factories.make_treatment("cells", name="Cells", stage="experimental")
    factories.make_symptom("numb", name="Numb feet")

    assert soup(client.get("/")).main.find("a", href="/visit/")
    assert soup(client.get("/")).main.find("a", href="/check-an-offer/")
    assert soup(client.get("/treatments/cells/")).main.find("a", href="/check-an-offer/?treatment=cells")
    assert soup(client.get("/symptoms/numb/")).main.find("a", href="/visit/?p=symptom/numb")
    assert soup(client.get("/search/", {"q": "numb feet"})).main.find("a", href="/visit/?s=numb")
