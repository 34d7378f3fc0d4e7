"""Plain lines about how a study is made, and which studies are of stem cells or genes."""

import pytest

from tests.trials.studies import MISSING, TODAY, observed, patient_funded, study
from trials.flags import flags, is_about_cells_or_genes
from trials.models import Trial
from trials.registry import read_study


def trial(made):
    return Trial(**read_study(made).facts)


def first_words(made, today=TODAY):
    return [flag.split()[:3] for flag in flags(trial(made), today)]


def test_a_good_record_has_no_flag():
    assert flags(trial(study()), TODAY) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"interventionModel": "SINGLE_GROUP"}, "no comparison group"),
        ({"masking": "NONE"}, "open-label"),
        ({"count": 19}, "Fewer than 20 people"),
        ({"oversightHasDmc": False}, "no committee that watches"),
        ({"completionDateStruct__date": "2024-06-14"}, "No results are posted"),
        ({"locations": [{"city": "Farport", "country": "Farland"}]}, "no entry for a regulator of medicines in: Farland"),
    ],
)
def test_each_flag_stands_alone(changes, words):
    (flag,) = flags(trial(study(**changes)), TODAY)

    assert words in flag


@pytest.mark.parametrize(
    "changes",
    [
        {"designInfo": MISSING},
        {"count": 20},
        {"enrollmentInfo": MISSING},
        {"oversightModule": MISSING},
        {"completionDateStruct__date": "2024-06-15"},
        {"completionDateStruct__date": "2024-06"},
        {"completionDateStruct": MISSING},
        {"completionDateStruct__date": "2016-12", "hasResults": True},
        {"locations": []},
        {"studyType": "OBSERVATIONAL", "interventionModel": "SINGLE_GROUP"},
        {"overallStatus": "WITHDRAWN", "count": 0, "completionDateStruct__date": "2016-12"},
        {"locations": [{"city": "Buenos Aires", "country": "Argentina"}, {"city": "Saint-Denis", "country": "Réunion"}]},
    ],
)
def test_what_the_record_does_not_say_is_no_flag(changes):
    assert flags(trial(study(**changes)), TODAY) == []


def test_a_doubtful_record_has_many():
    assert len(flags(trial(patient_funded()), TODAY)) == 5
    assert first_words(observed()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"interventions": [{"type": "GENETIC", "name": "Something"}]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "HUC-MSCs"}]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "HB-adMSCs"}]},
        {"interventions": [{"type": "DRUG", "name": "PDA-002", "otherNames": ["placenta-derived cells"]}]},
        {"briefTitle": "Umbilical Cord Stem Cells for Feet"},
        {"officialTitle": "A study of stem-cell infusion"},
        {"briefTitle": "Gene Therapy in Feet"},
        {"keywords": ["mesenchymal"]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "Plasmid of something"}]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "Exosomes"}]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "Engensis (VM202)"}]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "scAAV1.tMCK.NTF3"}]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "Bone marrow aspirate concentrate"}]},
        {"interventions": [{"type": "BIOLOGICAL", "name": "Cord blood"}]},
    ],
)
def test_stem_cells_and_genes_are_known(changes):
    assert is_about_cells_or_genes(trial(study(**changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"briefTitle": "Feet after Small Cell Cancer"},
        {"interventions": [{"type": "BIOLOGICAL", "name": "Immunoglobulin"}]},
        {"interventions": [{"type": "DEVICE", "name": "Cellular phone reminder"}]},
        {"interventions": [{"type": "BEHAVIORAL", "name": "Cell phone reminders"}]},
        {"interventions": [{"type": "OTHER", "name": "Red blood cell folate"}]},
        {"armsInterventionsModule": MISSING},
    ],
)
def test_other_studies_are_none(changes):
    assert not is_about_cells_or_genes(trial(study(**changes)))
