"""Content folders out: what an export shows, what it keeps to itself, and that it can be imported."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from editorial import actions
from editorial.exceptions import Refused
from editorial.models import Page
from editorial.transfer import export_library, import_library
from tests import factories
from tests.editorial.small_library import CONDITIONS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("there", ["a file", "a hidden file", "no folder"])
def test_an_export_never_overwrites(tmp_path, there):
    folder = tmp_path / "out"
    if there == "no folder":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / ("x.txt" if there == "a file" else ".x")).write_text("mine")

    with pytest.raises(CommandError, match="is not an empty folder"):
        call_command("export_content", str(folder))

    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_an_export_into_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("mine")

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_content", str(tmp_path / "file" / "out"))


def test_an_export_says_how_much_it_wrote(library, tmp_path, capsys):
    import_library(library.folder)

    call_command("export_content", str(tmp_path / "out"))

    assert "7 pages written" in capsys.readouterr().out


def exported(tmp_path):
    """The texts of an export, by file name."""
    folder = tmp_path / "out"
    export_library(folder)
    return {str(path.relative_to(folder)): path.read_text() for path in Path(folder).rglob("*") if path.is_file()}


def test_what_is_not_public_is_in_no_export(author, administrator, tmp_path):
    factories.make_symptom_draft("never-approved", summary="Never approved.")
    live = factories.make_symptom("shown", summary="What readers see.")
    factories.fill(actions.start_draft(live, by=author).own(), summary="Half written.")
    factories.make_withdrawn(factories.make_symptom("withdrawn", summary="Taken back."), by=administrator)

    files = exported(tmp_path)

    assert "What readers see." in files["symptoms/shown.md"]
    everything = "".join([*files, *files.values()]).lower()
    assert not [words for words in ("never-approved", "never approved", "half written", "withdrawn", "taken back") if words in everything]


def test_an_export_names_no_person(author, reviewer, tmp_path):
    factories.make_condition()

    everything = "".join(exported(tmp_path).values())

    assert not [name for name in (author.last_name, reviewer.last_name, author.username, reviewer.email) if name in everything]


@pytest.mark.parametrize("state", ["named", "draft", "withdrawn"])
def test_an_export_can_be_imported_where_a_live_text_names_a_page_that_is_not_public(author, administrator, tmp_path, state):
    if state == "named":
        cause = actions.add_page(Page.model_for("cause"), slug="toxin", name="Toxin")
    elif state == "draft":
        cause = factories.make_cause_draft("toxin", name="Toxin").page
    else:
        cause = factories.make_withdrawn(factories.make_cause("toxin", name="Toxin"), by=administrator)
    factories.make_condition("neuropathy", causes=[cause])

    files = exported(tmp_path)

    assert json.loads(files["names.json"]) == [{"kind": "cause", "slug": "toxin", "name": "Toxin"}]
    assert import_library(tmp_path / "out", dry_run=True).unchanged == ["conditions/neuropathy"]


def test_an_export_keeps_the_words_of_each_lexicon_and_names_nothing_twice(library, tmp_path):
    import_library(library.folder)

    files = exported(tmp_path)

    assert json.loads(files["conditions.json"]) == {"conditions": CONDITIONS}
    assert [row["slug"] for row in json.loads(files["symptoms.json"])["symptoms"]] == ["numbness", "tingling"]
    assert [row["slug"] for row in json.loads(files["names.json"])] == ["alcohol"]


def test_refusals_are_sentences(tmp_path):
    (tmp_path / "x").write_text("mine")

    with pytest.raises(Refused, match=r"nothing is overwritten\.$"):
        export_library(tmp_path)
