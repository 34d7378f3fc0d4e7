"""A study as ClinicalTrials.gov gives it (API version 2), read into plain values: one for each fact of a `Trial`.

Missing parts, unknown keys and unknown words of the registry break nothing. What has the wrong shape is a problem, in a sentence.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trials.dates import last_day

NUMBER = re.compile(r"[Nn][Cc][Tt]0*([1-9]\d{0,7})\Z", re.ASCII)
LARGEST_COUNT = 2**31 - 1  # what every database stores

PROTOCOL = "protocolSection."
STATUS = PROTOCOL + "statusModule."
DESIGN = PROTOCOL + "designModule."
ELIGIBILITY = PROTOCOL + "eligibilityModule."
OVERSIGHT = PROTOCOL + "oversightModule."

# Name of the fact: where it stands in the study. What readers may see is cleared of addresses and numbers of people.
PUBLIC_TEXTS = {
    "brief_title": PROTOCOL + "identificationModule.briefTitle",
    "official_title": PROTOCOL + "identificationModule.officialTitle",
    "acronym": PROTOCOL + "identificationModule.acronym",
    "status": STATUS + "overallStatus",
    "last_known_status": STATUS + "lastKnownStatus",
    "why_stopped": STATUS + "whyStopped",
    "start_type": STATUS + "startDateStruct.type",
    "primary_completion_type": STATUS + "primaryCompletionDateStruct.type",
    "completion_type": STATUS + "completionDateStruct.type",
    "sponsor_name": PROTOCOL + "sponsorCollaboratorsModule.leadSponsor.name",
    "sponsor_class": PROTOCOL + "sponsorCollaboratorsModule.leadSponsor.class",
    "study_type": DESIGN + "studyType",
    "allocation": DESIGN + "designInfo.allocation",
    "intervention_model": DESIGN + "designInfo.interventionModel",
    "primary_purpose": DESIGN + "designInfo.primaryPurpose",
    "masking": DESIGN + "designInfo.maskingInfo.masking",
    "enrolment_type": DESIGN + "enrollmentInfo.type",
    "sex": ELIGIBILITY + "sex",
    "minimum_age": ELIGIBILITY + "minimumAge",
    "maximum_age": ELIGIBILITY + "maximumAge",
}
PRIVATE_TEXTS = {
    "brief_summary": PROTOCOL + "descriptionModule.briefSummary",
    "detailed_description": PROTOCOL + "descriptionModule.detailedDescription",
    "eligibility_criteria": ELIGIBILITY + "eligibilityCriteria",
}
DATES = {
    "verified_on": STATUS + "statusVerifiedDate",
    "start_date": STATUS + "startDateStruct.date",
    "primary_completion_date": STATUS + "primaryCompletionDateStruct.date",
    "completion_date": STATUS + "completionDateStruct.date",
    "first_posted": STATUS + "studyFirstPostDateStruct.date",
    "last_updated": STATUS + "lastUpdatePostDateStruct.date",
    "results_posted": STATUS + "resultsFirstPostDateStruct.date",
    "registry_date": "derivedSection.miscInfoModule.versionHolder",
}
SWITCHES = {
    "has_expanded_access": STATUS + "expandedAccessInfo.hasExpandedAccess",
    "has_dmc": OVERSIGHT + "oversightHasDmc",
    "is_fda_regulated_drug": OVERSIGHT + "isFdaRegulatedDrug",
    "is_fda_regulated_device": OVERSIGHT + "isFdaRegulatedDevice",
    "is_us_export": OVERSIGHT + "isUsExport",
    "healthy_volunteers": ELIGIBILITY + "healthyVolunteers",
    "has_results": "hasResults",
}
LISTS = {
    "conditions": PROTOCOL + "conditionsModule.conditions",
    "keywords": PROTOCOL + "conditionsModule.keywords",
    "phases": DESIGN + "phases",
    "standard_ages": ELIGIBILITY + "stdAges",
}
# Rows: where they stand, and the texts that are taken of each. Whatever else a row holds, such as people to call, is left where it is.
ROWS = {
    "collaborators": (PROTOCOL + "sponsorCollaboratorsModule.collaborators", ("name", "class")),
    "arms": (PROTOCOL + "armsInterventionsModule.armGroups", ("label", "type")),
    "interventions": (PROTOCOL + "armsInterventionsModule.interventions", ("type", "name", "otherNames[]")),
    "primary_outcomes": (PROTOCOL + "outcomesModule.primaryOutcomes", ("measure", "timeFrame")),
    "locations": (PROTOCOL + "contactsLocationsModule.locations", ("facility", "status", "city", "state", "country")),
    "meshes": ("derivedSection.conditionBrowseModule.meshes", ("id", "term")),
}
ENROLMENT = DESIGN + "enrollmentInfo.count"
FACTS = (*PUBLIC_TEXTS, *PRIVATE_TEXTS, *DATES, *SWITCHES, *LISTS, *ROWS, "enrolment")

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?:\+|\b(?:tel|phone|telephone|mobile|call|fax)\b\D{0,12})\d[\d ().-]{5,}\d", re.IGNORECASE)


@dataclass
class StudyReading:
    """What a study says: its number (or None), older numbers, `facts` by name, and `problems` as sentences."""

    nct_id: str | None
    aliases: list = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)


def nct_id(text):
    """The number of a study as the registry writes it, “NCT01234567”; None if the text is no such number."""
    match = NUMBER.match(text) if isinstance(text, str) else None
    return f"NCT{match[1]:0>8}" if match else None


def read_study(study):
    """The `StudyReading` of one study: a value that was read from JSON, of whatever shape."""
    if not isinstance(study, dict) or not isinstance(study.get("protocolSection"), dict):
        return StudyReading(None, problems=[_("This is no study: it has no part “protocolSection”. Give what the registry's API version 2 answers.")])
    reader = _Reader(study)
    number = nct_id(reader.text(PROTOCOL + "identificationModule.nctId"))
    if number is None:
        reader.wrong(PROTOCOL + "identificationModule.nctId", _("must be a number such as NCT01234567"))
    aliases = [nct_id(alias) for alias in reader.words(PROTOCOL + "identificationModule.nctIdAliases")]
    facts = {name: without_contacts(reader.text(path)) for name, path in PUBLIC_TEXTS.items()}
    facts |= {name: reader.text(path) for name, path in PRIVATE_TEXTS.items()}
    facts |= {name: reader.date(path) for name, path in DATES.items()}
    facts |= {name: reader.switch(path) for name, path in SWITCHES.items()}
    facts |= {name: [without_contacts(word) for word in reader.words(path)] for name, path in LISTS.items()}
    facts |= {name: reader.rows(path, keys) for name, (path, keys) in ROWS.items()}
    facts["enrolment"] = reader.count(ENROLMENT)
    return StudyReading(number, sorted({alias for alias in aliases if alias and alias != number}), facts, reader.problems)


def without_contacts(text):
    """A text without e-mail addresses and telephone numbers: those of people are never shown."""
    return TELEPHONE.sub("[…]", MAIL.sub("[…]", text))


class _Reader:
    """Reads values out of a study by their path, and notes what has the wrong shape."""

    def __init__(self, study):
        self.study = study
        self.problems: list[str] = []

    def wrong(self, path, sentence):
        sentence = f"{path} {sentence}."
        if sentence not in self.problems:
            self.problems.append(sentence)

    def value(self, path):
        """What stands there; None if it, or a part that would hold it, is missing."""
        value, way = self.study, []
        for name in path.split("."):
            if value is None:
                return None
            if not isinstance(value, dict):
                return self.wrong(".".join(way), _("must be an object"))
            value = value.get(name)
            way.append(name)
        return value

    def text(self, path):
        return self._text(self.value(path), path)

    def _text(self, value, path):
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        self.wrong(path, _("must be text"))
        return ""

    def date(self, path):
        text = self.text(path)
        try:
            last_day(text)
        except ValueError:
            self.wrong(path, _("is “%(text)s”, and must be a date such as 2024-05-31 or 2024-05") % {"text": text[:40]})
            return ""
        return text

    def switch(self, path):
        value = self.value(path)
        if value is None or isinstance(value, bool):
            return value
        return self.wrong(path, _("must be true or false"))

    def count(self, path):
        value = self.value(path)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT):
            return value
        return self.wrong(path, _("must be a whole number from 0 to %(largest)d") % {"largest": LARGEST_COUNT})

    def words(self, path):
        return self._words(self.value(path), path)

    def _words(self, value, path):
        return [text for item in self._list(value, path) if (text := self._text(item, path))]

    def rows(self, path, keys):
        rows = []
        for item in self._list(self.value(path), path):
            if not isinstance(item, dict):
                self.wrong(path, _("must be a list of objects"))
                continue
            rows.append({key.removesuffix("[]"): self._part(item, key, path) for key in keys})
        return rows

    def _part(self, item, key, path):
        if key.endswith("[]"):
            name = key.removesuffix("[]")
            return [without_contacts(word) for word in self._words(item.get(name), f"{path}.{name}")]
        return without_contacts(self._text(item.get(key), f"{path}.{key}"))

    def _list(self, value, path):
        if value is None or isinstance(value, list):
            return value or []
        self.wrong(path, _("must be a list"))
        return []
