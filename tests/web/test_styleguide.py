"""The gallery of the components: there for developers, nowhere else."""

from pathlib import Path

import pytest
from django.conf import settings as configured

from neuroinfo.styleguide import SAMPLES
from tests.web.html import repeated_ids, soup, text_of

COMPONENTS = sorted(path.stem for path in (Path(configured.BASE_DIR) / "templates" / "components").glob("*.html"))


@pytest.fixture
def guide(client, settings):
    settings.DEBUG = True
    return soup(client.get("/styleguide/"))


@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/schemes.css"])
def test_a_public_site_has_no_gallery(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "There is no page at this address." in response.content.decode()


def test_the_gallery_shows_every_component_in_light_and_in_dark(guide):
    empty = [
        name
        for name in COMPONENTS
        for scheme in ("light", "dark")
        if not guide.select_one(f"#component-{name} .scheme-{scheme}").find(string=str.strip) and name not in {"mark", "hero_art", "icon_array"}
    ]

    assert empty == []
    assert set(SAMPLES) <= set(COMPONENTS)
    assert repeated_ids(guide) == []


def test_the_gallery_shows_every_level(guide):
    for name, words in (
        ("stage", ["Standard care", "Used in some situations", "Experimental", "Not recommended"]),
        ("care_card", ["Get help now", "Get help today or tomorrow", "Book an appointment"]),
        ("certainty", ["High certainty", "Moderate certainty", "Low certainty", "Very low certainty", "Not tested in people", "Not graded"]),
    ):
        shown = text_of(guide.select_one(f"#component-{name} .scheme-light"))
        assert [word for word in words if word not in shown] == []


def test_the_dark_scheme_has_colours_of_its_own(client, settings):
    settings.DEBUG = True

    light, dark = client.get("/styleguide/schemes.css").content.decode().split(".scheme-dark")

    assert light.count("--paper:") == 1
    assert dark.count("--paper:") == 2
    assert "color-scheme: dark" in dark
