"""A study of the registry as plain values: what is read, what may be missing, and what is refused in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trials.studies import MISSING, PRIVATE, expanded_access, study
from trials.dates import date_words, last_day
from trials.registry import FACTS, nct_id, read_study, without_contacts


def facts_of(**changes):
    reading = read_study(study(**changes))
    assert reading.problems == []
    return reading.facts


# --- Numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NCT01234567", "NCT01234567"),
        ("nct01234567", "NCT01234567"),
        ("NCT1234567", "NCT01234567"),
        ("NCT0000000000123", "NCT00000123"),
        ("NCT123456789", None),
        ("NCT00000000", None),
        ("NCT", None),
        ("1234567", None),
        ("NCT01234567\n", None),
        ("NCT０1234567", None),
        (" NCT01234567", None),
        ("", None),
        (None, None),
        (1234567, None),
    ],
)
def test_numbers_are_written_as_the_registry_writes_them(text, number):
    assert nct_id(text) == number


def test_a_number_of_seven_digits_is_filled_up():
    assert read_study(study(nctId="NCT9000001")).nct_id == "NCT09000001"


def test_older_numbers_are_read():
    reading = read_study(study(identificationModule={"nctId": "NCT09000001", "nctIdAliases": ["nct8000001", "NCT09000001", "nonsense"]}))

    assert reading.aliases == ["NCT08000001"]


# --- What is read -----------------------------------------------------------------------------------------------


def test_every_fact_is_read():
    facts = facts_of()

    assert set(facts) == set(FACTS)
    assert (facts["status"], facts["phases"], facts["enrolment"], facts["masking"]) == ("RECRUITING", ["PHASE2"], 80, "DOUBLE")
    assert facts["interventions"] == [{"type": "OTHER", "name": "Tea bath", "otherNames": ["Tea soak"]}]
    assert facts["meshes"] == [{"id": "D010523", "term": "Peripheral Nervous System Diseases"}]
    assert (facts["has_results"], facts["has_dmc"], facts["is_us_export"]) == (False, True, None)


def test_the_precision_of_dates_is_kept():
    facts = facts_of()

    assert (facts["start_date"], facts["primary_completion_date"]) == ("2025-03", "2027-01-31")


@pytest.mark.parametrize("module", sorted(set(study()["protocolSection"]) - {"identificationModule"}))
@pytest.mark.parametrize("value", [MISSING, None])
def test_a_missing_part_breaks_nothing(module, value):
    assert set(facts_of(**{module: value})) == set(FACTS)


@pytest.mark.parametrize("part", ["derivedSection", "hasResults", "versionHolder", "locations", "interventions", "briefTitle"])
@pytest.mark.parametrize("value", [MISSING, None])
def test_a_missing_value_breaks_nothing(part, value):
    assert set(facts_of(**{part: value})) == set(FACTS)


def test_special_access_has_hardly_anything():
    reading = read_study(expanded_access())

    assert reading.problems == []
    assert (reading.facts["phases"], reading.facts["enrolment"], reading.facts["completion_date"]) == ([], None, "")


def test_unknown_words_and_keys_are_kept_or_passed_over():
    facts = facts_of(overallStatus="ON_THE_MOON", phases=["PHASE9"], sex="OTHER_SEX", statusModule__brandNewKey={"a": [1]})

    assert (facts["status"], facts["phases"], facts["sex"]) == ("ON_THE_MOON", ["PHASE9"], "OTHER_SEX")


def test_nothing_of_people_is_read():
    text = str(facts_of())

    assert [word for word in PRIVATE[:3] if word in text] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to ida.i@mail.example.org now", "Write to […] now"),
        ("Call +44 1632 960001.", "[…]."),
        ("Lack of money (Tel.: 0163 2960 001)", "Lack of money ([…])"),
        ("Day 1 2 3 and 2014-05-01 to 2016-08-01", "Day 1 2 3 and 2014-05-01 to 2016-08-01"),
    ],
)
def test_addresses_and_numbers_of_people_are_taken_out(text, shown):
    assert without_contacts(text) == shown


# --- What is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, 7, "text", [], {}, {"protocolSection": None}, {"protocolSection": []}, {"studies": []}])
def test_what_is_no_study_says_so(value):
    reading = read_study(value)

    assert reading.nct_id is None
    assert ["This is no study" in problem for problem in reading.problems] == [True]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"nctId": MISSING}, "protocolSection.identificationModule.nctId must be a number such as NCT01234567."),
        ({"nctId": "ISRCTN1"}, "protocolSection.identificationModule.nctId must be a number such as NCT01234567."),
        ({"completionDateStruct__date": "soon"}, "completionDateStruct.date is “soon”, and must be a date such as 2024-05-31 or 2024-05."),
        ({"completionDateStruct__date": "2024-02-30"}, "is “2024-02-30”, and must be a date"),
        ({"versionHolder": "2024-13"}, "derivedSection.miscInfoModule.versionHolder is “2024-13”"),
        ({"statusModule": []}, "protocolSection.statusModule must be an object."),
        ({"derivedSection": "x"}, "derivedSection must be an object."),
        ({"briefTitle": 5}, "briefTitle must be text."),
        ({"count": "80"}, "designModule.enrollmentInfo.count must be a whole number from 0 to 2147483647."),
        ({"count": -1}, "must be a whole number"),
        ({"count": 2**31}, "must be a whole number"),
        ({"count": True}, "must be a whole number"),
        ({"hasResults": "yes"}, "hasResults must be true or false."),
        ({"phases": "PHASE1"}, "designModule.phases must be a list."),
        ({"phases": [1]}, "designModule.phases must be text."),
        ({"locations": ["Leeds"]}, "contactsLocationsModule.locations must be a list of objects."),
        ({"interventions": [{"name": 1}]}, "armsInterventionsModule.interventions.name must be text."),
    ],
)
def test_a_wrong_shape_is_a_sentence(changes, sentence):
    problems = read_study(study(**changes)).problems

    assert len(problems) == 1
    assert sentence in problems[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "name", "date", "x"]) | st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(part=st.sampled_from(sorted(study()["protocolSection"])), value=JSON)
def test_whatever_stands_there_nothing_breaks(part, value):
    made = study()
    made["protocolSection"][part] = value

    read_study(made)
    read_study(value)


# --- Dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"), [("2024-05", "2024-05-31"), ("2024-02", "2024-02-29"), ("2023-02", "2023-02-28"), ("2024-05-03", "2024-05-03")]
)
def test_a_month_counts_to_its_end(text, day):
    assert last_day(text).isoformat() == day


@pytest.mark.parametrize(
    "text", ["2024", "2024-5", "2024-00", "2024-13", "0000-01", "2024-05-00", "2024-05-32", "24-05-01", "2024-05-01T00:00", "²024-05"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        last_day(text)


@pytest.mark.parametrize(("text", "words"), [("2024-05", "May 2024"), ("2024-05-03", "3 May 2024"), ("", "")])
def test_no_day_is_made_up_in_words(text, words):
    assert date_words(text) == words
