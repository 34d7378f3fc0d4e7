"""Content folders in: what an import writes, what it leaves alone, and that a second one changes nothing."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Association, Condition, ConditionName, GlossaryTerm, Symptom, SymptomConcept, SymptomName
from editorial import actions
from editorial.caching import content_version
from editorial.content_folder import LibraryProblems
from editorial.models import Citation, Event, Page, Section, Source, Tag, Version
from editorial.transfer import import_library
from tests import factories
from treatments.models import Treatment

pytestmark = pytest.mark.django_db

NUMBNESS = "symptoms/numbness.md"


def counts():
    models = (Page, Version, Section, Citation, Source, Tag, Event, SymptomConcept, SymptomName, ConditionName)
    return {model.__name__: model.objects.count() for model in models}


def numbness():
    return Symptom.objects.get(slug="numbness")


@pytest.fixture
def imported(library):
    """The small library, on the site."""
    import_library(library.folder)
    return library


@pytest.fixture
def touched(imported, author):
    """The same after an editor's text of one page was approved, and the file of that page changed."""
    draft = actions.start_draft(numbness(), by=author)
    draft.title = "Numb skin"
    draft.save()
    factories.publish(draft)
    imported.replace(NUMBNESS, "Less feeling.", "Feeling less.")
    return imported


def test_an_import_publishes_starter_text_with_all_that_the_files_say(library):
    report = import_library(library.folder)

    assert len(report.published) == len(Page.objects.published()) == 7
    assert set(Page.objects.published().values_list("live__status", "live__author", "live__reviewer")) == {("starter", None, None)}
    condition = Condition.objects.get(slug="neuropathy").live.own()
    assert (condition.pattern, condition.also_called, list(condition.tags.slugs())) == ("widespread", ["nerve damage", "neuritis"], ["feet"])
    assert {(str(row.target), row.strength) for row in Association.objects.filter(version=condition)} == {
        ("Diabetes", "established"), ("Alcohol", "contributes"), ("Numbness", "established"),
    }  # fmt: skip
    assert [(row.source.key, row.claim, row.locator) for row in condition.citations.all()] == [("a-source", "Nerves", "Table 2")]
    effect = Treatment.objects.get(slug="tens").live.own().effects.get()
    assert (effect.symptom.slug, effect.with_treatment, effect.out_of, str(effect.recheck_on)) == ("numbness", 30, 100, "2027-01-02")
    assert numbness().live.sections.get(aspect="overview").heading == "What numbness is"
    assert SymptomName.objects.get().text == "numb feet"


def test_parts_stand_in_the_order_of_the_kind_with_the_cards_where_help_is_named(library):
    import_library(library.folder)

    sections = Condition.objects.get(slug="neuropathy").live.sections.all()
    assert [section.aspect for section in sections] == [aspect for aspect in Condition.aspects if aspect in {section.aspect for section in sections}]
    assert sections[1].card.slug == "fast-change"


def test_a_second_import_changes_nothing(imported):
    before = counts()

    report = import_library(imported.folder)

    assert report.changed_nothing
    assert len(report.unchanged) == 7
    assert counts() == before


def test_a_dry_run_reports_and_writes_nothing(library, capsys):
    before = counts()

    call_command("import_content", str(library.folder), dry_run=True)

    said = capsys.readouterr().out
    assert "7 pages published" in said
    assert "This was a dry run: nothing was written." in said
    assert counts() == before


def test_a_changed_file_replaces_starter_text_and_keeps_the_old_on_record(imported):
    imported.replace(NUMBNESS, "Less feeling.", "Feeling less.")

    report = import_library(imported.folder)

    assert report.published == ["symptoms/numbness"]
    assert (numbness().live.summary, numbness().live.number) == ("Feeling less.", 2)
    assert Version.objects.get(page=numbness(), number=1).summary == "Less feeling."


def test_files_are_checked_before_the_first_row_is_written(imported):
    imported.replace(NUMBNESS, "Less feeling.", "Feeling less.")
    imported.replace("causes/diabetes.md", "[@a-source]", "[@nobody]")

    with pytest.raises(CommandError):
        call_command("import_content", str(imported.folder))

    assert numbness().live.summary == "Less feeling."


def test_a_page_that_an_editor_touched_is_left_alone_and_listed(touched, capsys):
    call_command("import_content", str(touched.folder))

    said = capsys.readouterr().out
    assert "Left alone, because an editor has worked on it: symptoms/numbness" in said
    assert "0 pages published, 0 drafts made, 6 unchanged, 1 left alone" in said
    assert numbness().live.title == "Numb skin"


@pytest.mark.parametrize("touch", ["draft", "discarded", "withdrawn"])
def test_a_page_is_touched_by_any_work_of_a_person(imported, author, administrator, touch):
    if touch == "withdrawn":
        factories.make_withdrawn(numbness(), by=administrator)
    else:
        draft = actions.start_draft(numbness(), by=author)
    if touch == "discarded":
        actions.discard(draft, by=author)
    imported.replace(NUMBNESS, "Less feeling.", "Feeling less.")

    report = import_library(imported.folder)

    assert (report.published, report.kept) == ([], ["symptoms/numbness"])
    assert Version.objects.filter(page=numbness(), status="starter").count() == 1


def test_overwrite_makes_a_draft_and_the_live_text_stays(touched, author, capsys):
    call_command("import_content", str(touched.folder), overwrite="author")

    draft = Version.objects.open().get()
    assert (draft.summary, draft.status, draft.author) == ("Feeling less.", "draft", author)
    assert numbness().live.title == "Numb skin"
    assert "1 drafts made" in capsys.readouterr().out


def test_overwrite_never_takes_the_place_of_an_open_draft(touched, author):
    draft = actions.start_draft(numbness(), by=author)

    report = import_library(touched.folder, overwrite_by=author)

    assert (report.drafted, Version.objects.open().get()) == ([], draft)
    assert "already has a draft" in report.kept[0]


@pytest.mark.parametrize("name", ["nobody", "gone"])
def test_overwrite_asks_for_an_active_editor(library, name):
    factories.make_editor("gone", "Author", is_active=False)

    with pytest.raises(CommandError, match="There is no active editor"):
        call_command("import_content", str(library.folder), overwrite=name)

    assert not Page.objects.exists()


def test_overwrite_by_somebody_who_may_not_write_makes_no_draft(touched):
    guest = factories.make_editor("guest")

    report = import_library(touched.folder, overwrite_by=guest)

    assert report.drafted == []
    assert "You may not write drafts" in report.kept[0]


def test_an_editors_correction_of_a_source_stays_unless_overwritten(imported, author):
    Source.objects.filter(key="a-source").update(title="The right title", changed_here=True)

    assert import_library(imported.folder).changed_nothing
    assert Source.objects.get(key="a-source").title == "The right title"

    assert import_library(imported.folder, overwrite_by=author).other_rows == 1
    assert Source.objects.get(key="a-source").title == "A study"


def test_a_source_that_an_editor_ruled_out_cannot_come_back_with_a_text(imported):
    Source.objects.filter(key="a-source").update(printable=False, changed_here=True)
    imported.replace(NUMBNESS, "Less feeling.", "Feeling less.")

    with pytest.raises(LibraryProblems) as refusal:
        import_library(imported.folder)

    assert "a-source" in str(refusal.value.problems[0])
    assert "may not be shown" in str(refusal.value.problems[0])


def test_names_that_editors_added_stay(imported):
    SymptomName.objects.create(symptom=numbness(), text="dead foot", source="editorial")
    imported.rows("symptoms.json", lambda rows: rows[0]["synonyms"].append({"text": "no feeling", "source": "editorial"}))

    report = import_library(imported.folder)

    assert report.other_rows == 1
    assert set(numbness().symptom_names.values_list("text", flat=True)) == {"numb feet", "dead foot", "no feeling"}


def test_a_condition_is_known_by_its_names_before_anybody_writes_about_it(imported):
    shingles = Condition.objects.get(slug="shingles")

    assert (shingles.name, shingles.live, shingles.versions.count()) == ("Shingles", None, 0)
    assert list(shingles.condition_names.order_by("pk").values_list("text", "source", "source_code", "scope", "used_in_search")) == [
        ("zoster", "ICD-10-CM", "B02", "", True),
        ("a rash", "editorial", "", "", False),
    ]
    assert ConditionName.objects.get(text="bad nerves").page == Condition.objects.published().get(slug="neuropathy")


def test_a_condition_of_the_lexicon_may_be_named_by_a_page(library):
    library.replace("treatments/tens.md", "symptom: numbness", "condition: shingles")

    import_library(library.folder)

    assert Treatment.objects.get(slug="tens").live.own().effects.get().condition.name == "Shingles"


def test_the_name_in_a_lexicon_counts_more_than_that_in_the_list_of_names(library):
    library.rows("names.json", lambda rows: rows.append({"kind": "condition", "slug": "shingles", "name": "Zoster"}))

    import_library(library.folder)

    assert Condition.objects.get(slug="shingles").name == "Shingles"


@pytest.mark.parametrize("file", ["symptoms.json", "conditions.json", "names.json"])
def test_a_library_may_do_without_a_lexicon(library, file):
    for name in ("conditions/neuropathy.md", "treatments/tens.md", "care-cards/fast-change.md", "articles/walking.md"):
        library.path(name).unlink()
    library.path(file).unlink()

    report = import_library(library.folder)

    assert report.published == ["causes/diabetes", "glossary/axon", "symptoms/numbness"]


@pytest.mark.parametrize(("kept", "in_file"), [(False, True), (True, False)])
def test_an_editors_own_switch_stays(imported, kept, in_file):
    ConditionName.objects.filter(text="zoster").update(used_in_search=kept)
    imported.rows("conditions.json", lambda rows: rows[1]["synonyms"][0].update(used_in_search=in_file))

    report = import_library(imported.folder)

    assert report.changed_nothing
    assert ConditionName.objects.get(text="zoster").used_in_search == kept


def test_what_a_lexicon_adds_is_an_event_so_that_every_process_reads_it_afresh(imported):
    before = content_version()
    imported.rows("symptoms.json", lambda rows: rows.append({"slug": "cramp", "name": "Cramp", "group": "motor"}))

    import_library(imported.folder)

    assert content_version() != before
    assert Event.objects.publishing().first().page_slug == "cramp"


def test_a_slug_that_was_another_pages_stops_the_import_in_words(imported, administrator):
    actions.move(GlossaryTerm.objects.get(slug="axon"), to="nerve-fibre", by=administrator)
    before = counts()

    with pytest.raises(CommandError, match="“axon” belongs, or once belonged, to another page"):
        call_command("import_content", str(imported.folder))

    assert counts() == before
