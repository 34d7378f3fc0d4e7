"""The picture beside absolute numbers: as many filled dots as people, in whole rows."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.web.html import soup, text_of


def drawn(count, out_of):
    html = Template('{% load neuroinfo %}{% icon_array count out_of "with-1" %}').render(Context({"count": count, "out_of": out_of}))
    return BeautifulSoup(html, "html.parser").svg


def dots(picture, what):
    """The number of dots of a kind: ten units square each."""
    parts = [part for part in picture.find_all("rect") if part["fill"] == f"url(#with-1-{what})"]
    return sum(int(part["width"]) * int(part["height"]) // 100 for part in parts)


@pytest.mark.parametrize("out_of", [100, 1000])
@given(share=st.integers(0, 1000))
def test_there_are_as_many_dots_of_each_kind_as_people(out_of, share):
    count = share * out_of // 1000

    picture = drawn(count, out_of)

    assert (dots(picture, "yes"), dots(picture, "no")) == (count, out_of - count)


@given(count=st.integers(0, 100))
def test_no_dot_covers_another_and_none_is_outside(count):
    picture = drawn(count, 100)

    taken = [
        (x, y)
        for part in picture.find_all("rect")
        for x in range(int(part["x"]), int(part["x"]) + int(part["width"]), 10)
        for y in range(int(part["y"]), int(part["y"]) + int(part["height"]), 10)
    ]
    assert len(taken) == len(set(taken)) == 100
    assert picture["viewBox".lower()] == "0 0 100 100"
    assert max(x for x, _y in taken) == max(y for _x, y in taken) == 90


@pytest.mark.django_db
def test_the_page_shows_both_pictures_with_the_same_in_words(client):
    numbers = {"out_of": 100, "with_treatment": 79, "without_treatment": 5}
    page = soup(client.get(factories.make_treatment(effects=[numbers, numbers]).get_absolute_url()))

    figures = page.select(".arrays figure")
    assert [text_of(figure.figcaption) for figure in figures] == ["79 of 100 people with the treatment", "5 of 100 people without it"] * 2
    assert [figure.svg["aria-hidden"] for figure in figures] == ["true"] * 4
    assert {(pair["role"], pair["aria-label"]) for pair in page.select(".arrays")} == {("group", "Pain")}
    names = [pattern["id"] for pattern in page.select("pattern")]
    assert len(names) == len(set(names)) == 8
    assert page.find(style=True) is None
