"""`check_search` and `rebuild_search`: what they say, and what readers notice of them."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from editorial import actions
from editorial.models import Page
from search import index
from search.index import out_of_step, rebuild
from search.models import SearchDocument, SearchText
from tests import factories
from tests.rows import index_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Seven pages that a search for “zoning” finds by their text alone."""
    return [factories.make_article(f"article-{number}", summary="About zoning.") for number in range(7)]


def found():
    return {result["slug"] for result in Client().get("/search.json", {"q": "zoning"}).json()["results"]}


def interrupted_after(batches):
    """A progress that Ctrl-C ends when so many batches are done."""

    def progress(starts):
        for number, start in enumerate(starts):
            if number == batches:
                raise KeyboardInterrupt
            yield start

    return progress


# --- check_search -----------------------------------------------------------------------------------------------


def test_an_index_in_step_is_counted(pages, capsys):
    call_command("check_search")

    assert capsys.readouterr().out == f"{Page.objects.published().count()} pages, all in step.\n"


def test_an_empty_site_is_in_step(db, capsys):
    call_command("check_search")

    assert capsys.readouterr().out == "0 pages, all in step.\n"


def test_pages_out_of_step_are_listed_with_what_to_do(pages, capsys):
    SearchDocument.objects.filter(slug="article-2").delete()
    SearchText.objects.filter(document__slug="article-4").update(summary="Something else.")

    with pytest.raises(CommandError, match=r"^2 pages are out of step with the search index\. Mend them with: manage\.py rebuild_search$") as refusal:
        call_command("check_search")

    assert refusal.value.returncode == 1
    assert capsys.readouterr().out == "article/article-2\narticle/article-4\n"


def test_the_check_changes_nothing_and_what_it_advises_helps(pages, capsys):
    SearchDocument.objects.filter(slug="article-2").delete()
    before = index_rows()

    with pytest.raises(CommandError, match="1 page is out of step"):
        call_command("check_search")
    assert index_rows() == before
    call_command("rebuild_search")
    call_command("check_search")

    assert "all in step" in capsys.readouterr().out


def test_the_check_reads_a_bounded_number_of_pages_at_a_time(pages, monkeypatch):
    SearchDocument.objects.all().delete()
    held, texts = [], index.texts
    monkeypatch.setattr(index, "texts", lambda numbers: held.append(len(numbers)) or texts(numbers))
    batches = []

    wrong = out_of_step(batch=3, progress=lambda starts: batches.append(len(starts)) or starts)

    assert len(wrong) == len(pages)
    assert max(held) == 3
    assert batches == [3]


def test_a_page_that_is_published_during_the_check_is_not_reported(pages, monkeypatch):
    draft = actions.start_draft(pages[3], by=factories.the_author())
    version = actions.submit(factories.edit(draft, summary="About something new."), by=draft.author)
    texts, waiting = index.texts, [version]

    def publish_first(numbers):
        # The stored documents have been read, the pages have not.
        if waiting:
            factories.approve(waiting.pop(), by=factories.the_reviewer())
        return texts(numbers)

    monkeypatch.setattr(index, "texts", publish_first)

    assert out_of_step() == []
    assert SearchDocument.objects.get(slug="article-3").words.summary == "About something new."


# --- rebuild_search ---------------------------------------------------------------------------------------------


def test_readers_find_every_page_between_any_two_batches(pages):
    seen = []

    rebuild(batch=2, progress=lambda starts: (seen.append(found()) or start for start in starts))

    assert len(seen) == 4
    assert all(slugs == {page.slug for page in pages} for slugs in [*seen, found()])


def test_pages_that_come_go_and_change_between_two_batches_are_as_they_should_be(pages, administrator):
    def change():
        actions.withdraw(pages[0], by=administrator, reason="Out of date.")
        actions.withdraw(pages[6], by=administrator, reason="Out of date.")
        actions.move(pages[1], to="moved", by=administrator)
        actions.move(pages[5], to="moved-too", by=administrator)
        factories.make_article("new", summary="About zoning.")

    def progress(starts):
        for number, start in enumerate(starts):
            if number == 2:
                change()
            yield start

    rebuild(batch=2, progress=progress)

    assert out_of_step() == []
    assert found() == {"moved", "article-2", "article-3", "article-4", "moved-too", "new"}


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_an_interrupt_leaves_an_index_that_readers_can_search(pages, batches):
    with pytest.raises(KeyboardInterrupt):
        rebuild(batch=2, progress=interrupted_after(batches))

    assert found() == {page.slug for page in pages}
    assert out_of_step() == []


def test_an_error_in_the_middle_of_a_batch_undoes_that_batch_alone(pages, monkeypatch):
    SearchDocument.objects.filter(slug__in=["article-0", "article-6"]).delete()
    texts = index.texts

    def fail_late(numbers):
        if pages[4].pk in numbers:
            raise MemoryError
        return texts(numbers)

    with monkeypatch.context() as broken:
        broken.setattr(index, "texts", fail_late)
        with pytest.raises(MemoryError):
            rebuild(batch=2)

    assert out_of_step() == ["article/article-6"]
    assert found() == {page.slug for page in pages} - {"article-6"}


def test_an_interrupted_command_says_how_to_go_on(pages, monkeypatch):
    monkeypatch.setattr("search.management.commands.rebuild_search.tqdm", lambda starts, **_options: interrupted_after(0)(starts))

    with pytest.raises(CommandError, match=r"^Stopped\. What was done is kept, and readers can search\."):
        call_command("rebuild_search")


def test_a_second_run_leaves_everything_as_it_is(pages, capsys):
    call_command("rebuild_search")
    before = index_rows()

    call_command("rebuild_search")

    assert index_rows() == before
    assert capsys.readouterr().out == f"{len(pages)} pages indexed.\n" * 2
