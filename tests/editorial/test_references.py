"""How a list of sources names who wrote a source."""

import json

import pytest
from django.conf import settings

from editorial.reading import REFERENCE, Reference

SHORTENED = {
    "Price R, Smith D, Franklin G, et al. (American Academy of Neurology)": "Price R and others (American Academy of Neurology)",
    "Berkowitz AL, et al. (letter, N Engl J Med, June 2016)": "Berkowitz AL and others (letter, N Engl J Med, June 2016)",
    "Kessler JA, Shaibani A, Sang CN; VM202 study group": "Kessler JA and others; VM202 study group",
    "van Schaik IN, van den Berg LH, de Haan R, Vermeulen M (Cochrane)": "van Schaik IN and others (Cochrane)",
    "O'Connell NE, Massy-Westropp N, Williams ACdeC": "O'Connell NE and others",
    "Pääkkönen M, Rajamäki TJ, Mißbach H": "Pääkkönen M and others",
}
WHOLE = [
    "Apfel SC",
    "Albers JW, Jacobson R",
    "Castelli G, Desai KM (American Family Physician)",
    "NINDS, NIH",
    "US FDA, UK MHRA, EU EMA",
    "National Heart, Lung, and Blood Institute (NHLBI), NIH",
    "Bristol, North Somerset and South Gloucestershire NHS (BNSSG ICB)",
    "EFSA Panel on Nutrition, Novel Foods and Food Allergens (Turck D, Bohn T, Castenmiller J, et al.)",
    "International Journal of Molecular Sciences 2017;18(1):94",
    "A house with\ntwo lines",
    "",
]


def by(publisher):
    return Reference(**{**dict.fromkeys(REFERENCE, ""), "publisher": publisher}).by


@pytest.mark.parametrize(("publisher", "short"), SHORTENED.items())
def test_of_more_than_two_authors_the_first_is_named(publisher, short):
    assert by(publisher) == short


@pytest.mark.parametrize("publisher", WHOLE)
def test_every_other_name_stays_whole(publisher):
    assert by(publisher) == publisher


def test_every_shipped_source_keeps_what_is_no_list_of_authors():
    """The first word and all words in brackets of each of the shipped sources."""
    rows = json.loads((settings.BASE_DIR / "content" / "sources.json").read_text())
    assert len(rows) > 100
    for row in rows:
        shown = by(row["publisher"])
        assert shown.split()[0] == row["publisher"].split()[0]
        assert shown.partition(" (")[2] == row["publisher"].partition(" (")[2]
        assert " and others" in shown or shown == row["publisher"]
