"""Badges and care cards: a word, a shape and a number of steps, the same wherever they stand, and never a colour alone."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from articles.models import CareCardVersion
from neuroinfo.templatetags.neuroinfo import care_level, certainty_badge, certainty_mark, stage_badge, stage_mark
from tests import factories
from tests.web.html import soup, text_of
from tests.web.test_style import STYLE
from treatments.stages import Certainty, Stage

pytestmark = pytest.mark.any_database


def drawn(html):
    return BeautifulSoup(html, "html.parser")


def signs_of(style):
    """What a style sheet draws beside words: {selector: <g>}. All signs stand in one picture, below each other."""
    picture = drawn(unquote(re.search(r'--signs: url\("data:image/svg\+xml,(.*?)"\)', style)[1])).svg
    signs = picture.find_all("g", recursive=False)
    assert f"0 var(--at) / auto {len(signs)}00% no-repeat" in style
    at = {f"{100 * row / (len(signs) - 1):.2f}": sign for row, sign in enumerate(signs)}
    places = re.findall(r"^(\S.*?) { --at: ([0-9.]+)%?; }", style, re.MULTILINE)
    return {selector: at[f"{float(place):.2f}"] for selector, place in places}


SIGNS = signs_of(STYLE)


def sign_of(badge):
    """The <g> of the sign beside the words of a badge."""
    return SIGNS["." + badge["class"][1]]


def filled(badge):
    return [shape.get("fill") == "black" for shape in sign_of(badge).find_all(recursive=False)]


@pytest.fixture
def site(db):
    """A treatment of each stage and some levels of certainty, for one condition and one symptom."""
    condition = factories.make_condition("sore-nerves", name="Sore nerves")
    symptom = factories.make_symptom("tingling", name="Tingling")
    for number, stage in enumerate(Stage.values):
        effect = {"stage": stage, "certainty": Certainty.values[number]}
        factories.make_treatment(f"treatment-{number}", stage=stage, effects=[effect | {"condition": condition}, effect | {"symptom": symptom}])


PLACES = [
    "/",
    "/treatments/",
    "/treatments/treatment-0/",
    "/treatments/treatment-1/",
    "/treatments/treatment-2/",
    "/treatments/treatment-3/",
    "/conditions/sore-nerves/",
    "/symptoms/tingling/",
    "/search/?q=tingling",
    "/compare/?condition=sore-nerves&t=treatment-0&t=treatment-1&t=treatment-2&t=treatment-3",
    "/editorial-policy/",
]


def test_a_badge_is_the_same_wherever_it_stands(client, site):
    pages = [soup(client.get(address)) for address in PLACES]

    linked = {str(badge) for page in pages for badge in page.select("a.stage, a.certainty")}
    marks = {str(badge) for page in pages for badge in page.select("span.stage, span.certainty")}

    for name, badge, mark, kind in (("stage", stage_badge, stage_mark, Stage), ("certainty", certainty_badge, certainty_mark, Certainty)):
        assert {html for html in linked if f'class="{name}' in html} <= {str(drawn(badge(value)).a) for value in kind.values}
        assert {html for html in marks if f'class="{name}' in html} == {str(drawn(mark(value)).span) for value in kind.values}
    assert len(linked) == 8


def test_no_page_names_a_level_of_certainty_without_its_picture(client, site):
    for address in PLACES:
        page = soup(client.get(address))
        for badge in page.select(".certainty"):
            badge.decompose()
        assert {words.strip() for words in page.main.find_all(string=True)}.isdisjoint(map(str, Certainty.labels)), address


@pytest.mark.parametrize(("stage", "steps"), [(Stage.STANDARD, 3), (Stage.SOME, 2), (Stage.EXPERIMENTAL, 1), (Stage.NOT_RECOMMENDED, 0)])
def test_the_badge_of_a_stage_has_a_word_and_as_many_filled_steps(stage, steps):
    badge = drawn(stage_badge(stage)).a

    assert text_of(badge) == f"Stage: {Stage(stage).label}"
    assert badge["href"] == reverse("editorial_policy") + "#stages"
    assert sum(filled(badge)) == steps


def test_stages_that_are_not_proven_have_shapes_of_their_own():
    shapes = {stage: [shape.name for shape in sign_of(drawn(stage_badge(stage)).a).find_all(recursive=False)] for stage in Stage.values}

    assert shapes["standard care"] == shapes["used in some situations"] == ["circle"] * 3
    assert shapes["experimental"] == ["path"] * 3
    assert shapes["not recommended"] == ["path"]


@pytest.mark.parametrize(("certainty", "steps"), list(zip(Certainty.values, (4, 3, 2, 1, 0, 0), strict=True)))
def test_the_badge_of_a_certainty_has_a_word_and_as_many_filled_steps(certainty, steps):
    badge = drawn(certainty_badge(certainty)).a

    assert text_of(badge) == f"How sure we are: {Certainty(certainty).label}"
    assert badge["href"] == reverse("editorial_policy") + "#certainty"
    assert sum(filled(badge)) == steps


@pytest.mark.parametrize(("badge", "kind"), [(stage_badge, Stage), (certainty_badge, Certainty)])
def test_no_two_levels_have_one_picture(badge, kind):
    assert len({sign_of(drawn(badge(value)).a).decode_contents() for value in kind.values}) == len(kind)


@pytest.mark.parametrize(("section", "badge", "kind"), [("stages", stage_badge, Stage), ("certainty", certainty_badge, Certainty)])
def test_the_policy_explains_each_level_beside_the_picture_that_pages_show(client, section, badge, kind):
    explained = soup(client.get("/editorial-policy/")).find(id=section).find_parent("section")

    pictures = [(str(sign_of(row.dt.span)), text_of(row.dt).partition(": ")[2]) for row in explained.select("dl > div")]

    assert pictures == [(str(sign_of(drawn(badge(value)).a)), kind(value).label) for value in kind.values]
    assert all(text_of(row.dd) for row in explained.select("dl > div"))


def test_the_level_of_a_care_card_is_a_word_and_a_sign():
    levels = {level: drawn(care_level(level)) for level in CareCardVersion.Level.values}

    assert {level: text_of(shown) for level, shown in levels.items()} == dict(CareCardVersion.Level.choices)
    assert len({SIGNS[f".care-card--{level} .care-card__level"].decode_contents() for level in levels}) == 3


def test_a_leaflet_has_the_signs_of_the_pages():
    leaflet = signs_of(Path(settings.BASE_DIR / "neuroinfo" / "static" / "leaflet.css").read_text())

    assert leaflet == {selector: sign for selector, sign in SIGNS.items() if selector != ".brand"}
    assert set(leaflet) == {
        *(f".stage--{slugify(value)}" for value in Stage.values),
        *(f".certainty--{slugify(value)}" for value in Certainty.values),
        *(f".care-card--{value} .care-card__level" for value in CareCardVersion.Level.values),
    }


def test_the_levels_of_a_care_card_have_borders_that_differ_without_colour():
    borders = [re.search(rf"\.{name} {{[^}}]*?border: (\w+) (\w+)", STYLE).groups() for name in ("care-card", "care-card--today", "care-card--now")]

    assert len(set(borders)) == 3


@pytest.mark.django_db
def test_an_urgent_answer_has_the_sign_of_its_level(client):
    factories.make_care_card("drooping", name="A drooping face", level="now", phrases=["my face droops"])

    card = soup(client.get("/search/?q=my face droops")).select_one(".care-card--now")

    assert str(card.select_one(".care-card__level")) == str(drawn(care_level("now")).p)
