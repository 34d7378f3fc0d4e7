"""A sheet for a visit on one page of paper, and the check of an offer, by keyboard and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tools import axe

pytestmark = pytest.mark.django_db

AT_320 = ((320, "light"), (320, "dark"))
MUCH = {
    "What matters most to you?": "I want to sleep through the night again. " * 4,
    "What do you feel or see?": "My feet burn at night and feel like cotton wool. " * 5,
    "Since when, and how has it changed?": "Since spring, first the toes, now up to both ankles. " * 4,
    "What does it stop you doing?": "Sleeping, hiking, buttons. I gave up my choir. " * 4,
    "What do you take?": "Metformin 1000 mg twice a day\nVitamin B complex\nIbuprofen now and then\n" * 3,
    "Your own questions": "Will it get worse?\nCan I still drive?\n",
    "Pages of this site that you have read": "Duloxetine\n/conditions/diabetic-peripheral-neuropathy/",
}


@pytest.fixture
def plain_page(new_context):
    """A small screen, and a browser without JavaScript: axe itself brings its own."""
    return new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False).new_page()


def pages_on_paper(page):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_the_sheet_is_one_page_of_paper_and_comes_back_to_be_changed(reader_site, plain_page):
    plain_page.goto(reader_site + "/symptoms/numbness/")
    plain_page.get_by_role("link", name="Add to my sheet for a visit").click()
    for label, words in MUCH.items():
        plain_page.get_by_label(label).fill(words)
    plain_page.get_by_role("button", name="Make my sheet").click()

    sheet = plain_page.get_by_role("article", name="My visit")
    expect(sheet).to_contain_text("Numbness")
    expect(plain_page.get_by_text("longer than one page")).to_have_count(0)
    assert pages_on_paper(plain_page) == 1
    plain_page.get_by_label("What do you take?").fill("Nothing")
    plain_page.get_by_role("button", name="Make my sheet").click()
    expect(sheet.get_by_text("Nothing", exact=True)).to_be_visible()
    expect(sheet).to_contain_text("Will it get worse?")


@pytest.mark.parametrize(("lines", "pages"), [(20, 1), (30, 2), (499, 11)])
def test_the_sheet_says_when_it_is_longer_than_a_page(reader_site, plain_page, lines, pages):
    plain_page.goto(reader_site + "/visit/")
    plain_page.get_by_label("Your own questions").fill("x\n" * lines)
    plain_page.get_by_role("button", name="Make my sheet").click()
    expect(plain_page.get_by_role("article", name="My visit")).to_be_visible()

    assert pages_on_paper(plain_page) == pages
    expect(plain_page.get_by_text("longer than one page")).to_have_count(1 if pages > 1 else 0)


def test_what_cannot_wait_is_on_the_paper_too(reader_site, plain_page):
    plain_page.goto(reader_site + "/visit/")
    plain_page.get_by_label("What do you feel or see?").fill("Suddenly my face is drooping and my arm is weak")
    plain_page.get_by_role("button", name="Make my sheet").click()
    expect(plain_page.get_by_role("article", name="My visit")).to_be_visible()

    assert pages_on_paper(plain_page) == 1
    plain_page.emulate_media(media="print")
    expect(plain_page.get_by_text("Get help now")).to_be_visible()
    expect(plain_page.get_by_role("button", name="Make my sheet")).to_be_hidden()


def test_a_mistake_leads_to_its_place(reader_site, plain_page):
    plain_page.goto(reader_site + "/check-an-offer/")
    plain_page.get_by_label("What do they write or say about it?").fill("no risk " * 300)
    plain_page.get_by_role("button", name="Check the words").click()
    plain_page.get_by_role("alert").get_by_role("link").click()

    expect(plain_page).to_have_url(re.compile("#id_promises$"))
    plain_page.get_by_label("What do they write or say about it?").fill("no risk")
    plain_page.get_by_role("button", name="Check the words").click()
    expect(plain_page.get_by_role("heading", name="No risks, no side effects")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "label", "button"),
    [
        ("/visit/?s=numbness", "What do you feel or see?", "Make my sheet"),
        ("/check-an-offer/?treatment=tens", "What do they write or say about it?", "Check the words"),
    ],
)
def test_forms_and_answers_are_accessible_and_fit_a_small_screen(reader_site, reader, address, label, button):
    reader.set_viewport_size({"width": 320, "height": 800})
    reader.goto(reader_site + address)
    found = axe.findings(reader, views=AT_320)

    for words in ("burning feet, a cure, no risk", "x" * 3000):
        reader.get_by_label(label).fill(words)
        with reader.expect_navigation():
            reader.get_by_role("button", name=button).click()
        found += axe.findings(reader, views=AT_320)

    assert found == []
