"""Code systems of hospitals: how each is named, how its codes are written, and which codes stand above a code.

Object identifiers and web names are those of HL7 (URL-based Infobutton guide, Release 4, 2014, and FHIR). Pure functions.
"""

import re
from dataclasses import dataclass

ICD10CM, ICD9CM, SNOMED, MESH = "icd-10-cm", "icd-9-cm", "snomed-ct", "mesh"
ICD10WHO = "icd-10"
CATEGORY = 3  # characters of an ICD category, such as G56
WHO_LENGTH = 4  # characters without the dot of the longest code of the World Health Organization's own ICD-10


@dataclass(frozen=True)
class CodeSystem:
    """A system by which somebody may ask. `rows` names the system whose rows answer it, or is "" where none can."""

    key: str
    label: str
    oid: str
    names: tuple[str, ...]
    rows: str = ""


SYSTEMS = (
    CodeSystem(ICD10CM, "ICD-10-CM", "2.16.840.1.113883.6.90", ("hl7.org/fhir/sid/icd-10-cm", "icd10cm", "icd-10-cm"), rows=ICD10CM),
    CodeSystem(ICD10WHO, "ICD-10", "2.16.840.1.113883.6.3", ("hl7.org/fhir/sid/icd-10",), rows=ICD10CM),
    CodeSystem(ICD9CM, "ICD-9-CM", "2.16.840.1.113883.6.103", ("hl7.org/fhir/sid/icd-9-cm", "icd9cm", "icd-9-cm"), rows=ICD9CM),
    CodeSystem(SNOMED, "SNOMED CT", "2.16.840.1.113883.6.96", ("snomed.info/sct", "snomedct", "snomed", "snomed-ct"), rows=SNOMED),
    CodeSystem(MESH, "MeSH", "2.16.840.1.113883.6.177", ("mesh", "msh"), rows=MESH),
    CodeSystem("rxnorm", "RxNorm", "2.16.840.1.113883.6.88", ("www.nlm.nih.gov/research/umls/rxnorm", "rxnorm")),
    CodeSystem("ndc", "NDC", "2.16.840.1.113883.6.69", ("ndc",)),
    CodeSystem("loinc", "LOINC", "2.16.840.1.113883.6.1", ("loinc.org", "loinc")),
    CodeSystem("cpt", "CPT", "2.16.840.1.113883.6.12", ()),
)
SYSTEM = {system.key: system for system in SYSTEMS}
_BY_NAME = {name: system for system in SYSTEMS for name in (system.oid, *system.names)}
_PATTERNS = {
    ICD10CM: re.compile(r"[A-Z][0-9][A-Z0-9]{1,5}"),
    ICD9CM: re.compile(r"[0-9]{3,5}|V[0-9]{2,4}|E[0-9]{3,4}"),
    SNOMED: re.compile(r"[0-9]{6,18}"),
    MESH: re.compile(r"[A-Z][0-9]{6,9}"),
}
_OTHER = re.compile(r"[0-9A-Z]([0-9A-Z.\-]{0,18}[0-9A-Z])?")


def system_named(text):
    """The `CodeSystem` that an OID, `urn:oid:`, a FHIR address or a short name stands for, in any case; None for another."""
    name = text.strip().casefold().removeprefix("urn:oid:").removeprefix("http://").removeprefix("https://")
    return _BY_NAME.get(name.rstrip("/"))


def canonical(system, code):
    """The one way to write a code, such as "G61.81" for " g6181. ", given the key of a system; None if it cannot be a code of it.

    A code of the World Health Organization's ICD-10 is cut to four characters, as its codes are: "E11.42" is "E11.4".
    """
    code = code.upper()
    if system in {ICD10CM, ICD10WHO, ICD9CM}:
        bare = re.sub(r"[ .]", "", code)
        if not _PATTERNS[ICD9CM if system == ICD9CM else ICD10CM].fullmatch(bare):
            return None
        return _with_dot(system, bare[:WHO_LENGTH] if system == ICD10WHO else bare)
    code = code.strip()
    return code if _PATTERNS.get(system, _OTHER).fullmatch(code) else None


def parents(system, code):
    """The longer categories of a canonical ICD code, nearest first: "G56.01" is below "G56.0" and "G56". Other systems have none here."""
    if system not in {ICD10CM, ICD10WHO, ICD9CM}:
        return []
    bare = code.replace(".", "")
    return [_with_dot(system, bare[:length]) for length in range(len(bare) - 1, _category(system, bare) - 1, -1)]


def _category(system, bare):
    """Characters before the dot: an external cause of ICD-9-CM has one more."""
    return CATEGORY + (system == ICD9CM and bare.startswith("E"))


def _with_dot(system, bare):
    place = _category(system, bare)
    return f"{bare[:place]}.{bare[place:]}" if len(bare) > place else bare
