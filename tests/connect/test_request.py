"""A request of a hospital's system, read into what it asks for: each rule of docs/connect.md."""

import pytest

from search.infobutton import BadRequest, NotAcceptable, decoded, first_values, language_of, languages, media_type, names_no_diagnosis, read, words_of


def asked(query):
    return read(first_values(decoded(query.encode())))


def criteria(query):
    return [(each.number, each.code, each.system, each.name, each.original) for each in asked(query).criteria]


# --- Names and values -------------------------------------------------------------------------------------------


def test_names_are_compared_in_any_case():
    assert criteria("MAINsearchcriteria.V.C=G61.0&mainsearchCRITERIA.v.CS=x") == [("", "G61.0", "x", "", "")]


def test_plus_and_percent_20_are_spaces_and_blanks_around_a_value_go():
    assert criteria("mainSearchCriteria.v.dn=+Carpal%20tunnel+") == [("", "", "", "Carpal tunnel", "")]


def test_the_first_value_that_is_not_blank_counts():
    assert criteria("mainSearchCriteria.v.dn=&mainSearchCriteria.v.dn=+&mainSearchCriteria.v.dn=one&mainSearchCriteria.v.dn=two")[0][3] == "one"


def test_bytes_that_are_no_utf_8_are_replaced():
    assert criteria("mainSearchCriteria.v.dn=Guillain-Barr%E9")[0][3] == "Guillain-Barr�"


def test_characters_that_xml_forbids_are_dropped():
    assert criteria("mainSearchCriteria.v.dn=a%00b%0Bc%EF%BF%BF")[0][3] == "abc"


def test_unknown_names_are_no_mistake():
    assert criteria("age.v.v=50&holder.assignedEntity.certificateText=secret&_=1&mainSearchCriteria.v.dn=x")[0][3] == "x"


def test_the_older_names_are_read_and_the_newer_win():
    assert criteria("mainSearchCriteria.c.c=G56.0&mainSearchCriteria.c.cs=y") == [("", "G56.0", "y", "", "")]
    assert criteria("mainSearchCriteria.c.c=G56.0&mainSearchCriteria.v.c=G61.0&mainSearchCriteria.v.cs=x")[0][1] == "G61.0"


def test_numbered_criteria_may_have_gaps_and_begin_at_nought():
    query = "mainSearchCriteria.v.c0=A&mainSearchCriteria.v.cs0=x&mainSearchCriteria.v.dn7=b&mainSearchCriteria.v.ot2=c"

    assert criteria(query) == [("", "A", "x", "", ""), ("2", "", "", "", "c"), ("7", "", "", "b", "")]


def test_ten_criteria_are_answered_at_most():
    query = "&".join(f"mainSearchCriteria.v.dn{number}=name" for number in range(1, 15))

    assert [number for number, *_rest in criteria(query)] == [str(number) for number in range(1, 11)]


def test_a_value_of_512_characters_is_the_longest():
    assert criteria("mainSearchCriteria.v.dn=" + "x" * 512)[0][3] == "x" * 512
    with pytest.raises(BadRequest, match="512 characters"):
        asked("mainSearchCriteria.v.dn=" + "x" * 513)


def test_a_hundred_parameters_and_eight_kilobytes_are_the_most():
    asked("mainSearchCriteria.v.dn=x" + "&a=1" * 99)
    with pytest.raises(BadRequest, match="100 parameters"):
        asked("mainSearchCriteria.v.dn=x" + "&a=1" * 100)
    with pytest.raises(BadRequest, match="8192 bytes"):
        asked("mainSearchCriteria.v.dn=x&a=" + "y" * 8192)


# --- What makes a request valid ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("", "mainSearchCriteria.v.c with"),
        ("age.v.v=3", "mainSearchCriteria.v.c with"),
        ("mainSearchCriteria.v.c=G61.0", "mainSearchCriteria.v.cs,"),
        ("mainSearchCriteria.v.cs=2.16.840.1.113883.6.90", "mainSearchCriteria.v.c,"),
        ("mainSearchCriteria.v.c3=G61.0", "mainSearchCriteria.v.cs3,"),
    ],
)
def test_a_request_for_nothing_is_told_what_is_missing(query, missing):
    with pytest.raises(BadRequest, match=missing.replace(".", r"\.")) as refusal:
        asked(query)
    assert "G61.0" not in str(refusal.value)


@pytest.mark.parametrize("query", ["mainSearchCriteria.v.c=G61.0&mainSearchCriteria.v.dn=x", "mainSearchCriteria.v.cs=1.2&mainSearchCriteria.v.ot=x"])
def test_a_text_makes_up_for_half_a_code(query):
    assert len(criteria(query)) == 1


def test_broken_criteria_beside_a_good_one_are_skipped():
    assert [number for number, *_rest in criteria("mainSearchCriteria.v.c=G61.0&mainSearchCriteria.v.dn1=x&mainSearchCriteria.v.cs2=y")] == ["1"]


# --- Who reads it, and in which language ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "recipient"),
    [("", "PAT"), ("pat", "PAT"), ("PROV", "PROV"), ("payor", "PAYOR"), ("healthcareProvider", "PROV"), ("provider", "PROV"), ("nurse", "PAT")],
)
def test_the_recipient_is_never_a_mistake(value, recipient):
    assert asked(f"mainSearchCriteria.v.dn=x&informationRecipient={value}").recipient == recipient


@pytest.mark.parametrize(
    ("tag", "language"), [("en", "en"), ("en-US", "en"), ("es_MX", "es"), ("sp", "es"), ("SPA", "es"), ("Spanish", "es"), ("eng", "en"), ("fr", "fr")]
)
def test_a_language_is_the_first_part_of_its_tag(tag, language):
    assert language_of(tag) == language


@pytest.mark.parametrize("tag", ["<script>", "e", "englishenglish", "1", "é", "../en", "e n"])
def test_what_is_no_language_tag_is_left_out(tag):
    assert language_of(tag) == ""
    assert languages({"informationrecipient.languagecode.c": tag}) == ("en",)
    assert languages({"informationrecipient.languagecode.c": tag, "informationrecipient.languagecode.c1": "sp"}) == ("es",)


def test_the_recipients_language_counts_before_the_performers():
    base = "mainSearchCriteria.v.dn=x&performer.languageCode.c=de"

    assert asked(base).languages == ("de",)
    assert asked(base + "&informationRecipient.languageCode.c=sp&informationRecipient.languageCode.c1=fr").languages == ("es", "fr")
    assert asked("mainSearchCriteria.v.dn=x").languages == ("en",)


# --- The format -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "accept", "found"),
    [
        ("", "", "text/xml"),
        ("", "*/*", "text/xml"),
        ("", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/xml"),
        ("", "application/json", "application/json"),
        ("", "application/fhir+json", "application/json"),
        ("", "application/json;q=0.5,text/xml", "text/xml"),
        ("", "application/json,text/xml;q=0.5", "application/json"),
        ("", "text/html,application/json", "text/xml"),
        ("", "application/atom+xml", "application/atom+xml"),
        ("", "application/json;q=many", "text/xml"),
        ("text/xml", "application/json", "text/xml"),
        ("text/XML", "", "text/xml"),
        ("application/json; charset=utf-8", "", "application/json"),
        ("text/json", "", "application/json"),
        ("json", "", "application/json"),
        ("xml", "", "text/xml"),
        ("atom", "", "application/atom+xml"),
        ("application/atom+xml", "", "application/atom+xml"),
        ("application/xml", "", "application/xml"),
    ],
)
def test_the_format_is_the_one_that_is_asked_for(wanted, accept, found):
    assert media_type(wanted, accept) == found


@pytest.mark.parametrize("wanted", ["application/javascript", "text/javascript", "text/html", "pdf", "jsonp"])
def test_jsonp_and_other_formats_are_not_given(wanted):
    with pytest.raises(NotAcceptable):
        media_type(wanted, "application/json")


# --- Texts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guillain–Barré syndrome (disorder)", "guillain barre"),
        ("Bell’s palsy, right", "bells palsy"),
        ("The carpal tunnel syndrome of left", "CARPAL TUNNEL"),
        ("Ulnar neuropathy (finding)", "ulnar neuropathy"),
    ],
)
def test_two_ways_to_write_a_name_have_the_same_words(one, other):
    assert words_of(one) == words_of(other)


def test_non_makes_another_word():
    assert words_of("Non-diabetic neuropathy") == words_of("Nondiabetic neuropathy") == ("nondiabetic", "neuropathy")
    assert words_of("Non - diabetic") == ("nondiabetic",)


@pytest.mark.parametrize(
    "text",
    [
        "No carpal tunnel syndrome", "not neuropathy", "without neuropathy", "denies neuropathy", "negative for neuropathy", "rule out CIDP", "R/O CIDP",
        "family history of CMT", "history of neuropathy", "screening for neuropathy", "at risk of neuropathy", "fear of neuropathy", "suspected CIDP",
        "rule-out CIDP", "rule  out CIDP", "rule\tout CIDP", "history  of CIDP", "fear-of CIDP", "r / o CIDP", "r\u2044o CIDP", "no_CIDP", "Rule,out CIDP",
        "FH: neuropathy", "FHx of CMT", "family hx of CMT", "H/O CIDP", "PMH CIDP", "CIDP ruled out", "possible CIDP", "Probable CIDP", "CMT carrier",
    ],
)  # fmt: skip
def test_what_is_denied_feared_or_looked_for_is_no_diagnosis(text):
    assert names_no_diagnosis(text)


@pytest.mark.parametrize("text", ["Nocturnal neuropathy", "Notalgia", "Carpal tunnel syndrome", "Non-diabetic neuropathy"])
def test_a_word_that_only_begins_like_a_denial_is_none(text):
    assert not names_no_diagnosis(text)
