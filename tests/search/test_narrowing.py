"""Filters, sections and pages of an answer: what is counted is what a click shows, and nothing is lost or comes twice."""

from itertools import product
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from search.body import REGIONS, in_order, region_of
from search.layout import FEW, PER_PAGE, AnswerPage
from search.narrowing import MOST_TAGS
from search.question import Narrowing, Question
from search.results import Chip, Result
from treatments.stages import Stage

KINDS = ["symptom", "condition", "cause", "treatment", "article", "term", "care-card"]


# The first address that is written makes Django read all addresses of the site.
unhurried = settings(deadline=None)


def result(kind, number, **fields):
    return Result(kind, f"{kind}-{number}", f"{kind} {number}", f"/{kind}/{number}/", 0.5, "Words.", **fields)


def treatment(number, stage=Stage.SOME, **fields):
    return result("treatment", number, stage=stage.value, **{"is_unproven": stage in Stage.unproven(), **fields})


def _variants():
    places = [(), ("feet", "toes"), ("whole body",), ("face", "knees", "left ear")]
    for areas, tags in product(map(frozenset, places), map(frozenset, [(), ("diabetes",), ("b12", "diabetes")])):
        yield from (result(kind, 0, areas=areas, tags=tags) for kind in KINDS if kind != "treatment")
        yield from (treatment(0, stage, areas=areas, tags=tags) for stage in Stage)


def _numbered(results):
    return [result._replace(slug=f"{result.kind}-{number}") for number, result in enumerate(results)]


RESULTS = st.lists(st.sampled_from(list(_variants())), max_size=60).map(_numbered)
NARROWINGS = st.builds(
    Narrowing,
    kind=st.sampled_from(["", *KINDS]),
    area=st.sampled_from(["", "feet", "whole-body", "left-ear", "mind"]),
    stage=st.sampled_from(["", "standard-care", "experimental"]),
    tag=st.sampled_from(["", "diabetes", "nonsense"]),
    page=st.integers(1, 9),
)


def shown(results, narrowing=None, *, question=None, chips=(), **fields):
    usual = {"is_capped": False, "meant": (), "tag_names": {"b12": "Vitamin B12", "diabetes": "Diabetes"}, "with_snippets": list}
    answer = SimpleNamespace(question=question or Question("feet"), results=results, chips=list(chips), **{**usual, **fields})
    return AnswerPage(answer, narrowing or Narrowing())


def follow(results, address):
    """The page that an address leads to."""
    parameters = QueryDict(urlsplit(address).query)
    return shown(results, Narrowing.read(parameters), question=Question.read(parameters))


def on_page(page):
    """All results on a page, in their order there."""
    return [result for section in page.sections for block in section.blocks for result in block.results] + page.listed + page.unproven


def on_all_pages(results, narrowing=None):
    first = shown(results, narrowing)
    numbers = range(1, first.page_obj.paginator.num_pages + 1)
    return [on_page(shown(results, (narrowing or Narrowing()).but(page=number))) for number in numbers]


def options(page, label):
    """{label: (count, address)} of one group of filters."""
    group = next(group for group in (page.narrowed.kinds, *page.narrowed.others) if group.label == label)
    return {option.label: (option.count, option.address) for option in group.options}


# --- Filters ----------------------------------------------------------------------------------------------------


@unhurried
@given(RESULTS, NARROWINGS)
def test_each_count_is_what_a_click_gives(results, narrowing):
    narrowed = shown(results, narrowing).narrowed
    groups = [narrowed.kinds, *narrowed.others]

    for option in [option for group in groups for option in (*group.options, group.anything)]:
        assert str(len(follow(results, option.address).narrowed.results)) == option.count
        assert option.count != "0" or option in [group.anything for group in groups]


@unhurried
@given(RESULTS, NARROWINGS)
def test_each_active_filter_can_be_removed(results, narrowing):
    narrowed = shown(results, narrowing).narrowed
    active = {name for name in ("kind", "area", "stage", "tag") if getattr(narrowed.narrowing, name)}

    assert len(narrowed.removals) == len(active)
    for _label, address in narrowed.removals:
        left = follow(results, address).narrowed.narrowing
        assert len([name for name in active if getattr(left, name)]) == len(active) - 1


@unhurried
@given(RESULTS, NARROWINGS)
def test_the_filters_of_a_page_are_those_of_its_results(results, narrowing):
    narrowed = shown(results, narrowing).narrowed

    for found in narrowed.results:
        assert not narrowed.narrowing.kind or found.kind == narrowed.narrowing.kind
        assert not narrowed.narrowing.tag or narrowed.narrowing.tag in found.tags
        assert not narrowed.narrowing.area or narrowed.narrowing.area in {region_of(area).slug for area in found.areas}


def test_filters_have_names_that_readers_know():
    found = shown([treatment(1, Stage.STANDARD, areas=frozenset({"toes", "whole body"}), tags=frozenset({"b12", "new-tag"}))])

    assert options(found, "Kind") == {"Treatments": ("1", "/search/?q=feet&kind=treatment")}
    assert list(options(found, "Part of the body")) == ["Feet", "Whole body"]
    assert options(found, "Stage of the treatment") == {"Standard care": ("1", "/search/?q=feet&stage=standard-care")}
    assert list(options(found, "Subject")) == ["new-tag", "Vitamin B12"]


def test_a_filter_keeps_the_others_and_leads_to_the_first_page():
    results = [result("cause", number, areas=frozenset({"feet"}), tags=frozenset({"b12"})) for number in range(50)]

    found = shown(results, Narrowing(kind="cause", page=3))

    assert options(found, "Part of the body") == {"Feet": ("50", "/search/?q=feet&kind=cause&area=feet")}


def test_a_filter_that_nothing_fits_any_more_is_left_out():
    found = shown([result("cause", 1)], Narrowing(kind="article", area="feet", tag="gone", stage="experimental"))

    assert found.narrowed.narrowing == Narrowing()
    assert on_page(found) == [result("cause", 1)]


def test_filters_that_fit_only_apart_from_each_other_leave_nothing_but_a_way_back():
    results = [result("cause", 1), result("article", 1, tags=frozenset({"b12"}))]

    found = shown(results, Narrowing(kind="cause", tag="b12"))

    assert on_page(found) == []
    assert found.narrowed.removals == [("Causes", "/search/?q=feet&tag=b12"), ("Vitamin B12", "/search/?q=feet&kind=cause")]


def test_huge_numbers_are_not_counted_out():
    results = [result("cause", number) for number in range(1000)] + [result("article", 1)]

    assert shown(results, is_capped=True).total == "1,000+"
    assert options(shown(results, is_capped=True), "Kind")["Causes"][0] == "1,000+"
    assert options(shown(results, is_capped=True), "Kind")["Articles"][0] == "1"
    assert shown(results).total == "1,001"


def test_only_the_commonest_tags_are_offered_and_the_active_one():
    results = [result("cause", number, tags=frozenset({f"tag-{number:02}", "zebra", "common"})) for number in range(40)]
    results.append(result("article", 1, tags=frozenset({"rare"})))

    found = shown(results, Narrowing(tag="rare"))

    assert len(options(found, "Subject")) == MOST_TAGS
    assert {"rare", "zebra", "common"} <= set(options(found, "Subject"))


# --- Pages ------------------------------------------------------------------------------------------------------


@unhurried
@given(RESULTS, NARROWINGS)
def test_all_pages_together_hold_every_result_once(results, narrowing):
    expected = shown(results, narrowing).narrowed.results
    pages = on_all_pages(results, narrowing)

    listed = [result for page in pages for result in page]
    assert sorted(listed, key=results.index) == expected
    assert all(page for page in pages) or not expected
    assert all(len(page) <= PER_PAGE for page in pages[1:])


@unhurried
@given(RESULTS, NARROWINGS)
def test_unproven_treatments_are_apart_on_every_page(results, narrowing):
    page = shown(results, narrowing)

    assert all(result.is_unproven for result in page.unproven)
    assert not any(result.is_unproven for section in page.sections for block in section.blocks for result in block.results)
    assert not any(result.is_unproven for result in page.listed)


@unhurried
@given(RESULTS, NARROWINGS)
def test_a_list_keeps_the_order_of_the_answer(results, narrowing):
    page = shown(results, narrowing)

    assert [results.index(found) for found in page.listed] == sorted(results.index(found) for found in page.listed)


def test_a_page_that_is_not_there_is_the_last():
    assert shown([result("cause", number) for number in range(50)], Narrowing(kind="cause", page=99)).page_obj.number == 3


def test_the_pager_is_bounded_and_keeps_question_and_filters():
    found = shown([result("cause", number) for number in range(1000)], Narrowing(kind="cause", page=25))

    assert list(found.page_range) == [1, "…", 24, 25, 26, "…", 50]
    assert found.query == "q=feet&kind=cause"


@pytest.mark.parametrize("narrowing", [Narrowing(), Narrowing(page=2), Narrowing(kind="treatment")])
def test_what_is_shown_has_its_snippet(narrowing):
    results = [found._replace(snippet=None) for found in [treatment(1), treatment(2, Stage.EXPERIMENTAL)] + [result("cause", n) for n in range(30)]]

    page = shown(results, narrowing, with_snippets=lambda found: [one._replace(snippet="Read.") for one in found])

    assert {found.snippet for found in on_page(page)} == {"Read."}


def test_without_results_there_is_one_empty_page():
    found = shown([])

    assert (on_page(found), found.page_obj.paginator.num_pages, found.total) == ([], 1, "0")


# --- The first page ---------------------------------------------------------------------------------------------


def test_the_sections_stand_in_their_order_with_the_best_few_of_each():
    results = [result(kind, number) for kind in reversed(KINDS) for number in range(12)]

    sections = shown(results).sections

    assert [section.label for section in sections] == ["Symptoms", "Conditions and causes", "Treatments in use", "More to read"]
    assert [sum(len(block.results) for block in section.blocks) for section in sections] == [FEW] * 4
    assert [section.more for section in sections] == [
        (("All 12 symptoms", "/search/?q=feet&kind=symptom"),),
        (("All 12 conditions", "/search/?q=feet&kind=condition"), ("All 12 causes", "/search/?q=feet&kind=cause")),
        (("All 12 treatments", "/search/?q=feet&kind=treatment"),),
        (
            ("All 12 articles", "/search/?q=feet&kind=article"),
            ("All 12 words explained", "/search/?q=feet&kind=term"),
            ("All 12 care cards", "/search/?q=feet&kind=care-card"),
        ),
    ]


def test_a_section_that_shows_all_links_to_nothing_more():
    page = shown([result("symptom", 1), treatment(1), treatment(2, Stage.EXPERIMENTAL)])

    assert [section.more for section in page.sections] == [(), ()]
    assert [found.slug for found in page.unproven] == ["treatment-2"]


def test_a_filter_shows_one_list():
    page = shown([result("symptom", 1), result("cause", 1)], Narrowing(kind="cause"))

    assert (page.sections, [found.slug for found in page.listed]) == ([], ["cause-1"])


def test_conditions_with_all_of_the_symptoms_stand_before_those_with_some():
    some = result("condition", 1, has=("Falls",), lacks=("Tremor",))
    whole = result("cause", 2, has=("Falls", "Tremor"))
    named = result("condition", 3)

    (section,) = shown([some, named, whole]).sections

    assert [(block.label, block.results) for block in section.blocks] == [
        ("That can cause all of these symptoms", (whole,)),
        ("That can cause some of them", (some,)),
        ("Found by other words of your question", (named,)),
    ]


def test_one_symptom_alone_makes_no_difference_between_all_and_some():
    (section,) = shown([result("condition", 1), result("condition", 2, has=("Falls",))]).sections

    assert [block.label for block in section.blocks] == [""]


def test_treatments_stand_by_stage_with_standard_care_first():
    used, standard, unhelpful = treatment(1), treatment(2, Stage.STANDARD), treatment(3, is_unproven=True)

    page = shown([used, unhelpful, standard])

    assert [(block.label, block.results) for block in page.sections[0].blocks] == [
        ("Standard care", (standard,)),
        ("Used in some situations", (used,)),
    ]
    assert page.unproven == [unhelpful]


def test_each_chip_leads_to_the_question_without_it():
    question = Question("I fall and shake at night", symptoms=("tremor",))
    chips = [Chip("falls", "Falls", "fall"), Chip("tremor", "Shaking", ""), Chip("time:night", "at night", "at night")]

    page = shown([], question=question, chips=chips)

    assert [address for _chip, address in page.chips] == [
        "/search/?q=I+fall+and+shake+at+night&s=tremor&not=falls",
        "/search/?q=I+fall+and+shake+at+night&not=tremor",
        "/search/?q=I+fall+and+shake+at+night&s=tremor&not=time%3Anight",
    ]


def test_a_chosen_symptom_that_nobody_knows_is_in_no_address():
    page = shown([], question=Question("feet", symptoms=("falls", "nonsense")), chips=[Chip("falls", "Falls", "")])

    assert page.question == Question("feet", symptoms=("falls",))


# --- Parts of the body ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("area", "region"), [("toes", "feet"), ("whole body", "whole-body"), ("whole-body", "whole-body"), ("left ear", "left-ear")])
def test_a_part_of_the_body_is_in_a_region(area, region):
    assert region_of(area).slug == region


def test_a_part_that_no_region_holds_is_a_region_of_its_own():
    assert str(region_of("left-ear").label) == "Left ear"
    assert not region_of("left-ear").is_drawn


def test_each_region_is_found_by_its_own_slug_and_each_part_by_one_region():
    assert [region_of(region.slug) for region in REGIONS] == list(REGIONS)
    parts = [part for region in REGIONS for part in region.parts]
    assert len(parts) == len(set(parts))


def test_regions_stand_from_head_to_foot_and_others_last():
    slugs = ["feet", "zygoma", "head", "ear", "hands"]

    assert [region.slug for region in in_order(region_of(slug) for slug in slugs)] == ["head", "hands", "feet", "ear", "zygoma"]
