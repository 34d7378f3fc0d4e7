"""Into the database, out, in again and out again: the same files, for the shipped library and for what editors write."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from articles.models import Association
from editorial import actions
from editorial.models import Citation, Comment, Page, Section, Source, Tag, TaggedVersion, Version
from editorial.transfer import Report, document, export_library, import_library
from tests import factories
from tests.editorial.test_copy import RICH, with_annotations
from tests.rows import load_library
from treatments.models import Effect

pytestmark = pytest.mark.django_db


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def import_and_export(source, target):
    """The files of an export after an import of `source` into an empty database, which is empty again afterwards; and the report."""
    with transaction.atomic():
        report = import_library(source)
        export_library(target)
        transaction.set_rollback(True)
    assert not Page.objects.exists()
    return files_of(target), report


@pytest.mark.any_database
def test_the_shipped_library_comes_out_as_it_went_in(tmp_path, run_folder):
    with transaction.atomic():
        load_library(run_folder)
        export_library(tmp_path / "first")
        transaction.set_rollback(True)
    first = files_of(tmp_path / "first")
    second, report = import_and_export(tmp_path / "first", tmp_path / "second")

    shipped = sorted(str(path.relative_to(settings.CONTENT_DIR)) for path in settings.CONTENT_DIR.glob("*/*.md"))
    assert sorted(f"{name}.md" for name in report.published) == shipped
    assert sorted(name for name in first if name.endswith(".md")) == shipped
    assert first == second


def test_the_small_library_comes_out_with_every_value(library, tmp_path):
    first, report = import_and_export(library.folder, tmp_path / "first")
    second, _report = import_and_export(tmp_path / "first", tmp_path / "second")

    assert len(report.published) == 7
    assert first == second


@pytest.mark.parametrize("make", RICH)
def test_what_an_editor_wrote_comes_out_and_in_again(make, tmp_path):
    version = factories.publish(with_annotations(make())).live.own()
    export_library(tmp_path / "out")

    report = import_library(tmp_path / "out")

    name = f"{Page.model_for(version.page.kind).folder}/{version.page.slug}"
    assert name in report.unchanged
    assert report == Report(unchanged=report.unchanged)
    assert document(version)["front"]["title"] == version.title


WORDS = [
    "yes", "2026-01-02", "a: b", "# not a comment", "'quoted'", '"double"', "[list]", "{map}", "ends with a colon:", "- dash", "ünïcödé “quotes”", "1.5", "null", "~",
    "| bar", "> fold", "%", "@at", "`tick`", "a  b", "--- x", "long " * 40,
]  # fmt: skip


def test_any_words_of_a_title_survive_the_front_matter(tmp_path):
    for words in WORDS:
        factories.make_term(name=words.strip(), summary=f"{words.strip()}.", also_called=[words])
    export_library(tmp_path / "out")

    report = import_library(tmp_path / "out")

    assert report == Report(unchanged=report.unchanged)
    assert len(report.unchanged) == len(WORDS)


HTML = [
    "<p>## not a heading</p>", "<p>a &lt;b&gt; &amp; c</p>", "<p>*stars* _lines_ [x](y) 1. 2) - + #</p>", "<p>---</p>", "<p>a</p><p>- b</p>",
    "<ul><li><p>a</p></li><li><p>b</p></li></ul>", "<ol><li>a<ul><li>b</li></ul></li></ol>", "<h3>Part</h3><p>a<br>b</p>", "<p>&lt;!-- a --&gt;</p>",
    "<p><strong>a</strong>b<em>c</em></p>", "<p>a&nbsp;b</p>", "<p></p><p>a</p>",
]  # fmt: skip


def test_any_text_of_the_editor_survives(tmp_path):
    for html in HTML:
        factories.make_symptom(sections={"self-care": f"{html}<p>[@a-source]</p>"})
    export_library(tmp_path / "out")

    report = import_library(tmp_path / "out")

    assert report == Report(unchanged=report.unchanged)
    assert len(report.unchanged) == len(HTML)


# --- What is not public any more --------------------------------------------------------------------------------

LINKED = '<p>See <a href="/symptoms/gone/">what is <em>gone</em></a> and <a href="/symptoms/stays/">what stays</a>. [@a-source]</p>'


def out_and_in(tmp_path):
    """Exports the site, imports that into an empty one and exports it again; returns the files of the two exports."""
    export_library(tmp_path / "first")
    with transaction.atomic():
        _empty_the_site()
        second, _report = import_and_export(tmp_path / "first", tmp_path / "second")
        transaction.set_rollback(True)
    return files_of(tmp_path / "first"), second


def _empty_the_site():
    Page.objects.update(live=None, successor=None, withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
    Version.objects.update(based_on=None)
    for model in (Section, Association, Effect, Citation, TaggedVersion, Comment, Version, Page, Source, Tag):
        model.objects.all().delete()


def test_a_link_to_a_withdrawn_page_is_left_out_and_its_words_stay(administrator, tmp_path):
    gone = factories.make_symptom("gone")
    factories.make_symptom("stays")
    factories.make_condition("neuropathy", sections={"overview": LINKED})
    factories.make_withdrawn(gone, by=administrator)

    first, second = out_and_in(tmp_path)

    text = first["conditions/neuropathy.md"].decode()
    assert "See what is *gone* and [what stays](/symptoms/stays/)." in text
    assert first == second


def test_a_link_to_an_old_address_leads_to_the_new_one(administrator, tmp_path):
    moved = factories.make_symptom("gone")
    factories.make_symptom("stays")
    factories.make_condition("neuropathy", sections={"overview": LINKED})
    actions.move(moved, to="here-now", by=administrator)

    first, second = out_and_in(tmp_path)

    assert "See [what is *gone*](/symptoms/here-now/) and" in first["conditions/neuropathy.md"].decode()
    assert first == second


def test_every_row_that_names_a_withdrawn_page_survives(administrator, tmp_path):
    symptom, cause, condition = factories.make_symptom("gone-symptom"), factories.make_cause("gone-cause"), factories.make_condition("gone-condition")
    card, term = factories.make_care_card("gone-card"), factories.make_term("gone-term")
    factories.make_condition("neuropathy", symptoms=[symptom], causes=[cause], cards=[card])
    factories.make_treatment("walking", effects=[{"symptom": symptom}, {"condition": condition}])
    factories.make_article("feet", related=[symptom, condition, term, cause])
    factories.make_care_card("card", level="soon", symptoms=[symptom])
    for page in (symptom, cause, condition, card, term):
        factories.make_withdrawn(page, by=administrator)

    first, second = out_and_in(tmp_path)

    assert first == second
    assert sorted(name for name in first if name.endswith(".md")) == [
        "articles/feet.md",
        "care-cards/card.md",
        "conditions/neuropathy.md",
        "treatments/walking.md",
    ]
    for name in ("gone-symptom", "gone-cause", "gone-condition", "gone-card", "gone-term"):
        assert name in "".join(text.decode() for path, text in first.items() if path.endswith(".md"))


def test_an_export_with_mended_links_is_no_change_of_the_site_it_came_from(administrator, tmp_path):
    gone, moved = factories.make_symptom("gone"), factories.make_symptom("stays")
    factories.make_starter(type(factories.make_condition()), "neuropathy", sections={"overview": LINKED}, pattern="focal")
    factories.make_withdrawn(gone, by=administrator)
    actions.move(moved, to="moved", by=administrator)
    export_library(tmp_path / "out")

    report = import_library(tmp_path / "out")

    assert "conditions/neuropathy" in report.unchanged
    assert report == Report(unchanged=report.unchanged)
