"""`library_report`: what it counts, and which pages it finds below the bars."""

import pytest
from django.core.management import CommandError, call_command

from editorial import actions
from editorial.library_report import LibraryReport
from tests import factories

pytestmark = pytest.mark.django_db

HARD = "Pharmacological interventions demonstrated statistically insignificant neurophysiological improvements notwithstanding considerable heterogeneity."


@pytest.fixture
def tags():
    return [factories.make_tag("feet"), factories.make_tag("pain")]


@pytest.fixture
def pages(tags):
    """A symptom and a condition that name each other, with nothing to find fault with."""
    symptom = factories.make_symptom("tingling", tags=tags)
    condition = factories.make_condition("sore-nerves", symptoms=[symptom], tags=tags)
    draft = actions.start_draft(symptom, by=factories.the_author())
    factories.publish(factories.edit(draft, sections=section('<a href="/conditions/sore-nerves/">More</a>')))
    return symptom, condition


def section(body, aspect="overview"):
    return {aspect: f"<p>{body} [@{factories.the_source().key}]</p>"}


def printed(capsys):
    """Exit of the command as a sentence or None, and what it printed."""
    try:
        call_command("library_report")
    except CommandError as refusal:
        return str(refusal), capsys.readouterr().out
    return None, capsys.readouterr().out


def test_an_empty_site_is_told_what_to_do():
    with pytest.raises(CommandError, match=r"no live page to measure\. Import a library first: manage\.py import_content"):
        call_command("library_report")


def test_a_draft_is_not_measured(pages):
    factories.make_symptom_draft("burning")

    assert [str(page) for page in LibraryReport().pages] == ["conditions/sore-nerves", "symptoms/tingling"]


def test_sources_claims_and_names_are_counted(tags):
    symptom = factories.make_symptom("tingling", tags=tags)
    factories.make_treatment("walking", tags=tags, effects=[{"symptom": symptom, "certainty": "low", "stage": "standard care"}])

    report = LibraryReport()

    assert report.claims == {("low", "standard care"): 1}
    assert report.used == {factories.the_source().key}
    assert (report.unused, report.not_printable) == ([], 0)
    walking = next(page for page in report.pages if page.slug == "walking")
    assert walking.pages >= {("symptoms", "tingling")}
    assert (walking.tags, walking.needs_source, walking.dead_links) == (2, True, ())


def test_a_source_that_no_page_cites_is_unused(pages):
    factories.make_source("lonely")
    factories.make_source("hidden", printable=False)

    report = LibraryReport()

    assert (report.unused, report.not_printable) == (["lonely"], 1)


# --- The bars ---------------------------------------------------------------------------------------------------


def test_pages_with_nothing_to_find_fault_with_are_not_listed(pages, capsys):
    assert printed(capsys)[0] is None
    assert LibraryReport().below == {}


def test_every_page_is_listed_with_its_figures(pages, capsys):
    lines = printed(capsys)[1].splitlines()

    (line,) = [line for line in lines if line.startswith("conditions/sore-nerves ")]
    assert len(line.split()) == 6
    assert "1 used, 0 that might be shown and are not used, 0 that may not be shown." in lines


@pytest.mark.parametrize(("aspect", "fault"), [("overview", ", at most 8"), ("key-points", "of the key points, at most 6")])
def test_a_page_that_is_hard_to_read_is_listed(pages, tags, capsys, aspect, fault):
    factories.make_condition("hard", symptoms=[pages[0]], tags=tags, sections=section(HARD, aspect))
    factories.make_article("reader", tags=tags, sections=section('<a href="/conditions/hard/">More</a>'))

    exit_sentence, out = printed(capsys)

    assert "below the bars" in exit_sentence
    assert fault in "; ".join(LibraryReport().below["conditions/hard"])
    assert "conditions/hard: reading grade" in out


def test_a_page_that_no_other_names_is_listed(pages, tags):
    factories.make_cause("lonely", tags=tags)

    assert LibraryReport().below == {"causes/lonely": ["no other page names it"]}


def test_a_page_with_too_few_or_too_many_tags_is_listed(pages):
    many = [factories.make_tag(f"tag-{number}") for number in range(7)]
    factories.make_condition("many", symptoms=[pages[0]], tags=many)
    factories.make_article("reader", tags=many[:1], sections=section('<a href="/conditions/many/">More</a>'))

    below = LibraryReport().below

    assert below["conditions/many"] == ["7 tags"]
    assert below["articles/reader"] == ["no other page names it", "1 tag"]


def test_a_paragraph_on_two_pages_is_listed_for_both(pages, tags):
    same = section("The very same eight words stand on two pages.")
    factories.make_condition("one", symptoms=[pages[0]], tags=tags, sections=same)
    factories.make_article("two", tags=tags, sections=same | section('<a href="/conditions/one/">More</a>', "causes"))

    below = LibraryReport().below

    assert below["conditions/one"] == ["a paragraph that stands on articles/two too"]
    assert "a paragraph that stands on conditions/one too" in below["articles/two"]


def test_a_link_to_a_page_that_was_withdrawn_since_is_listed(pages, tags, administrator):
    gone = factories.make_cause("gone", tags=tags)
    factories.make_condition("linking", symptoms=[pages[0]], tags=tags, sections=section('<a href="/causes/gone/">A cause</a> of it'))
    factories.make_withdrawn(gone, by=administrator)

    assert "a link that leads nowhere: /causes/gone/" in LibraryReport().below["conditions/linking"]


def test_the_command_counts_what_is_below(pages, tags, capsys):
    factories.make_cause("lonely", tags=tags)

    exit_sentence, out = printed(capsys)

    assert exit_sentence == "1 page is below the bars."
    assert out.rstrip().endswith("causes/lonely: no other page names it")
