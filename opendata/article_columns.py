"""The columns of conditions, symptoms, words and sources."""

from articles.models import Association, ConditionVersion, SymptomConcept
from editorial.models import Source
from opendata.codes import ICD10CM_CODES, MESH_CODES
from opendata.columns import ANY_ADDRESS, DAY, MOMENT, NUMBER, SLUG, TEXT, WORDS, Column, day, example, list_of, moment, one_of, page_columns, row

_front, _end = page_columns(
    slug="carpal-tunnel-syndrome",
    title="Carpal tunnel syndrome",
    also_called=["trapped nerve at the wrist", "CTS"],
    summary="Pressure on a nerve at the wrist. It causes numbness, tingling and weakness in the hand.",
    address="/conditions/carpal-tunnel-syndrome/",
    sources=["ninds-cts"],
)
NAMED_SYMPTOM = (
    Column("symptom", SLUG, "The slug of the symptom.", lambda association: association.symptom.slug, "numbness"),
    Column(
        "strength", one_of(Association.Strength), "How sure it is that it belongs to it.", lambda association: association.strength, "established"
    ),
)
CONDITION = (
    *_front,
    Column(
        "pattern",
        one_of(ConditionVersion.Pattern),
        "Which nerves: many (widespread), one nerve or area (focal), or a nerve that was hurt or cut (injury). Never mix their evidence.",
        lambda page: page.live.conditionversion.pattern,
        "focal",
    ),
    Column(
        "symptoms",
        list_of(NAMED_SYMPTOM),
        "The symptoms that the page names and that have a page.",
        lambda page: [row(NAMED_SYMPTOM, association) for association in page.live.conditionversion.associations.all()],
        [example(NAMED_SYMPTOM)],
    ),
    ICD10CM_CODES,
    MESH_CODES,
    *_end,
)

_front, _end = page_columns(
    slug="numbness",
    title="Numbness or loss of feeling",
    also_called=["numb feet", "numb fingers"],
    summary="What numb feet or hands feel like, what can lie behind them, and how to keep safe when your skin no longer warns you.",
    address="/symptoms/numbness/",
    sources=["aafp-pn-2020"],
)
SYMPTOM = (
    *_front,
    Column(
        "group",
        one_of(SymptomConcept.Group),
        "What kind of nerve it comes from.",
        lambda page: page.concept.group if hasattr(page, "concept") else None,
        "sensory",
        may_be_empty=True,
    ),
    Column(
        "body_areas",
        WORDS,
        "Parts of the body where it is felt.",
        lambda page: page.concept.body_areas if hasattr(page, "concept") else [],
        ["feet", "hands"],
    ),
    *_end,
)


SOURCE = (
    Column("key", SLUG, "By which all tables name it.", lambda source: source.key, "cochrane-tens-2017"),
    Column(
        "title",
        TEXT,
        "The title.",
        lambda source: source.title,
        "Transcutaneous electrical nerve stimulation (TENS) for neuropathic pain in adults",
    ),
    Column("publisher", TEXT, "Authors or publisher.", lambda source: source.publisher, "Cochrane"),
    Column("year", NUMBER, "The year.", lambda source: source.year, 2017, may_be_empty=True),
    Column("kind", one_of(Source.Kind), "What it is.", lambda source: source.kind, "systematic review"),
    Column(
        "url", ANY_ADDRESS, "Where it is.", lambda source: source.url or None, "https://doi.org/10.1002/14651858.CD011976.pub2", may_be_empty=True
    ),
    Column("doi", TEXT, "Its DOI.", lambda source: source.doi or None, "10.1002/14651858.CD011976.pub2", may_be_empty=True),
    Column("pmid", {"type": "string", "pattern": "^[0-9]+$"}, "Its PubMed number.", lambda source: source.pmid or None, None, may_be_empty=True),
    Column("note", TEXT, "A note for readers.", lambda source: source.note or None, None, may_be_empty=True),
    Column("seen", DAY, "The day on which somebody last read the source itself.", lambda source: day(source.seen), "2026-11-21"),
    Column("changed", MOMENT, "When a text that cites it last changed.", lambda source: moment(source.changed), "2026-11-21T09:00:00Z"),
)

_front, _end = page_columns(
    slug="axon",
    title="Axon",
    also_called=["axons"],
    summary="The long, thin thread of a nerve cell that carries its signals.",
    address="/glossary/#axon",
    sources=["aafp-pn-2020"],
)
TERM = (*_front, *_end)
