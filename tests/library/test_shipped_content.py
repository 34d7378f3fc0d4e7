"""The starter library that ships with the site: what a reader can rely on in every page of it."""

import re
from datetime import date
from statistics import median

import pytest
from django.conf import settings

from editorial.markup import cited_keys, internal_links, plain_text, without_markers
from editorial.models import Page
from editorial.publication_checks import banned_claims, strings
from editorial.readability import flesch_kincaid_grade, long_sentences
from search.offer_words import forms
from search.offers import PAID, SIGNS_ARTICLE
from treatments.stages import Certainty, Finding, Stage

ARTICLES = (
    "cut-nerve-or-widespread-neuropathy exercise-that-is-safe food-supplements-and-vitamin-b6 for-families-and-carers getting-ready-for-an-appointment"
    " how-nerves-heal how-neuropathy-is-diagnosed how-sure-are-we how-to-read-a-trial-stage looking-after-numb-feet medicines-for-nerve-pain-compared"
    " medicines-that-can-harm-nerves nerve-regeneration-today preventing-falls questions-for-a-clinic-that-sells-cells sleeping-with-nerve-pain"
    " stem-cells-for-neuropathy tests-to-ask-about urgent-signs-explained warning-signs-in-an-offer what-is-neuropathy work-driving-and-mood"
).split()
CARDS = (
    "chest-pain-or-fainting climbing-weakness deep-cut-with-numbness early-nerve-symptoms fast-change foot-infection-diabetes"
    " foot-wound-numb-feet hot-swollen-foot new-foot-or-wrist-drop new-symptoms-after-a-medicine saddle-numbness shingles-rash stroke-signs"
    " thoughts-of-self-harm trouble-breathing-or-swallowing"
).split()
PATHS = sorted(str(path.relative_to(settings.CONTENT_DIR)) for path in settings.CONTENT_DIR.glob("*/*.md"))
CELLS_AND_GROWTH_FACTORS = ("mesenchymal-stem-cells", "induced-pluripotent-stem-cells", "nerve-growth-factor", "hgf-gene-therapy")


@pytest.fixture
def treatments(shipped):
    return [text for text in shipped.pages if text.model.folder == "treatments"]


def words_of(text, *aspects):
    """The plain words of some parts of a text, or of all of them."""
    return "\n".join(plain_text(without_markers(html)) for aspect, _heading, html, _line in text.sections if not aspects or aspect in aspects)


def html_of(text):
    return "\n".join(html for _aspect, _heading, html, _line in text.sections)


def rows_of(text):
    """The rows of a text's front matter that name something with sources."""
    return [row for key in ("effects", "causes", "symptoms") for row in text.front.get(key) or [] if isinstance(row, dict)]


def wrong(texts, find):
    """{file: what `find` says is wrong with it}, of the texts with which something is."""
    return {text.path: found for text in texts if (found := find(text))}


@pytest.mark.django_db
def test_the_library_can_be_imported(shipped):
    assert [str(problem) for problem in shipped.check()] == []


def slugs_in(folder):
    return {path.split("/")[1].removesuffix(".md") for path in PATHS if path.startswith(f"{folder}/")}


@pytest.mark.parametrize("kind", ["symptom", "condition"])
def test_every_symptom_and_condition_that_the_search_knows_has_a_page(shipped, kind):
    assert set(shipped.lexicons[kind]) - slugs_in(f"{kind}s") == set()


@pytest.mark.parametrize(("folder", "planned"), [("articles", ARTICLES), ("care-cards", CARDS)])
def test_the_planned_pages_are_there(folder, planned):
    assert slugs_in(folder) == set(planned)


def test_a_page_has_the_name_by_which_the_search_knows_it(shipped):
    def other_name(text):
        known = shipped.lexicons.get(text.model.kind_of_page, {}).get(text.slug)
        return known and known["name"] != text.front["title"] and known["name"]

    assert wrong(shipped.pages, other_name) == {}


def test_every_folder_has_its_pages_and_no_file_is_left_over(shipped):
    assert sorted(f"{text.model.folder}/{text.slug}.md" for text in shipped.pages) == PATHS
    assert {path.split("/")[0] for path in PATHS} == {model.folder for model in Page.__subclasses__()}


def test_nothing_is_only_a_name(shipped):
    assert not (settings.CONTENT_DIR / "names.json").exists()
    assert shipped.names.keys() <= {(text.model.kind_of_page, text.slug) for text in shipped.pages}


# --- Sources ----------------------------------------------------------------------------------------------------


def keys_of(text):
    return {key for row in rows_of(text) for key in row["sources"]} | set(cited_keys(f"{text.front['summary']}\n{html_of(text)}"))


def test_every_claim_rests_on_a_source_that_may_be_shown(shipped):
    printable = {key for key, source in shipped.sources.items() if source.get("printable")}

    assert wrong(shipped.pages, lambda text: keys_of(text) - printable) == {}


def test_every_page_but_a_definition_has_a_source(shipped):
    assert wrong(shipped.pages, lambda text: text.model.required_aspects and not keys_of(text)) == {}


def test_every_cause_symptom_and_condition_that_is_named_is_known(shipped):
    def unknown(text):
        targets = [(kind, row[kind]) for row in rows_of(text) for kind in ("cause", "symptom", "condition") if kind in row]
        assert len(targets) == len(rows_of(text)), "a row has not one target"
        return [(kind, slug) for kind, slug in targets if (kind, slug) not in shipped.names and f"{kind}s/{slug}.md" not in PATHS]

    assert wrong(shipped.pages, unknown) == {}


def test_every_cause_symptom_and_effect_names_its_sources(shipped):
    assert wrong(shipped.pages, lambda text: [row for row in rows_of(text) if not row["sources"]]) == {}


def test_no_source_was_read_in_the_future(shipped):
    assert [key for key, source in shipped.sources.items() if source["seen"] > str(date.today())] == []


# --- Words ------------------------------------------------------------------------------------------------------


def test_no_page_makes_a_claim_to_avoid(shipped):
    assert wrong(shipped.pages, lambda text: banned_claims("\n".join([*strings(text.front), words_of(text)]))) == {}


def too_hard(limit, *aspects):
    """A function that gives the grade of a text (Kincaid et al. 1975) where it is above a limit."""
    return lambda text: grade if (grade := flesch_kincaid_grade(words_of(text, *aspects))) > limit else None


def test_every_page_reads_at_grade_8_or_below(shipped):
    assert wrong(shipped.pages, too_hard(8.0)) == {}


def test_key_points_read_at_grade_6_or_below(shipped):
    assert wrong(shipped.pages, too_hard(6.0, "key-points")) == {}


def test_a_page_has_three_to_six_key_points(shipped):
    def points(text):
        return [count for aspect, _heading, html, _line in text.sections if aspect == "key-points" and not 3 <= (count := html.count("<li>")) <= 6]

    assert wrong(shipped.pages, points) == {}


def test_hardly_a_sentence_is_longer_than_25_words(shipped):
    assert wrong(shipped.pages, lambda text: [sentence for sentence, _words in long_sentences(words_of(text))][1:]) == {}


def test_half_of_the_pages_read_at_grade_7_or_below(shipped):
    assert median(flesch_kincaid_grade(words_of(text)) for text in shipped.pages if text.sections) <= 7


def test_no_paragraph_stands_on_two_pages(shipped):
    where = {}
    for text in shipped.pages:
        for paragraph in {line for line in words_of(text).split("\n") if len(line.split()) >= 8}:
            where.setdefault(paragraph, []).append(text.path)

    assert {paragraph: paths for paragraph, paths in where.items() if len(paths) > 1} == {}


def test_every_page_has_two_to_six_tags_of_a_small_vocabulary(shipped):
    assert len(shipped.tags) <= 45
    assert [slug for slug, tag in shipped.tags.items() if not tag.get("description")] == []
    assert {slug for text in shipped.pages for slug in text.front.get("tags") or []} == set(shipped.tags)
    counted = [text for text in shipped.pages if text.model.folder not in ("glossary", "care-cards")]
    assert wrong(counted, lambda text: not 2 <= len(set(text.front["tags"])) <= 6) == {}


def test_no_page_says_that_somebody_reviewed_it(shipped):
    claim = re.compile(r"(?i:(?:medically |clinically )?reviewed (?:by|on)|reviewers?:)|\b(?:Dr|Prof)\.? [A-Z]|\bMD\b")

    assert wrong(shipped.pages, lambda text: set(text.front) & {"author", "reviewer", "reviewed", "reviewed_at", "reviewed_by"}) == {}
    assert wrong(shipped.pages, lambda text: claim.findall("\n".join([*strings(text.front), html_of(text)]))) == {}


def file_of(href):
    """The content file that a link leads to."""
    return re.sub(r"\A/glossary/#(.+)\Z", r"glossary/\1.md", href) if "#" in href else f"{href.strip('/')}.md"


def test_every_link_leads_to_a_page_of_the_library(shipped):
    assert wrong(shipped.pages, lambda text: [href for href in internal_links(html_of(text)) if file_of(href) not in PATHS]) == {}


def test_the_editors_notes_are_not_in_the_text(shipped):
    assert wrong(shipped.pages, lambda text: re.findall(r"<!--|editor:", html_of(text))) == {}


# --- Warning signs ----------------------------------------------------------------------------------------------


@pytest.fixture
def signs(shipped):
    """{heading: HTML} of the warning signs."""
    [article] = [text for text in shipped.pages if text.slug == SIGNS_ARTICLE]
    return {heading: html for aspect, heading, html, _line in article.sections if aspect == "cautions"}


def test_the_words_of_offers_belong_to_the_signs_of_the_article(signs):
    assert {form.sign for form in forms()} == set(signs)
    assert PAID in signs


def test_a_sign_has_a_source_or_says_that_it_has_none(signs):
    assert [heading for heading, html in signs.items() if not cited_keys(html) and "No source of ours" not in html] == []


# --- Treatments -------------------------------------------------------------------------------------------------


def test_a_treatment_says_where_it_stands_what_it_risks_and_what_else_there_is(treatments):
    assert wrong(treatments, lambda text: len(text.front["status"].split()) < 4) == {}
    assert wrong(treatments, lambda text: len(words_of(text, "risks").split()) < 20) == {}
    assert wrong(treatments, lambda text: len(words_of(text, "other-choices").split()) < 10) == {}


def test_the_stage_is_not_better_than_the_evidence(treatments):
    def better(text):
        return Stage.rank(text.front["stage"]) < min(Stage.rank(effect["stage"]) for effect in text.front["effects"])

    assert wrong(treatments, better) == {}


def test_what_was_not_tested_in_people_has_no_known_benefit(treatments):
    def untested(text):
        return [effect for effect in text.front["effects"] if effect["certainty"] == Certainty.NONE]

    assert wrong(treatments, lambda text: [effect for effect in untested(text) if effect["stage"] not in Stage.unproven()]) == {}
    assert wrong(treatments, lambda text: [effect for effect in untested(text) if effect["finding"] == Finding.BENEFIT]) == {}


@pytest.mark.parametrize(
    ("stage", "words"), [("experimental", r"(?i)not an approved|experimental|not proven|being tested"), ("not recommended", r"(?i)not recommended")]
)
def test_the_status_of_an_unproven_treatment_says_so(treatments, stage, words):
    unproven = [text for text in treatments if text.front["stage"] == stage]

    assert unproven
    assert wrong(unproven, lambda text: not re.search(words, text.front["status"])) == {}


@pytest.mark.parametrize("slug", CELLS_AND_GROWTH_FACTORS)
def test_cells_and_growth_factors_come_with_the_warning_to_stay_inside_trials(treatments, slug):
    [text] = [text for text in treatments if text.slug == slug]

    assert text.front["approach"] in ("stem-cells", "neurotrophic-factors")
    assert text.front["stage"] == Stage.EXPERIMENTAL
    assert re.search(r"\boutside\b", words_of(text))
    assert re.search(r"\btrials?\b", words_of(text, "key-points"))


def test_absolute_numbers_come_three_at_a_time(treatments):
    numbers = {"out_of", "with_treatment", "without_treatment"}

    assert wrong(treatments, lambda text: [effect for effect in text.front["effects"] if len(numbers & set(effect)) not in (0, 3)]) == {}


def test_a_care_card_says_at_once_what_to_do(shipped):
    cards = [text for text in shipped.pages if text.model.folder == "care-cards"]
    first_words = {"now": "Call your local emergency number now", "today": "Get medical help the same day", "soon": "Book an appointment"}

    assert wrong(cards, lambda text: not text.front["summary"].startswith(first_words[text.front["level"]])) == {}
    assert wrong(cards, lambda text: text.front["level"] != "soon" and not (text.front["phrases"] or text.front["symptoms"])) == {}
