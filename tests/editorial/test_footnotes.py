"""Citations as numbered links: what they add to a text, what a screen reader says, and the way back."""

from collections import namedtuple

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.footnotes import NumberedSources
from editorial.markup import clean_html, without_markers
from tests.editorial.test_markup import ANYTHING

Source = namedtuple("Source", "key")
FOUND = {key: Source(key) for key in ("a", "b", "key")}


def numbered(*keys):
    return NumberedSources(keys, FOUND)


def test_sources_are_numbered_as_they_are_cited_first():
    sources = numbered("b", "a", "b")

    assert [source.key for source in sources] == ["b", "a"]
    assert sources.numbers == {"b": 1, "a": 2}


def test_a_source_that_may_not_be_shown_has_no_number_and_no_link():
    sources = numbered("hidden", "a")

    assert sources.numbers == {"a": 1}
    assert sources.in_text("<p>A claim. [@hidden] Another.</p>") == "<p>A claim. Another.</p>"


def test_markers_become_links_in_the_order_of_their_numbers():
    links = BeautifulSoup(numbered("a", "b").in_text("<p>A claim. [@b; @a] Another. [@b]</p>"), "html.parser").select("sup a")

    assert [(link["href"], link.text) for link in links] == [
        ("#source-1", "Source [1]"),
        ("#source-2", "Source [2]"),
        ("#source-2", "Source [2]"),
    ]


def test_a_link_is_read_out_as_the_source_it_leads_to():
    assert '><span class="visually-hidden">Source </span>[1]</a>' in numbered("a").links(["a"])


def test_only_the_first_link_to_a_source_is_the_place_to_come_back_to():
    sources = numbered("a", "b")

    html = sources.in_text("<p>One. [@a] Two. [@a]</p>") + sources.links(["a"])

    assert html.count('id="cite-1"') == 1
    assert html.index("cite-1") < html.index("Two.")
    assert sources.linked == {"a"}


@settings(max_examples=40)
@given(ANYTHING, st.lists(st.sampled_from(["key", "a", "none"])))
def test_footnotes_add_nothing_but_their_links(html, keys):
    cleaned = clean_html(html)

    noted = BeautifulSoup(numbered(*keys).in_text(cleaned), "html.parser")
    for link in noted.select("sup:has(> a[href^='#source-'])"):
        link.decompose()

    assert str(noted) == str(BeautifulSoup(without_markers(cleaned), "html.parser"))


@pytest.mark.parametrize("keys", [(), ("none",)])
def test_without_sources_there_is_nothing_to_link_to(keys):
    assert numbered().links(keys) == ""
