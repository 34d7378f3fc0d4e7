"""The starter library that ships with the site: what a reader can rely on in every page of it."""

import re
from datetime import date

import pytest
from django.conf import settings

from editorial.markup import cited_keys, internal_links, plain_text, without_markers
from editorial.models import Page
from editorial.publication_checks import banned_claims, strings
from editorial.readability import flesch_kincaid_grade
from treatments.stages import Certainty, Finding, Stage

PLANNED = {
    "conditions": "carpal-tunnel-syndrome charcot-marie-tooth chemotherapy-induced-neuropathy diabetic-peripheral-neuropathy guillain-barre-syndrome"
    " peripheral-neuropathy traumatic-nerve-injury vitamin-b12-deficiency-neuropathy",
    "causes": "autoimmune b12-deficiency chemotherapy diabetes infection inherited toxin trauma",
    "symptoms": "burning-pain clumsiness foot-ulcers muscle-weakness nerve-pain numbness tingling unsteadiness",
    "treatments": "b-vitamin-supplements blood-glucose-control duloxetine electrical-stimulation-for-nerve-repair exercise-and-balance-training"
    " hgf-gene-therapy induced-pluripotent-stem-cells lifestyle-changes mesenchymal-stem-cells nerve-growth-factor tens therapeutic-ultrasound"
    " vitamin-b12-replacement",
    "articles": "how-to-read-a-trial-stage nerve-regeneration-today stem-cells-for-neuropathy",
    "care-cards": "chest-pain-or-fainting climbing-weakness deep-cut-with-numbness early-nerve-symptoms fast-change foot-infection-diabetes"
    " foot-wound-numb-feet hot-swollen-foot new-foot-or-wrist-drop new-symptoms-after-a-medicine saddle-numbness shingles-rash stroke-signs"
    " thoughts-of-self-harm trouble-breathing-or-swallowing",
}
PATHS = sorted(str(path.relative_to(settings.CONTENT_DIR)) for path in settings.CONTENT_DIR.glob("*/*.md"))
TREATMENTS = [path for path in PATHS if path.startswith("treatments/")]


@pytest.fixture
def text(request, shipped):
    return next(page for page in shipped.pages if f"{page.model.folder}/{page.slug}.md" == request.param)


each_page = pytest.mark.parametrize("text", PATHS, indirect=True)
each_treatment = pytest.mark.parametrize("text", TREATMENTS, indirect=True)


def words_of(text, *aspects):
    """The plain words of some parts of a text, or of all of them."""
    return "\n".join(plain_text(without_markers(html)) for aspect, _heading, html, _line in text.sections if not aspects or aspect in aspects)


def rows_of(text):
    """The rows of a text's front matter that name something with sources."""
    return [row for key in ("effects", "causes", "symptoms") for row in text.front.get(key) or [] if isinstance(row, dict)]


@pytest.mark.django_db
def test_the_library_can_be_imported(shipped):
    assert [str(problem) for problem in shipped.check()] == []


@pytest.mark.parametrize("folder", PLANNED)
def test_the_planned_pages_are_there(folder):
    assert {path.split("/")[1].removesuffix(".md") for path in PATHS if path.startswith(f"{folder}/")} >= set(PLANNED[folder].split())


def test_every_folder_has_its_pages_and_no_file_is_left_over(shipped):
    assert len(PATHS) == len(shipped.pages)
    assert {path.split("/")[0] for path in PATHS} == {model.folder for model in Page.__subclasses__()}


# --- Sources ----------------------------------------------------------------------------------------------------


@each_page
def test_every_claim_rests_on_a_source_that_may_be_shown(text, shipped):
    keys = {key for _aspect, _heading, html, _line in text.sections for key in cited_keys(html)} | set(cited_keys(text.front["summary"]))
    keys |= {key for row in rows_of(text) for key in row["sources"]}

    assert {key for key in keys if not shipped.sources.get(key, {}).get("printable")} == set()
    assert keys or not text.model.required_aspects


@each_page
def test_every_row_names_its_sources_and_a_page_that_is_known(text, shipped):
    files = set(PATHS)
    for row in rows_of(text):
        [(kind, slug)] = [(kind, row[kind]) for kind in ("cause", "symptom", "condition") if kind in row]
        assert row["sources"]
        assert (kind, slug) in shipped.names or f"{kind}s/{slug}.md" in files, (kind, slug)


def test_no_source_was_read_in_the_future(shipped):
    for source in shipped.sources.values():
        assert source["seen"] <= str(date.today()), source["key"]


# --- Words ------------------------------------------------------------------------------------------------------


@each_page
def test_no_page_makes_a_claim_to_avoid(text):
    assert banned_claims("\n".join([*strings(text.front), words_of(text)])) == []


@each_page
def test_a_page_reads_easily(text):
    assert flesch_kincaid_grade(words_of(text)) <= 8.0
    assert flesch_kincaid_grade(words_of(text, "key-points")) <= 7.0


@each_page
def test_no_page_says_that_somebody_reviewed_it(text):
    everything = "\n".join([*strings(text.front), *(html for _aspect, _heading, html, _line in text.sections)])

    assert not set(text.front) & {"author", "reviewer", "reviewed", "reviewed_at", "reviewed_by"}
    assert not re.search(r"(?i:(?:medically |clinically )?reviewed (?:by|on)|reviewers?:)|\b(?:Dr|Prof)\.? [A-Z]|\bMD\b", everything)


@each_page
def test_every_link_leads_to_a_page_of_the_library(text):
    for _aspect, _heading, html, _line in text.sections:
        for href in internal_links(html):
            file = re.sub(r"\A/glossary/#(.+)\Z", r"glossary/\1.md", href) if "#" in href else f"{href.strip('/')}.md"
            assert file in PATHS, href
            assert href.endswith("/") or "#" in href


@each_page
def test_the_editors_notes_are_not_in_the_text(text):
    assert "editor:" not in words_of(text)
    assert "<!--" not in "".join(html for _aspect, _heading, html, _line in text.sections)


# --- Treatments -------------------------------------------------------------------------------------------------


@each_treatment
def test_a_treatment_says_where_it_stands_and_what_it_risks(text):
    assert len(text.front["status"].split()) >= 4
    assert len(words_of(text, "risks").split()) >= 20
    assert len(words_of(text, "other-choices").split()) >= 10


@each_treatment
def test_the_stage_is_not_better_than_the_evidence(text):
    effects = text.front["effects"]

    assert Stage.rank(text.front["stage"]) >= min(Stage.rank(effect["stage"]) for effect in effects)
    for effect in effects:
        if effect["certainty"] == Certainty.NONE:
            assert effect["stage"] in Stage.unproven()
            assert effect["finding"] != Finding.BENEFIT


@each_treatment
def test_an_unproven_treatment_says_so_before_anything_else(text):
    if text.front["stage"] == Stage.EXPERIMENTAL:
        assert re.search(r"(?i)not an approved|experimental|not proven|being tested", text.front["status"])
    elif text.front["stage"] == Stage.NOT_RECOMMENDED:
        assert re.search(r"(?i)not recommended", text.front["status"])
    else:
        assert not re.search(r"(?i)not an approved|not recommended as", text.front["status"])


@pytest.mark.parametrize(
    "text",
    [f"treatments/{slug}.md" for slug in ("mesenchymal-stem-cells", "induced-pluripotent-stem-cells", "nerve-growth-factor", "hgf-gene-therapy")],
    indirect=True,
)
def test_cells_and_growth_factors_come_with_the_warning_against_clinics(text):
    sentences = re.split(r"(?<=[.?!])\s", words_of(text))

    assert text.front["approach"] in ("stem-cells", "neurotrophic-factors")
    assert text.front["stage"] == Stage.EXPERIMENTAL
    assert [sentence for sentence in sentences if re.search(r"\boutside\b", sentence)], "no warning against treatment outside a trial"
    assert re.search(r"\btrials?\b", words_of(text, "key-points"))


@each_treatment
def test_absolute_numbers_come_three_at_a_time(text):
    for effect in text.front["effects"]:
        numbers = [effect.get(name) for name in ("out_of", "with_treatment", "without_treatment")]
        assert all(number is None for number in numbers) or all(number is not None for number in numbers)


@pytest.mark.parametrize("text", [path for path in PATHS if path.startswith("care-cards/")], indirect=True)
def test_a_care_card_says_at_once_what_to_do(text):
    first_words = {"now": "Call your local emergency number now", "today": "Get medical help the same day", "soon": "Book an appointment"}

    assert text.front["summary"].startswith(first_words[text.front["level"]])
    assert text.front["level"] == "soon" or text.front["phrases"] or text.front["symptoms"]
