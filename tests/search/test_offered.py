"""Which treatments an offer names, and whether all of it is known."""

import pytest

from editorial.models import PageKind
from search.offered import OfferedNames

pytestmark = pytest.mark.django_db

TREATMENTS = {
    "physio": ("Physiotherapy", ["physical therapy", "rehabilitation exercises"]),
    "exercise": ("Exercise and balance training", ["strength training"]),
    "ivig": ("IVIG (antibodies by drip)", ["immunoglobulin drip"]),
    "gabapentin": ("Gabapentin", ["Neurontin"]),
    "cells": ("Mesenchymal stem cells (MSCs)", ["stem cell therapy", "cells from fat"]),
    "b12": ("Vitamin B12 replacement", ["B12 injections", "B12 tablets"]),
    "plasma": ("Plasma exchange", ["plasmapheresis"]),
    "cbt": ("CBT and other psychological therapy", ["acceptance and commitment therapy"]),
}


@pytest.fixture
def names():
    articles = [(PageKind.ARTICLE, "about-exosomes", "Exosomes", [])]
    return OfferedNames([*((PageKind.TREATMENT, slug, title, also) for slug, (title, also) in TREATMENTS.items()), *articles])


@pytest.mark.parametrize(
    ("offered", "treatments"),
    [
        ("stem cells and physiotherapy", ["cells", "physio"]),
        ("physiotherapy with stem cells", ["physio", "cells"]),
        ("gabapentin + stem cell therapy", ["gabapentin", "cells"]),
        ("gabapentin\nstem cells", ["gabapentin", "cells"]),
        ("gabapentin/stem cells", ["gabapentin", "cells"]),
        ("gabapentin - exosomes", ["gabapentin"]),
        ("exosome physiotherapy", ["physio"]),
        ("laser physiotherapy", ["physio"]),
        ("physiotherapy plus PRP", ["physio"]),
        ("laser and gabapentin", ["gabapentin"]),
        ("laser, exercise and B12 shots", ["exercise", "b12"]),
        ("acupuncture and exercise", ["exercise"]),
        ("plasma", ["plasma"]),
        ("moon rays", []),
        ("exosomes", []),
        ("not gabapentin", []),
        ("exosomes, not stem cells", []),
        ("no surgery", []),
    ],
)
def test_each_thing_is_looked_up_and_one_that_is_unknown_is_noticed(names, offered, treatments):
    named = names.named_by(offered, "en")

    assert named.treatments == treatments
    assert not named.is_all_known or "cells" in treatments


@pytest.mark.parametrize(
    ("offered", "treatments"),
    [
        ("IVIG", ["ivig"]),
        ("ivig infusions", ["ivig"]),
        ("exercise", ["exercise"]),
        ("exercise programme", ["exercise"]),
        ("Exercise and balance training", ["exercise"]),
        ("acceptance and commitment therapy", ["cbt"]),
        ("gabapentin and physiotherapy, IVIG", ["gabapentin", "physio", "ivig"]),
        ("10 sessions of physiotherapy at home", ["physio"]),
        ("gentle physiotherapy for my feet and hands", ["physio"]),
        ("gabapentin, 300 mg, twice a day", ["gabapentin"]),
        ("gabapentine", ["gabapentin"]),
        ("physiotherapy with a guaranteed cure", ["physio"]),
        ("physiotherapy without surgery", ["physio"]),
        ("gabapentin, no stem cells", ["gabapentin"]),
    ],
)
def test_what_is_known_in_whole_is_told_from_what_is_known_in_part(names, offered, treatments):
    named = names.named_by(offered, "en")

    assert named.treatments == treatments
    assert named.is_all_known


def test_what_is_not_offered_is_left_out_of_the_text_and_promises_stay(names):
    assert "stem" not in names.named_by("not stem cells", "en").text
    assert "no side effects" in names.named_by("stem cells, no side effects", "en").text


def test_an_article_is_offered_to_read_beside_a_treatment(names):
    assert names.named_by("exosomes and physiotherapy", "en").articles == ["about-exosomes"]


def test_a_site_without_treatments_knows_none():
    named = OfferedNames([]).named_by("stem cells", "en")

    assert (named.treatments, named.articles, named.is_all_known) == ([], [], False)
