"""The columns of treatments and of what is claimed of them."""

from operator import attrgetter
from typing import NamedTuple

from editorial.models import PageKind
from opendata.columns import BOOLEAN, DAY, NUMBER, SLUG, SLUGS, TEXT, Column, day, example, list_of, one_of, page_columns, row
from treatments.models import Approach, Effect, Treatment
from treatments.stages import Certainty, Finding, Rung, Stage


class Claim(NamedTuple):
    """One evidence claim, with the page of the treatment that it is about."""

    treatment: Treatment
    effect: Effect


def claims_of(page):
    return [Claim(page, effect) for effect in page.live.treatmentversion.effects.all()]


def _number(name, means, example):
    return Column(name, NUMBER, means, attrgetter(name), example, may_be_empty=True)


STAGE = "How far it has come, best first: standard care, used in some situations, experimental (not proven), not recommended."
EFFECT = (
    Column(
        "target_kind",
        {"type": "string", "enum": [PageKind.CONDITION.value, PageKind.SYMPTOM.value]},
        "What the claim is about: a condition or a symptom.",
        lambda effect: PageKind.CONDITION.value if effect.condition_id else PageKind.SYMPTOM.value,
        "symptom",
    ),
    Column(
        "target",
        SLUG,
        "The slug of that condition or symptom. Empty while it has no page.",
        lambda effect: effect.target.slug if effect.target.is_published else None,
        "nerve-pain",
        may_be_empty=True,
    ),
    Column("target_name", TEXT, "Its name.", lambda effect: effect.target.name, "Nerve pain"),
    Column("outcome", TEXT, "What was measured.", lambda effect: effect.outcome, "Pain"),
    Column(
        "prevents",
        BOOLEAN,
        "Whether it only keeps an illness, its complications or more damage away. Then it is no treatment of what is already there.",
        lambda effect: effect.prevents,
        False,
    ),
    Column("finding", one_of(Finding), "What was found.", lambda effect: effect.finding, "unclear"),
    Column(
        "certainty",
        one_of(Certainty),
        "How sure that finding is: the GRADE levels, none in people (not tested in people), not graded (the source gives no level).",
        lambda effect: effect.certainty,
        "very low",
    ),
    Column("stage", one_of(Stage), f"For this use. {STAGE}", lambda effect: effect.stage, "used in some situations"),
    Column(
        "statement",
        TEXT,
        "The claim in words, which belong to it: show them wherever you show the claim.",
        lambda effect: effect.statement,
        "In 5 trials with 207 people, pain was 1.58 points lower on a scale of 0 to 10 than with sham TENS. The certainty is very low,"
        " so the true effect may be quite different.",
    ),
    Column(
        "rung",
        one_of(Rung),
        "Only for what is meant to mend nerves: how far it was tested. A step says where it was tested, not that it helped.",
        lambda effect: effect.rung or None,
        None,
        may_be_empty=True,
    ),
    _number("out_of", "Absolute numbers are out of so many people.", None),
    _number("with_treatment", "So many of them with the treatment.", None),
    _number("without_treatment", "So many of them without it.", None),
    _number("studies", "Number of studies.", 5),
    _number("participants", "Number of people in them.", 207),
    Column("sources", SLUGS, "Keys of its sources.", lambda effect: [source.key for source in effect.sources.all()], ["cochrane-tens-2017"]),
    Column("checked_on", DAY, "When the claim was checked.", lambda effect: day(effect.checked_on), "2026-11-21"),
    Column("recheck_on", DAY, "When it is to be checked again.", lambda effect: day(effect.recheck_on), "2027-11-03"),
)

_front, _end = page_columns(
    slug="tens",
    title="TENS for nerve pain",
    also_called=["TENS", "TENS machine"],
    summary="A small battery device sends pulses through pads on the skin. It may lower nerve pain for some people, but the evidence is very uncertain.",
    address="/treatments/tens/",
    sources=["cochrane-tens-2017"],
)
TREATMENT_STAGE = Column(
    "stage", one_of(Stage), f"Of the treatment as a whole. {STAGE}", lambda page: page.live.treatmentversion.stage, "used in some situations"
)
TREATMENT_STATUS = Column(
    "status",
    TEXT,
    "Its status in one line. Show it wherever you show the treatment.",
    lambda page: page.live.treatmentversion.status_line,
    "Some people try it for pain. Whether it works is very uncertain.",
)
TREATMENT = (
    *_front,
    Column("approach", one_of(Approach), "The approach.", lambda page: page.live.treatmentversion.approach, "electrical-stimulation"),
    TREATMENT_STAGE,
    TREATMENT_STATUS,
    Column(
        "effects",
        list_of(EFFECT),
        "Everything that is claimed of it, each with its own stage and certainty.",
        lambda page: [row(EFFECT, claim.effect) for claim in claims_of(page)],
        [example(EFFECT)],
    ),
    *_end,
)
CLAIM = (
    Column("treatment", SLUG, "The slug of the treatment.", lambda claim: claim.treatment.slug, "tens"),
    Column("treatment_title", TEXT, "Its title.", lambda claim: claim.treatment.live.title, "TENS for nerve pain"),
    *(
        Column(f"treatment_{column.name}", column.schema, column.means, column.of(lambda claim: claim.treatment).value, column.example)
        for column in (TREATMENT_STAGE, TREATMENT_STATUS)
    ),
    *(column.of(lambda claim: claim.effect) for column in EFFECT),
)
