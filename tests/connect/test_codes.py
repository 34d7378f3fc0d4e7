"""Code systems and their codes: each way to write them, and which codes stand above a code."""

import pytest

from articles.codes import canonical, parents, system_named

OIDS = {
    "2.16.840.1.113883.6.90": "icd-10-cm",
    "2.16.840.1.113883.6.3": "icd-10",
    "2.16.840.1.113883.6.103": "icd-9-cm",
    "2.16.840.1.113883.6.96": "snomed-ct",
    "2.16.840.1.113883.6.177": "mesh",
    "2.16.840.1.113883.6.88": "rxnorm",
    "2.16.840.1.113883.6.69": "ndc",
    "2.16.840.1.113883.6.1": "loinc",
    "2.16.840.1.113883.6.12": "cpt",
}
OTHER_NAMES = {
    "urn:oid:2.16.840.1.113883.6.90": "icd-10-cm",
    "URN:OID:2.16.840.1.113883.6.96": "snomed-ct",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd-10-cm",
    "HTTP://HL7.ORG/fhir/sid/icd-10-cm/": "icd-10-cm",
    "http://hl7.org/fhir/sid/icd-9-cm": "icd-9-cm",
    "http://hl7.org/fhir/sid/icd-10": "icd-10",
    "http://snomed.info/sct": "snomed-ct",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://loinc.org/": "loinc",
    **dict.fromkeys(("ICD10CM", "ICD-10-CM", "icd10cm"), "icd-10-cm"),
    **dict.fromkeys(("ICD9CM", "ICD-9-CM"), "icd-9-cm"),
    **dict.fromkeys(("SNOMEDCT", "SNOMED", "SNOMED-CT"), "snomed-ct"),
    **dict.fromkeys(("MESH", "MSH"), "mesh"),
    "RXNORM": "rxnorm",
    "NDC": "ndc",
    "LOINC": "loinc",
}


@pytest.mark.parametrize(("name", "key"), [*OIDS.items(), *OTHER_NAMES.items()])
def test_a_system_is_recognised_however_it_is_named(name, key):
    assert system_named(name).key == key
    assert system_named(f"  {name} ").key == key


@pytest.mark.parametrize("name", ["", "2.16.840.1.113883.6.9", "2.16.840.1.113883.6.900", "http://example.org/sct", "ICD", "urn:oid:"])
def test_another_system_is_unknown(name):
    assert system_named(name) is None


@pytest.mark.parametrize("written", ["g61.0", "G610", " G61.0 ", "G61.0.", "g 61.0", "G61 .0"])
def test_an_icd_10_code_has_one_form(written):
    assert canonical("icd-10-cm", written) == "G61.0"


@pytest.mark.parametrize(
    ("system", "written", "code"),
    [
        ("icd-10-cm", "G6181", "G61.81"),
        ("icd-10-cm", "G64", "G64"),
        ("icd-10-cm", "S44.90XA", "S44.90XA"),
        ("icd-10", "E11.42", "E11.4"),
        ("icd-10", "G61", "G61"),
        ("icd-9-cm", "35781", "357.81"),
        ("icd-9-cm", "354", "354"),
        ("icd-9-cm", "v12.3", "V12.3"),
        ("icd-9-cm", "E9501", "E950.1"),
        ("snomed-ct", "57406009", "57406009"),
        ("mesh", "d002349", "D002349"),
        ("loinc", "4548-4", "4548-4"),
    ],
)
def test_codes_of_each_system_have_one_form(system, written, code):
    assert canonical(system, written) == code


@pytest.mark.parametrize(
    ("system", "written"),
    [
        ("icd-10-cm", "G61.0<script>"),
        ("icd-10-cm", "!!"),
        ("icd-10-cm", ""),
        ("icd-10-cm", "G6"),
        ("icd-10-cm", "GO1.0"),
        ("icd-10-cm", "G61.012345"),
        ("icd-10-cm", "Ｇ61.0"),
        ("icd-9-cm", "35"),
        ("icd-9-cm", "357.812"),
        ("snomed-ct", "57406009x"),
        ("snomed-ct", "12345"),
        ("snomed-ct", "٥٧٤٠٦٠٠٩"),
        ("mesh", "carpal"),
        ("loinc", "<b>"),
    ],
)
def test_what_cannot_be_a_code_is_none(system, written):
    assert canonical(system, written) is None


@pytest.mark.parametrize(
    ("system", "code", "above"),
    [
        ("icd-10-cm", "G56.01", ["G56.0", "G56"]),
        ("icd-10-cm", "G56", []),
        ("icd-10", "E11.4", ["E11"]),
        ("icd-9-cm", "357.81", ["357.8", "357"]),
        ("icd-9-cm", "E950.1", ["E950"]),
        ("snomed-ct", "57406009", []),
        ("mesh", "D002349", []),
    ],
)
def test_only_icd_codes_have_codes_above_them(system, code, above):
    assert parents(system, code) == above
