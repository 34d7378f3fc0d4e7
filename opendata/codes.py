"""The codes of other systems: the one place that knows which of them are given away, and what is told of each."""

from articles.models import Code
from opendata.columns import DAY, SLUG, TEXT, WORDS, Column, day, one_of

# The numbers of SNOMED CT stay with those who have its licence.
SYSTEMS = [system.value for system in Code.System if system != Code.System.SNOMED]


def codes_in_use():
    """Those that hospitals' systems are answered by."""
    return Code.objects.active().filter(system__in=SYSTEMS).order_by("system", "code", "rank")


def _codes_of(system):
    """The codes of a condition in one system that mean its page before any other."""
    return lambda page: [code.code for code in page.codes.all() if code.system == system and code.rank == 1]


ICD10CM_CODES = Column("icd_10_cm", WORDS, "ICD-10-CM codes that mean this page before any other.", _codes_of(Code.System.ICD10CM), ["G56.0"])
MESH_CODES = Column("mesh", WORDS, "MeSH descriptors that mean this page before any other.", _codes_of(Code.System.MESH), ["D002349"])

CODE_MAP = (
    Column("system", {"type": "string", "enum": SYSTEMS}, "The code system.", lambda code: code.system, "icd-10-cm"),
    Column("code", TEXT, "The code, as its system writes it.", lambda code: code.code, "G56.0"),
    Column("scope", one_of(Code.Scope), "exact: this code only. subtree: all codes below it too.", lambda code: code.scope, "subtree"),
    Column("rank", {"type": "integer", "minimum": 1}, "1 comes first where several pages have the code.", lambda code: code.rank, 1),
    Column("page", SLUG, "The slug of the condition that explains it.", lambda code: code.page.slug, "carpal-tunnel-syndrome"),
    Column("source", TEXT, "Where it was read that the code is of this condition.", lambda code: code.source, "ICD-10-CM tabular list, FY2026"),
    Column("checked", DAY, "The day on which somebody checked it.", lambda code: day(code.checked), "2026-11-21"),
)
