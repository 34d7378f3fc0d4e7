"""Made-up studies in the shape of the registry's API, version 2. None of them exists."""

import json
from copy import deepcopy
from datetime import date

# A day on which `study()` is fresh: its record is from the day before.
TODAY = date(2026, 6, 15)
PRIVATE = ("Dr Ida Investigator", "ida@example.org", "+44 1632 960001", "Hall of Dr Ida")

STUDY = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT09000001",
            "briefTitle": "Tea Baths for Tingling Feet",
            "officialTitle": "A Randomised Trial of Tea Baths in People With Tingling Feet",
            "acronym": "TEATIME",
        },
        "statusModule": {
            "overallStatus": "RECRUITING",
            "statusVerifiedDate": "2026-05",
            "expandedAccessInfo": {"hasExpandedAccess": False},
            "startDateStruct": {"date": "2025-03", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2027-01-31", "type": "ESTIMATED"},
            "completionDateStruct": {"date": "2027-06", "type": "ESTIMATED"},
            "studyFirstPostDateStruct": {"date": "2025-02-03", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2026-05-20", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "University of Nowhere", "class": "OTHER"},
            "collaborators": [{"name": "Kettle Works", "class": "INDUSTRY"}],
        },
        "oversightModule": {"oversightHasDmc": True},
        "descriptionModule": {"briefSummary": "The sponsor's own summary.", "detailedDescription": "The sponsor's own description."},
        "conditionsModule": {"conditions": ["Tingling"], "keywords": ["tea"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE2"],
            "designInfo": {
                "allocation": "RANDOMIZED",
                "interventionModel": "PARALLEL",
                "primaryPurpose": "TREATMENT",
                "maskingInfo": {"masking": "DOUBLE"},
            },
            "enrollmentInfo": {"count": 80, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": "Tea", "type": "EXPERIMENTAL"}, {"label": "Water", "type": "PLACEBO_COMPARATOR"}],
            "interventions": [{"type": "OTHER", "name": "Tea bath", "otherNames": ["Tea soak"]}],
        },
        "outcomesModule": {"primaryOutcomes": [{"measure": "Tingling on a scale", "timeFrame": "12 weeks"}]},
        "eligibilityModule": {
            "eligibilityCriteria": "The sponsor's own criteria.",
            "sex": "ALL",
            "minimumAge": "18 Years",
            "maximumAge": "75 Years",
            "stdAges": ["ADULT", "OLDER_ADULT"],
            "healthyVolunteers": False,
        },
        "contactsLocationsModule": {
            "centralContacts": [{"name": PRIVATE[0], "phone": PRIVATE[2], "email": PRIVATE[1]}],
            "overallOfficials": [{"name": PRIVATE[0], "role": "PRINCIPAL_INVESTIGATOR"}],
            "locations": [
                {
                    "facility": PRIVATE[3],
                    "status": "RECRUITING",
                    "city": "Leeds",
                    "country": "United Kingdom",
                    "contacts": [{"name": PRIVATE[0], "phone": PRIVATE[2], "email": PRIVATE[1]}],
                }
            ],
        },
    },
    "derivedSection": {
        "miscInfoModule": {"versionHolder": "2026-06-14"},
        "conditionBrowseModule": {"meshes": [{"id": "D010523", "term": "Peripheral Nervous System Diseases"}]},
    },
    "hasResults": False,
}
MISSING = object()


def study(**changes):
    """A study; `changes` are values by the name of their key wherever it stands first, or `MISSING` to leave it out.

    Two underlines go deeper: `completionDateStruct__date="2024-05"`.
    """
    made = deepcopy(STUDY)
    for name, value in changes.items():
        *way, key = name.split("__")
        holder = made
        for step in way:
            holder = _holder_of(holder, step)[step]
        holder = _holder_of(holder, key) or holder
        if value is MISSING:
            del holder[key]
        else:
            holder[key] = value
    return made


def _holder_of(value, key):
    """The first object inside a value that has this key."""
    if isinstance(value, dict):
        if key in value:
            return value
        return next((found for part in value.values() if (found := _holder_of(part, key))), None)
    return None


def patient_funded(**changes):
    """A study of cells whose text says that patients pay, in one group, without a committee."""
    own = {
        "nctId": "NCT09000002",
        "briefTitle": "Cord Stem Cells for Tingling Feet",
        "detailedDescription": "This patient funded trial aims to study cells.",
        "phases": ["PHASE1"],
        "allocation": "NA",
        "interventionModel": "SINGLE_GROUP",
        "masking": "NONE",
        "count": 12,
        "oversightHasDmc": False,
        "interventions": [{"type": "BIOLOGICAL", "name": "Wondercells"}],
        "armGroups": [{"label": "All", "type": "EXPERIMENTAL"}],
        "locations": [{"facility": "A Centre", "city": "Farport", "country": "Farland"}],
    }
    return study(**(own | changes))


def expanded_access(**changes):
    """Special access: no phase, no dates of the study, nobody counted."""
    gone = ("startDateStruct", "primaryCompletionDateStruct", "completionDateStruct", "phases", "designInfo", "enrollmentInfo", "outcomesModule")
    own = {"nctId": "NCT09000003", "overallStatus": "NO_LONGER_AVAILABLE", "studyType": "EXPANDED_ACCESS"} | dict.fromkeys(gone, MISSING)
    return study(**(own | changes))


def observed(**changes):
    """A finished study with results, a phase that is none, and no places."""
    own = {
        "nctId": "NCT09000004",
        "overallStatus": "COMPLETED",
        "phases": ["NA"],
        "locations": [],
        "hasResults": True,
        "completionDateStruct": {"date": "2016-12", "type": "ACTUAL"},
    }
    return study(**(own | changes))


def write(folder, value, name="studies.json"):
    """The path of a file in a folder that holds a value as JSON."""
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path
