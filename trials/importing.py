"""Records from files of the registry: everything is read and checked before anything is written."""

import hashlib
import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Code
from editorial import actions
from editorial.exceptions import Refused
from editorial.models import Event
from trials.actions import take_off
from trials.dates import last_day
from trials.models import AsksPayment, Trial, TrialAlias, TrialChange
from trials.money import payment_hits
from trials.registry import PRIVATE_TEXTS, StudyReading, read_study

DEEPEST = 50
NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
# Facts of which a change is told to the editor.
WATCHED = (
    *("status", "phases", "start_date", "primary_completion_date", "completion_date", "results_posted", "enrolment", "enrolment_type"),
    *("has_results", "sponsor_name"),
)


class ImportProblems(Exception):
    """Files that cannot be imported. `problems` is a list of sentences, each with the place that it is about."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


@dataclass
class ReadStudy:
    """One study of a file, read and checked."""

    reading: StudyReading
    raw: dict
    source: str
    sha256: str


@dataclass
class TrialReport:
    """What an import did or would do: numbers of studies in the registry."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    older: list = field(default_factory=list)  # left alone: the stored record is newer
    taken_off: list = field(default_factory=list)  # were public, and newly speak of payment


def import_trials(paths, *, dry_run=False, progress=iter):
    """Imports the studies of files into records, new ones waiting for an editor; returns a `TrialReport`.

    Raises ImportProblems, and Refused where somebody else imports the same at the same time; nothing is then written.
    """
    studies = _read_files(paths)
    report = TrialReport()
    try:
        with transaction.atomic():
            _store(studies, report, progress)
            if dry_run:
                transaction.set_rollback(True)
    except IntegrityError:
        raise Refused(_("Somebody else imported the same records just now, so nothing was written. Run the command again.")) from None
    return report


# --- Reading ----------------------------------------------------------------------------------------------------


def _read_files(paths):
    problems: list[str] = []
    studies: list[ReadStudy] = []
    for path in paths:
        try:
            bytes_of_file = Path(path).read_bytes()
            found = _studies_in(_json(bytes_of_file))
        except OSError as error:
            problems.append(_("%(path)s: The file cannot be read: %(reason)s.") % {"path": path, "reason": error.strerror})
        except Refused as refusal:
            problems.append(f"{path}: {refusal}")
        else:
            sha256 = hashlib.sha256(bytes_of_file).hexdigest()
            studies += [ReadStudy(read_study(study), study, Path(path).name, sha256) for study in found]
            problems += _problems_of(path, studies[len(studies) - len(found) :])
    problems += _named_twice(studies)
    if problems:
        raise ImportProblems(problems)
    return studies


def _json(bytes_of_file):
    try:
        return json.loads(bytes_of_file.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise Refused(_("The file is not UTF-8 text. Save what the registry answers as it is.")) from None
    except RecursionError:
        raise Refused(_("The file is nested too deeply to be an answer of the registry.")) from None
    except ValueError as error:
        line = _(" (line %(line)d)") % {"line": error.lineno} if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(_("This is not valid JSON%(line)s. Save what the registry answers as it is.") % {"line": line}) from None


def _refuse_constant(name):
    raise ValueError(name)


def _studies_in(value):
    """The studies of a file: one study, a list of them, or an answer with “studies”."""
    if isinstance(value, dict) and "studies" in value:
        value = value["studies"]
    studies = [value] if isinstance(value, dict) else value
    if not isinstance(studies, list):
        raise Refused(_("There is no study in this file. Give one study, a list of studies, or an answer of the registry with “studies”."))
    if not studies:
        raise Refused(_("The list of studies in this file is empty. Ask the registry again."))
    return studies


def _problems_of(path, studies):
    problems = []
    for number, study in enumerate(studies, 1):
        where = f"{path}: {study.reading.nct_id or _('study %(number)d') % {'number': number}}"
        found = study.reading.problems
        if not _is_storable(study.raw):
            found = [_("There is a character or a number that cannot be stored. Ask the registry for the study again.")]
        problems += [f"{where}: {problem}" for problem in found]
    return problems


def _is_storable(value, depth=0):
    """Whether both databases take it: no NUL, no half of a character, no infinite number, and no more depth than a study has."""
    if isinstance(value, dict | list):
        items = [item for pair in value.items() for item in pair] if isinstance(value, dict) else value
        return depth < DEEPEST and all(_is_storable(item, depth + 1) for item in items)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, str) or not NOT_STORABLE.search(value)


def _named_twice(studies):
    seen, problems = {}, []
    for study in studies:
        number = study.reading.nct_id
        if number and number in seen:
            problems.append(
                _("%(number)s stands in the files twice (%(first)s, %(second)s). Leave one out.")
                % {
                    "number": number,
                    "first": seen[number],
                    "second": study.source,
                }
            )
        seen.setdefault(number, study.source)
    return problems


# --- Storing ----------------------------------------------------------------------------------------------------


def _store(studies, report, progress):
    numbers = [study.reading.nct_id for study in studies]
    stored = {trial.nct_id: trial for trial in Trial.objects.select_for_update().filter(nct_id__in=numbers).prefetch_related("aliases")}
    codes = _mesh_pages()
    for study in progress(studies):
        trial = stored.get(study.reading.nct_id)
        if trial is None:
            _add(study, codes)
            report.new.append(study.reading.nct_id)
        else:
            _update(trial, study, report)


def _mesh_pages():
    """{MeSH number: condition pages} of the codes that somebody has checked."""
    pages: dict[str, list[int]] = {}
    for code, page in Code.objects.filter(system=Code.System.MESH, checked__isnull=False).values_list("code", "page"):
        pages.setdefault(code, []).append(page)
    return pages


def _add(study, codes):
    reading = study.reading
    trial = Trial(nct_id=reading.nct_id, **reading.facts, **_provenance(study))
    if _hits(reading.facts):
        trial.asks_payment = AsksPayment.TO_CHECK
    trial.save()
    _keep_aliases(trial, reading.aliases, set())
    # A proposal to the editor, who sees it before anything is public.
    trial.condition_pages.set({page for row in trial.meshes for page in codes.get(row["id"], [])})


def _update(trial, study, report):
    facts, before = study.reading.facts, trial.facts()
    if _is_older(facts, before):
        report.older.append(trial.nct_id)
        return
    known = {alias.nct_id for alias in trial.aliases.all()}
    if (facts, study.raw, set(study.reading.aliases)) == (before, trial.raw, known):
        report.unchanged.append(trial.nct_id)
        return
    report.changed.append(trial.nct_id)
    for name, value in (facts | _provenance(study)).items():
        setattr(trial, name, value)
    _tell(trial, before, facts, report)
    trial.save()
    _keep_aliases(trial, study.reading.aliases, known)
    TrialChange.objects.bulk_create(
        TrialChange(trial=trial, at=trial.imported_at, fact=name, before=_as_text(before[name]), after=_as_text(facts[name]))
        for name in WATCHED
        if before[name] != facts[name]
    )


def _is_older(facts, before):
    """Whether a file is of an older day than the stored record: it would undo what is known since."""
    new, old = last_day(facts["registry_date"]), last_day(before["registry_date"])
    return bool(old) and (new is None or new < old)


def _tell(trial, before, facts, report):
    """New words about payment must be checked, and take a public record off; other changes of one make its pages anew."""
    is_new_hit = bool(_hits(facts) - _hits(before)) and trial.asks_payment != AsksPayment.YES
    if is_new_hit:
        trial.asks_payment = AsksPayment.TO_CHECK
    if not trial.is_published:
        return
    if is_new_hit:
        take_off(trial, by=None, reason=_("The record has new words that may mean that patients pay. Somebody must decide."))
        report.taken_off.append(trial.nct_id)
    else:
        trial.changed_at = trial.imported_at
        actions.trial_changed(Event.Verb.TRIAL_CHANGED, trial.nct_id, by=None, reason=_("Imported newer facts."), public=True)


def _provenance(study):
    return {"imported_at": timezone.now(), "source": study.source, "file_sha256": study.sha256, "raw": study.raw}


def _hits(facts):
    return set(payment_hits(*(facts[name] for name in PRIVATE_TEXTS)))


def _keep_aliases(trial, aliases, known):
    TrialAlias.objects.filter(trial=trial, nct_id__in=known - set(aliases)).delete()
    for alias in set(aliases) - known:
        TrialAlias.objects.update_or_create(nct_id=alias, defaults={"trial": trial})


def _as_text(value):
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
