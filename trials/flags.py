"""What a reader should know of how a study is made, as plain lines, and which studies are of stem cells or genes."""

import re

from django.utils.translation import gettext as _

from trials.dates import last_day, years_before

FEW_PEOPLE = 20
YEARS_FOR_RESULTS = 2
# Our entries: countries whose regulator is a member of the International Council for Harmonisation or is recognised by one (as several pages
# of 2023 list them, and Argentina and Jordan, which joined in June 2024; read ich.org again before this is changed), with what the registry
# names apart from them. As the registry spells them.
WITH_REGULATOR = frozenset(
    "Austria|Belgium|Bulgaria|Croatia|Cyprus|Czechia|Czech Republic|Denmark|Estonia|Finland|France|Germany|Greece|Hungary|Ireland|Italy|Latvia|"
    "Lithuania|Luxembourg|Malta|Netherlands|Poland|Portugal|Romania|Slovakia|Slovenia|Spain|Sweden|Iceland|Liechtenstein|Norway|United Kingdom|"
    "Switzerland|United States|Puerto Rico|Canada|Mexico|Brazil|Japan|China|Taiwan|South Korea|Korea, Republic of|Singapore|Saudi Arabia|Turkey|"
    "Turkey (Türkiye)|Türkiye|Australia|Argentina|Jordan|French Guiana|Guadeloupe|Martinique|Réunion|Guam|Virgin Islands (U.S.)".split("|")
)

CELLS_OR_GENES = re.compile(
    r"\b(?:stem[\s-]cells?|stromal[\s-]cells?|stromal vascular|progenitor cells?|mesenchymal|\w*MSCs?|exosomes?|gene[\s-](?:therap\w+|transfer)|"
    r"plasmids?|(?:r|sc)?AAV\d*|adeno-associated|lentivir\w+|CRISPR|cell[\s-]therap\w+|cord blood|marrow(?: aspirate)? concentrate|Engensis|VM202)\b",
    re.IGNORECASE,
)
# Of what is tested; a telephone is none, nor is a red cell whose vitamins are measured.
CELLS = re.compile(r"(?<!\bred )(?<!\bred blood )\bcells?\b(?![\s-]*phones?\b)", re.IGNORECASE)


def is_about_cells_or_genes(trial):
    """Whether a study tests stem cells, other living cells or genes: by the kind of what it tests, its names, and its titles."""
    if any(row["type"] == "GENETIC" for row in trial.interventions):
        return True
    names = [name for row in trial.interventions for name in (row["name"], *row["otherNames"])]
    texts = [trial.brief_title, trial.official_title, *trial.keywords, *names]
    return any(map(CELLS_OR_GENES.search, texts)) or any(map(CELLS.search, names))


def flags(trial, today):
    """The plain lines about a `Trial`: sentences. What the record does not say is held against nobody."""
    found = []
    nobody_joined = trial.status == "WITHDRAWN"
    if trial.study_type == "INTERVENTIONAL" and trial.intervention_model == "SINGLE_GROUP":
        found.append(_("There is no comparison group, so the study cannot show whether people would have got better anyway."))
    if trial.masking == "NONE":
        found.append(_("It is open-label: everybody knows who gets what, and hopes can colour what is reported."))
    if trial.enrolment is not None and trial.enrolment < FEW_PEOPLE and not nobody_joined:
        found.append(_("Fewer than %(number)d people take part.") % {"number": FEW_PEOPLE})
    if trial.has_dmc is False:
        found.append(_("It has no committee that watches over the data for the safety of those who take part."))
    ended = last_day(trial.completion_date)
    if ended and ended < years_before(today, YEARS_FOR_RESULTS) and not trial.has_results and not nobody_joined:
        found.append(_("No results are posted, though the study was to end more than two years ago."))
    if without := countries_without_regulator(trial):
        found.append(_("This site has no entry for a regulator of medicines in: %(countries)s.") % {"countries": ", ".join(without)})
    return found


def countries_of(trial):
    """The countries of a study, each once, by alphabet."""
    return sorted({row["country"] for row in trial.locations if row["country"]})


def countries_without_regulator(trial):
    return [country for country in countries_of(trial) if country not in WITH_REGULATOR]
