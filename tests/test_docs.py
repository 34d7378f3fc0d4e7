"""The guide for editors names what is on the screen, and shows pictures that are there."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib import admin

CHECKOUT = Path(__file__).resolve().parent.parent
DOCS = CHECKOUT / "docs"
GUIDE = (DOCS / "editors.md").read_text(encoding="utf-8")
# What an editor types, and words of a text: quoted, but on no button.
NOT_ON_THE_SCREEN = {"quotation marks", "None", "probably", "may", "we do not know"}
LARGEST_PICTURE = 150_000  # bytes


def on_the_screen():
    """Everything that the editors' pages can say, on one line: our templates and code, and those of Django's admin."""
    folders = [CHECKOUT / name for name in ("templates", "editorial", "articles", "treatments", "trials", "search")] + [
        Path(admin.__file__).parent / "templates"
    ]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {".html", ".py"}]
    return " ".join(unescape(" ".join(path.read_text(encoding="utf-8") for path in files)).split())


def quoted():
    names = [" ".join(name.split()) for name in re.findall(r"“([^”]+)”", GUIDE)]
    return sorted(set(names) - NOT_ON_THE_SCREEN)


def test_every_name_that_the_guide_quotes_is_on_the_screen():
    screen = on_the_screen().lower()
    # The admin fills a name in.
    parts = {"Owner: …": "Owner: {{ who }}", "Add another Section": "sections", "Add another Name of a symptom": "name of a symptom"}

    missing = [name for name in quoted() if parts.get(name, name).lower() not in screen]

    assert len(quoted()) > 40
    assert missing == []


@pytest.mark.parametrize("document", sorted([*DOCS.glob("*.md"), CHECKOUT / "README.md"]), ids=lambda path: path.name)
def test_pictures_and_links_to_files_lead_somewhere(document):
    targets = re.findall(r"\]\((?!https?:|#|mailto:|/)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_picture_is_shown_and_small():
    shown = {
        name for document in [*DOCS.glob("*.md"), CHECKOUT / "README.md"] for name in re.findall(r"screenshots/([\w-]+\.png)", document.read_text())
    }
    pictures = {path.name: path.stat().st_size for path in (DOCS / "screenshots").glob("*.png")}

    assert set(pictures) == shown
    assert {name: size for name, size in pictures.items() if size > LARGEST_PICTURE} == {}
