"""Records from files: the same file twice changes nothing, newer ones tell what changed, broken ones write nothing."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from editorial.caching import content_version
from editorial.models import Event
from tests import factories
from tests.trials.studies import MISSING, expanded_access, observed, patient_funded, study, write
from trials.importing import import_trials
from trials.models import Trial, TrialAlias, TrialChange

pytestmark = pytest.mark.django_db


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Trial, TrialAlias, TrialChange, Event)]


def run(*paths, **options):
    call_command("import_trials", *map(str, paths), **options)


# --- What is stored ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [study, patient_funded, expanded_access, observed])
def test_each_kind_of_record_waits_for_an_editor(tmp_path, make):
    report = import_trials([write(tmp_path, make())])

    trial = Trial.objects.get()
    assert report.new == [trial.nct_id]
    assert (trial.state, trial.plain_title, trial.source) == ("waiting", "", "studies.json")
    assert trial.raw == make()
    assert not Trial.objects.published().exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("wrap", [lambda made: made, lambda made: [made], lambda made: {"studies": [made], "nextPageToken": "x", "totalCount": 1}])
def test_one_study_a_list_and_an_answer_are_read_alike(tmp_path, wrap):
    assert import_trials([write(tmp_path, wrap(study()))]).new == ["NCT09000001"]


def test_the_same_file_twice_changes_nothing(tmp_path):
    path = write(tmp_path, [study(), patient_funded(), expanded_access(), observed()])
    import_trials([path])
    before = everything()

    report = import_trials([path])

    assert (report.new, report.changed, len(report.unchanged)) == ([], [], 4)
    assert everything() == before


def test_a_dry_run_writes_nothing_and_tells_the_same(tmp_path):
    path = write(tmp_path, [study(), observed()])

    dry, real = import_trials([path], dry_run=True), None
    assert everything() == [[], [], [], []]
    real = import_trials([path])

    assert dry == real


def test_a_checked_mesh_code_proposes_a_condition_page(tmp_path):
    condition, other = factories.make_condition(), factories.make_condition()
    condition.codes.create(system="mesh", code="D010523", checked="2026-01-02")
    other.codes.create(system="mesh", code="D010523", checked=None)

    import_trials([write(tmp_path, study())])

    assert list(Trial.objects.get().condition_pages.all()) == [condition]


def test_only_words_about_payment_wait_for_a_decision(tmp_path):
    import_trials([write(tmp_path, [study(), patient_funded()])])

    assert dict(Trial.objects.values_list("nct_id", "asks_payment")) == {"NCT09000001": "no", "NCT09000002": "to-check"}


def test_older_numbers_lead_to_the_record_and_follow_the_registry(tmp_path):
    def with_aliases(*aliases):
        return study(identificationModule={"nctId": "NCT09000001", "nctIdAliases": list(aliases)})

    import_trials([write(tmp_path, with_aliases("NCT08000001", "NCT08000002"))])
    report = import_trials([write(tmp_path, with_aliases("NCT08000002", "NCT08000003"))])

    assert report.changed == ["NCT09000001"]
    assert sorted(TrialAlias.objects.values_list("nct_id", "trial__nct_id")) == [("NCT08000002", "NCT09000001"), ("NCT08000003", "NCT09000001")]


# --- What changed -----------------------------------------------------------------------------------------------


def test_changes_of_what_counts_are_told(tmp_path):
    import_trials([write(tmp_path, study())])
    newer = {
        "overallStatus": "TERMINATED",
        "whyStopped": "No money",
        "phases": ["PHASE1", "PHASE2"],
        "completionDateStruct__date": "2026-01",
        "count": 12,
        "hasResults": True,
        "leadSponsor": {"name": "Another", "class": "OTHER"},
        "briefSummary": "Other words.",
    }

    import_trials([write(tmp_path, study(**newer, versionHolder="2026-07-01"))])

    assert {change.fact: (change.before, change.after) for change in TrialChange.objects.all()} == {
        "status": ("RECRUITING", "TERMINATED"),
        "phases": ("PHASE2", "PHASE1, PHASE2"),
        "completion_date": ("2027-06", "2026-01"),
        "enrolment": ("80", "12"),
        "has_results": ("False", "True"),
        "sponsor_name": ("University of Nowhere", "Another"),
    }
    assert str(TrialChange.objects.get(fact="enrolment").label) == "people"


def test_an_older_file_leaves_a_newer_record_alone(tmp_path, capsys):
    import_trials([write(tmp_path, study())])
    before = everything()

    run(write(tmp_path, study(versionHolder="2026-06-13", overallStatus="COMPLETED")))
    run(write(tmp_path, study(versionHolder=MISSING, overallStatus="COMPLETED")))

    assert everything() == before
    assert "Left alone, because the stored record is newer: NCT09000001" in capsys.readouterr().out


def test_an_editors_words_outlive_an_import(tmp_path):
    trial = factories.make_trial(study())

    import_trials([write(tmp_path, study(versionHolder="2026-07-01"))])

    after = Trial.objects.get()
    assert (after.plain_title, after.state, after.published_at) == (trial.plain_title, "published", trial.published_at)


def test_newer_facts_of_a_public_record_make_kept_pages_anew(tmp_path):
    factories.make_trial(study())
    before = content_version()

    import_trials([write(tmp_path, study(versionHolder="2026-07-01"))])

    event = Event.objects.first()
    assert (event.verb, event.page_slug, event.actor_name, event.changed_public_text) == ("trial-changed", "NCT09000001", "Command line", True)
    assert content_version() > before


def test_newer_facts_of_a_waiting_record_concern_no_reader(tmp_path):
    import_trials([write(tmp_path, study())])

    import_trials([write(tmp_path, study(versionHolder="2026-07-01"))])

    assert not Event.objects.exists()


def test_new_words_about_payment_take_a_public_record_off(tmp_path, capsys):
    factories.make_trial(study())

    run(write(tmp_path, study(versionHolder="2026-07-01", eligibilityCriteria="Participants pay a fee.")))

    trial = Trial.objects.get()
    assert (trial.state, trial.asks_payment, trial.withdrawn_by) == ("withdrawn", "to-check", None)
    assert "may mean that patients pay" in trial.withdrawal_reason
    assert (Event.objects.first().verb, Event.objects.first().changed_public_text) == ("trial-withdrawn", True)
    assert "Taken off the site" in capsys.readouterr().out


def test_words_about_payment_that_were_decided_are_not_asked_again(tmp_path):
    factories.make_trial(patient_funded(), asks_payment="no")

    import_trials([write(tmp_path, patient_funded(versionHolder="2026-07-01"))])

    assert (Trial.objects.get().state, Trial.objects.get().asks_payment) == ("published", "no")


def test_a_study_that_is_known_to_cost_money_stays_so(tmp_path):
    factories.make_trial(patient_funded(), asks_payment="yes")

    import_trials([write(tmp_path, patient_funded(versionHolder="2026-07-01", briefSummary="A new fee."))])

    assert (Trial.objects.get().state, Trial.objects.get().asks_payment) == ("published", "yes")


# --- What is refused --------------------------------------------------------------------------------------------


def refused(capsys, *paths):
    """What the command says of files that it must refuse whole."""
    with pytest.raises(CommandError) as error:
        run(*paths)
    assert everything() == [[], [], [], []]
    return capsys.readouterr().err + str(error.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This is not valid JSON (line 1)"),
        (b"{\n'x'", "This is not valid JSON (line 2)"),
        (b"\xff\xfe{}", "The file is not UTF-8 text."),
        (b"NaN", "This is not valid JSON."),
        (b"[" * 100_000, "nested too deeply"),
        (b"9" * 10_000, "This is not valid JSON."),
        (b"[]", "The list of studies in this file is empty."),
        (b'{"studies": []}', "The list of studies in this file is empty."),
        (b"7", "There is no study in this file."),
        (b'{"studies": "x"}', "There is no study in this file."),
        (b"{}", "study 1: This is no study"),
        (b"[7]", "study 1: This is no study"),
    ],
)
def test_a_broken_file_is_a_sentence(tmp_path, capsys, content, sentence):
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    said = refused(capsys, path)

    assert sentence in said
    assert "Nothing was written." in said


def test_a_file_that_is_not_there_and_a_folder_are_sentences(tmp_path, capsys):
    said = refused(capsys, tmp_path / "none.json", tmp_path)

    assert "none.json: The file cannot be read: No such file or directory." in said
    assert "The file cannot be read: Is a directory." in said


def test_one_wrong_study_keeps_all_out_and_every_problem_is_told(tmp_path, capsys):
    path = write(tmp_path, [study(), observed(completionDateStruct__date="soon"), expanded_access(nctId="X1")])

    said = refused(capsys, path)

    assert "NCT09000004: protocolSection.statusModule.completionDateStruct.date is “soon”" in said
    assert "study 3: protocolSection.identificationModule.nctId must be a number" in said
    assert "2 problems. Nothing was written." in said


def test_the_same_study_twice_is_refused(tmp_path, capsys):
    first, second = write(tmp_path, study(), "a.json"), write(tmp_path, study(nctId="nct9000001"), "b.json")

    assert "NCT09000001 stands in the files twice (a.json, b.json). Leave one out." in refused(capsys, first, second)


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", 1e400, [[[[[[[[]]]]]]]] * 2])
def test_what_no_database_can_store_is_refused(tmp_path, capsys, value):
    deep = value
    if isinstance(value, list):
        for _level in range(60):
            deep = [deep]
    path = tmp_path / "odd.json"
    text = json.dumps(study(resultsSection={"x": deep})).replace("Infinity", "1e400")
    path.write_text(text)

    assert "cannot be stored" in refused(capsys, path)


def test_the_command_reports_what_it_did(tmp_path, capsys):
    path = write(tmp_path, [study(), patient_funded()])

    run(path, dry_run=True)
    run(path)

    said = capsys.readouterr().out.splitlines()
    assert said == [
        "2 new records wait for an editor, 0 changed, 0 unchanged, 0 left alone.",
        "This was a dry run: nothing was written.",
        "2 new records wait for an editor, 0 changed, 0 unchanged, 0 left alone.",
    ]


def test_a_record_knows_its_file_and_hour(tmp_path):
    before = timezone.now()

    import_trials([write(tmp_path, study(), "answer.json")])

    trial = Trial.objects.get()
    assert trial.imported_at >= before
    assert trial.source == "answer.json"
    assert len(trial.file_sha256) == 64


def test_the_number_of_queries_for_known_records_is_small(tmp_path, django_assert_max_num_queries):
    path = write(tmp_path, [study(nctId=f"NCT0900{number:04d}") for number in range(1, 40)])
    import_trials([path])

    with django_assert_max_num_queries(6):
        import_trials([path])
