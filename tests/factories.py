"""Minimal valid objects, by plain functions.

`make_symptom()` gives a published page, `make_symptom_draft()` a draft of a new one; the other kinds likewise. What is published
went through the real actions: written by `the_author()`, sent for review, approved by `the_reviewer()`.
"""

import tempfile
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Association, CareCard, Cause, Condition, GlossaryTerm, Symptom, SymptomConcept
from editorial import actions
from editorial.copying import fingerprint
from editorial.groups import PERMISSIONS, sync_groups
from editorial.models import Aspect, Editor, Page, Section, Source, Tag, TaggedVersion
from tests.trials.studies import study, write
from treatments.models import Effect, Treatment
from trials import actions as trial_actions
from trials.importing import import_trials
from trials.models import Trial

_numbers = count(1)

# --- People -----------------------------------------------------------------------------------------------------


def make_editor(username, *groups, **fields):
    """An active member of staff in these groups, without a password."""
    if Group.objects.filter(name__in=PERMISSIONS).count() < len(PERMISSIONS):
        sync_groups()
    usual = {"is_staff": True, "password": "!", "email": f"{username}@example.org"}
    if "Clinical reviewer" in groups or fields.get("is_superuser"):
        usual |= {"professional_role": "Neurologist", "interests": "None"}  # readers see both on what a person reviewed
    editor = Editor.objects.create(username=username, **{**usual, **fields})
    editor.groups.set(Group.objects.filter(name__in=groups))
    return editor


def the_author():
    """The author of what the factories make; always the same person in a test."""
    return Editor.objects.filter(username="author").first() or make_editor("author", "Author", first_name="Ann", last_name="Writer")


def the_reviewer():
    """The clinician who approves what the factories publish; always the same person in a test."""
    found = Editor.objects.filter(username="reviewer").first()
    return found or make_editor("reviewer", "Clinical reviewer", first_name="Rita", last_name="Viewer", professional_role="Consultant neurologist")


def the_corrector():
    """The clinician who makes the safety corrections of the factories; always the same person in a test."""
    found = Editor.objects.filter(username="corrector").first()
    return found or make_editor("corrector", "Clinical reviewer", "Safety corrections", first_name="Cleo", last_name="Rector")


def the_administrator():
    """Who withdraws pages; always the same person in a test."""
    return Editor.objects.filter(username="administrator").first() or make_editor(
        "administrator", "Administrator", first_name="Ada", last_name="Keeper"
    )


# --- Sources and tags -------------------------------------------------------------------------------------------


def make_source(key=None, **fields):
    """A source that may be shown."""
    key = key or f"source-{next(_numbers)}"
    usual = {"title": f"A study called {key}", "publisher": "Journal of Nerves", "year": 2024, "kind": Source.Kind.TRIAL, "seen": date(2026, 1, 2)}
    return Source.objects.create(key=key, **{**usual, **fields})


def the_source():
    """The source that texts of the factories cite where a test names none."""
    return Source.objects.filter(key="a-source").first() or make_source("a-source")


def make_tag(slug=None, **fields):
    slug = slug or f"tag-{next(_numbers)}"
    return Tag.objects.create(slug=slug, **{"name": slug.replace("-", " ").capitalize(), **fields})


# --- Texts ------------------------------------------------------------------------------------------------------


def make_draft(model, slug=None, *, name=None, by=None, summary=None, sections=None, cards=(), tags=(), also_called=(), **own):
    """A draft of a new page of this kind that may be sent for review as it is; returns the version as its kind's own model.

    `sections` is {aspect: html} on top of the parts that the kind must have; `cards` are care card pages; `own` are fields
    of the kind's version model.
    """
    slug = slug or f"{model.kind_of_page.value}-{next(_numbers)}"
    draft = actions.create_page(model, slug=slug, name=name or slug.replace("-", " ").capitalize(), by=by or the_author()).own()
    fill(draft, summary=summary, sections=sections, cards=cards, tags=tags, also_called=also_called, **own)
    return draft


def fill(version, *, summary=None, sections=None, cards=(), tags=(), also_called=(), **own):
    """Writes the parts that the kind of this version must have, and what else is given."""
    model = Page.model_for(version.page.kind)
    version.summary = summary or f"What {version.title.lower()} is, in a sentence."
    version.also_called = list(also_called)
    for name, value in own.items():
        setattr(version, name, value)
    version.save()
    bodies = {aspect: f"<p>Some words about it. [@{the_source().key}]</p>" for aspect in model.aspects if aspect in model.required_aspects}
    if cards:
        bodies.pop(Aspect.WHEN_TO_GET_HELP, None)
    bodies |= sections or {}
    parts = [Section(aspect=Aspect.WHEN_TO_GET_HELP, card=card) for card in cards] + [
        Section(aspect=aspect, body=body) for aspect, body in bodies.items()
    ]
    for position, part in enumerate(sorted(parts, key=lambda part: model.aspects.index(part.aspect))):
        part.version, part.position = version, position
        part.save()
    for tag in tags:
        TaggedVersion.objects.create(content_object=version, tag=tag)


def publish(version, *, reviewer=None):
    """Sends a draft for review as its author and approves it; returns its page, fresh and as its kind's proxy model."""
    actions.submit(version, by=version.author)
    approve(version, by=reviewer or the_reviewer())
    return page_of(version)


def approve(version, *, by, **options):
    """Approves a text as it is stored now, as somebody would who has just read it; returns the version."""
    return actions.approve(version, by=by, shown=fingerprint(version), **options)


def edit(version, *, by=None, sections=None, **fields):
    """Changes a draft as its form does: locked, saved and noted in one transaction; returns it as its kind's own model.

    `sections` is {aspect: html} of sections that it has; `by` is its author unless somebody else is named.
    """
    with transaction.atomic():
        draft = actions.lock_for_editing(version).own()
        before = fingerprint(draft)
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save()
        for aspect, body in (sections or {}).items():
            section = draft.sections.get(aspect=aspect)
            section.body = body
            section.save()
        actions.saved(draft, by=by or draft.author, before=before)
    return draft


def make_scheduled(draft, *, at=None, by=None):
    """Sends a draft for review and approves it for a later time, tomorrow if none is given; returns the version."""
    actions.submit(draft, by=draft.author)
    return approve(draft, by=by or the_reviewer(), publish_at=at or timezone.now() + timedelta(days=1))


def make_correction_in_work(page, *, by=None, **changes):
    """A safety correction that is being written; `changes` as for `edit`, by default a warning in the summary."""
    correction = actions.start_correction(page, by=by or the_corrector())
    return edit(correction, **(changes or {"summary": f"{correction.summary} Never stop it at once."}))


def publish_correction(version, *, reason="The warning was missing."):
    """Publishes a safety correction as it is stored now, as its author; returns the version."""
    return actions.publish_correction(version, by=version.author, reason=reason, shown=fingerprint(version))


def make_correction(page, *, by=None, **changes):
    """A safety correction that readers see and that nobody has confirmed; arguments as for `make_correction_in_work`."""
    return publish_correction(make_correction_in_work(page, by=by, **changes))


def confirm(version, *, by):
    """Confirms a safety correction as it is stored now; returns the version."""
    return actions.confirm_correction(version, by=by, shown=fingerprint(version))


def page_of(version):
    """The page of a version as it is stored now, as its kind's proxy model."""
    return Page.model_for(version.page.kind).objects.get(pk=version.page_id)


def make_starter(model, slug=None, *, title=None, sections=None, **own):
    """A page with starter text, as the import of the library publishes it; returns the page."""
    slug = slug or f"{model.kind_of_page.value}-{next(_numbers)}"
    title = title or slug.replace("-", " ").capitalize()

    def write(version):
        fill(version, sections=sections, **own)

    with transaction.atomic():
        page = actions.add_page(model, slug=slug, name=title)
        actions.import_starter(page, write, title=title, summary="In a sentence.")
    return model.objects.get(pk=page.pk)


def make_withdrawn(page, *, by, reason="It was out of date."):
    """The page, withdrawn; returns it fresh."""
    actions.withdraw(page, by=by, reason=reason)
    page.refresh_from_db()
    return page


# --- Kinds ------------------------------------------------------------------------------------------------------


def make_condition_draft(slug=None, *, causes=(), symptoms=(), **fields):
    """`causes` and `symptoms` are pages; each association rests on `the_source()`."""
    draft = make_draft(Condition, slug, **{"pattern": "widespread", **fields})
    for cause in causes:
        make_association(draft, cause=cause)
    for symptom in symptoms:
        make_association(draft, symptom=symptom)
    return draft


def make_association(version, *, sources=None, **fields):
    """A cause or symptom of a condition's text; `cause` or `symptom` is a page."""
    target = {f"{name}_id": page.pk for name in ("cause", "symptom") if (page := fields.pop(name, None))}
    association = Association.objects.create(version=version, **target, **fields)
    association.sources.set([the_source()] if sources is None else sources)
    return association


def make_cause_draft(slug=None, **fields):
    return make_draft(Cause, slug, **fields)


def make_symptom_draft(slug=None, **fields):
    return make_draft(Symptom, slug, **fields)


def make_concept(symptom, group, *areas):
    """The symptom, as the lexicon knows it: its group and the parts of the body where it is felt."""
    SymptomConcept.objects.create(symptom_id=symptom.pk, clinical_name="", group=group, body_areas=list(areas))
    return symptom


def make_treatment_draft(slug=None, *, effects=None, **fields):
    """`effects` are dicts for `make_effect`; without them the text has one, on a new published condition."""
    usual = {"approach": "medicines", "stage": "used in some situations", "status_line": "Offered to some people."}
    if fields.get("stage") in ("experimental", "not recommended"):
        warning = f"<p>It belongs only in a trial. Do not pay for it. [@{the_source().key}]</p>"
        fields["sections"] = {Aspect.CAUTIONS: warning} | (fields.get("sections") or {})
    draft = make_draft(Treatment, slug, **{**usual, **fields})
    stage = draft.stage
    for effect in [{"stage": stage}] if effects is None else effects:
        make_effect(draft, **effect)
    return draft


def make_effect(version, *, sources=None, **fields):
    """An evidence claim; `condition` or `symptom` is a page, a new published condition where neither is given."""
    target = {f"{name}_id": page.pk for name in ("condition", "symptom") if (page := fields.pop(name, None))} or {"condition_id": make_condition().pk}
    usual = {
        "outcome": "Pain",
        "finding": "benefit",
        "certainty": "low",
        "stage": "used in some situations",
        "statement": "It may lower pain a little.",
        "checked_on": date(2026, 1, 2),
        "recheck_on": date(2027, 1, 2),
    }
    effect = Effect.objects.create(version=version, **target, **{**usual, **fields})
    effect.sources.set([the_source()] if sources is None else sources)
    return effect


def make_article_draft(slug=None, *, related=(), **fields):
    draft = make_draft(Article, slug, **fields)
    draft.related.set(related)
    return draft


def make_term_draft(slug=None, **fields):
    return make_draft(GlossaryTerm, slug, **fields)


def make_care_card_draft(slug=None, *, symptoms=(), **fields):
    draft = make_draft(CareCard, slug, **{"level": "today", **fields})
    draft.symptoms.set(symptoms)
    return draft


def make_condition(slug=None, **fields):
    return publish(make_condition_draft(slug, **fields))


def make_cause(slug=None, **fields):
    return publish(make_cause_draft(slug, **fields))


def make_symptom(slug=None, **fields):
    return publish(make_symptom_draft(slug, **fields))


def make_treatment(slug=None, **fields):
    return publish(make_treatment_draft(slug, **fields))


def make_article(slug=None, **fields):
    return publish(make_article_draft(slug, **fields))


def make_term(slug=None, **fields):
    return publish(make_term_draft(slug, **fields))


def make_care_card(slug=None, **fields):
    return publish(make_care_card_draft(slug, **fields))


# --- Records of studies -----------------------------------------------------------------------------------------


def import_study(study):
    """The record of a study, as an import leaves it: waiting for an editor."""
    with tempfile.TemporaryDirectory() as folder:
        import_trials([write(Path(folder), study)])
    return Trial.objects.get(nct_id=study["protocolSection"]["identificationModule"]["nctId"])


def fresh(**changes):
    """A made-up study whose record is from today."""
    today = timezone.localdate().isoformat()
    far = (timezone.localdate() + timedelta(days=400)).isoformat()
    return study(**({"versionHolder": today, "statusVerifiedDate": today, "completionDateStruct__date": far} | changes))


def make_trial_words(trial, *, conditions=(), by=None, **words):
    """Writes what an editor writes, as a reviewer or `by`; the record is on a new published condition where none is given."""
    usual = {"plain_title": f"Title of {trial.nct_id}", "plain_summary": "They test something. With some people.", "cannot_tell": "Whether it helps."}
    words = usual | {"asks_payment": "no"} | words
    pages = conditions or [make_condition()]
    return trial_actions.save_words(trial, by=by or the_reviewer(), shown=trial.fingerprint(), words=words, condition_pages=pages)


def make_trial(made=None, *, conditions=(), **words):
    """A record that readers see: imported, put into words and published by the reviewer. `made` is a study of `tests.trials.studies`."""
    trial = make_trial_words(import_study(made or fresh()), conditions=conditions, **words)
    return trial_actions.publish(trial, by=the_reviewer(), shown=trial.fingerprint())
