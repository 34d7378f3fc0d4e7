"""The columns of studies: facts of the registry, with the days on which they were so. What depends on the day of reading is left out."""

from editorial.structured_data import absolute
from opendata.columns import ADDRESS, BOOLEAN, MOMENT, NUMBER, SLUGS, TEXT, WORDS, Column, moment
from trials.flags import countries_of
from trials.models.trial import AsksPayment
from trials.shown import PERSON

NUMBER_IN_REGISTRY = {"type": "string", "pattern": "^NCT[0-9]{8}$"}
DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?$"}


def _fact(name, fact, schema, means, example):
    return Column(name, schema, means, lambda trial: getattr(trial, fact) or None, example, may_be_empty=True)


def _date(name, means, example):
    return _fact(name, name, DATE, f"{means} As exact as the registry is: a day or a month.", example)


def _asks_payment(trial):
    return trial.asks_payment == AsksPayment.YES


TRIAL = (
    Column("nct_id", NUMBER_IN_REGISTRY, "Its number in the registry ClinicalTrials.gov.", lambda trial: trial.nct_id, "NCT09000001"),
    _fact("title", "brief_title", TEXT, "Its short title in the registry.", "Tea Baths for Tingling Feet"),
    Column(
        "status",
        TEXT,
        "The registry's word on the day of its data. It says nothing of today: studies close without saying so. Empty where patients pay.",
        lambda trial: None if _asks_payment(trial) else trial.status or None,
        "RECRUITING",
        may_be_empty=True,
    ),
    Column("patients_pay", BOOLEAN, "Whether those who take part pay for it. Real trials rarely charge.", _asks_payment, False),
    _date("verified_on", "When the sponsor last said that the record is right.", "2026-05"),
    _fact("study_type", "study_type", TEXT, "The registry's word for the kind of study.", "INTERVENTIONAL"),
    Column("phases", WORDS, "The registry's words for its phases. NA: it has none, and is no late phase.", lambda trial: trial.phases, ["PHASE2"]),
    _fact("allocation", "allocation", TEXT, "How people come into their group.", "RANDOMIZED"),
    _fact("intervention_model", "intervention_model", TEXT, "How groups are compared. SINGLE_GROUP: with nothing.", "PARALLEL"),
    _fact("masking", "masking", TEXT, "How many do not know who gets what. NONE: everybody knows.", "DOUBLE"),
    Column("people", NUMBER, "How many people take part.", lambda trial: trial.enrolment, 80, may_be_empty=True),
    _fact("people_type", "enrolment_type", TEXT, "Whether that is the actual or the estimated number.", "ESTIMATED"),
    Column("tested", WORDS, "What is tested.", lambda trial: [row["name"] for row in trial.interventions if row["name"]], ["Tea bath"]),
    Column("conditions", WORDS, "The conditions that the registry names.", lambda trial: trial.conditions, ["Tingling"]),
    Column(
        "countries",
        WORDS,
        "The countries in which it takes place. None where patients pay.",
        lambda trial: [] if _asks_payment(trial) else countries_of(trial),
        ["United Kingdom"],
    ),
    Column(
        "sponsor",
        TEXT,
        "Who is responsible. Empty where it is a person: people are not named.",
        lambda trial: trial.sponsor_name if trial.sponsor_name and trial.sponsor_class != PERSON else None,
        "University of Nowhere",
        may_be_empty=True,
    ),
    _date("start_date", "When it began or is to begin.", "2025-03"),
    _date("primary_completion_date", "When the main result was or is to be measured for the last time.", "2027-01-31"),
    _date("completion_date", "When it ended or is to end.", "2027-06"),
    Column("has_results", BOOLEAN, "Whether results are posted in the registry.", lambda trial: trial.has_results, False, may_be_empty=True),
    _date("last_updated", "When the sponsor last updated the record.", "2026-05-20"),
    _date("registry_date", "Of which day the registry's data are.", "2026-06-14"),
    Column("imported_at", MOMENT, "When this site read them.", lambda trial: moment(trial.imported_at), "2026-06-15T09:00:00Z"),
    Column("registry_url", ADDRESS, "The record in the registry.", lambda trial: trial.registry_url, "https://clinicaltrials.gov/study/NCT09000001"),
    Column(
        "pages",
        SLUGS,
        "The slugs of the conditions on whose pages it is listed.",
        lambda trial: [page.slug for page in trial.condition_pages.all()],
        ["carpal-tunnel-syndrome"],
    ),
    Column(
        "url",
        ADDRESS,
        "The page for readers, with what this study cannot tell.",
        lambda trial: absolute(trial.get_absolute_url()),
        absolute("/trials/NCT09000001/"),
    ),
    Column("changed", MOMENT, "When readers last saw a change.", lambda trial: moment(trial.changed_at), "2026-06-15T09:00:00Z"),
)
