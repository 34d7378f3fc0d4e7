"""What must be true of treatments, and of what other pages say of them, before a text may be public."""

import re

from django.utils.translation import gettext as _

from articles.models import Condition, ConditionVersion
from editorial.checked_text import link_target, register_lookup
from editorial.hints import examples, quoted
from editorial.markup import internal_links, plain_text
from editorial.models import Aspect, PageKind
from editorial.publication_checks import HINT, STOP, check, strings
from editorial.wording import too_strong
from treatments.models import Treatment
from treatments.models.treatment import NO_STATUS_YET
from treatments.stages import Certainty, Stage

OPTIONS = (Aspect.TREATMENTS, Aspect.SELF_CARE, Aspect.OTHER_CHOICES)
# Words that tell a reader that something is no usual treatment: that it is tested, that it is not known to help, or that it may harm.
SAYS_UNPROVEN = re.compile(
    r"\b(?:experiment(?:s|al)?|unproven|trials?|stud(?:y|ies|ied)|laborator(?:y|ies)|animals?|rats?|mice"
    r"|(?:not|never)(?: \w+)? (?:approved|confirmed|known|offered|proven|recommended|shown|tested)|(?:did|do|does) not (?:confirm|help|know|work)|don['’]t know"
    r"|no (?:(?:good|reliable) )?(?:data|evidence|proof|results)|discourag\w+|(?:advises?|recommends?) against|should not|do not (?:buy|start|take|use)|too much)\b",
    re.IGNORECASE,
)
SAYS_FOR_WHOM = re.compile(
    r"\b(?:used|offered|given) (?:\w+ )?(?:at|by|for|in|to|when)\b|\b(?:except|unless|apart from|only (?:for|in|if|when))\b", re.IGNORECASE
)
BELONGS_IN_A_TRIAL = re.compile(
    r"\b(?:outside|inside|within|part of|belongs?(?: only)? (?:in|to)|only (?:\w+ ){0,3}(?:in|as part of|through))"
    r" (?:of )?(?:(?:an?|any|the|some) )?(?:[\w-]+,? ){0,3}?(?:trials?|stud(?:y|ies))\b",
    re.IGNORECASE,
)
NOT_RECOMMENDED = re.compile(r"\b(?:not (?:be )?(?:offered|recommend(?:ed)?)|(?:advises?|advised|recommends?) against)\b", re.IGNORECASE)
OFFER = re.compile(
    r"\b(?:pay|paying|buy|buying|sell|sells|sellers?|selling|sold|clinics?|adverts?|advertis\w+|offers?|offered|offering)\b", re.IGNORECASE
)
CAUTION = re.compile(
    r"\b(?:do not|don['’]t|never|careful|take care|beware|wary|stop|warn\w*|mis(?:led|leading)|deceived|step back|say no|no link)\b", re.IGNORECASE
)
BLOCK = re.compile(r"(</?(?:h3|p|ul|ol|li)>)")
SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")


@check(id="missing-stage", level=STOP, kinds=[PageKind.TREATMENT])
def missing_stage(text):
    if text.own.get("stage") not in Stage.values:
        yield "stage", _("Choose the stage of the treatment.")


@check(id="missing-status", level=STOP, kinds=[PageKind.TREATMENT])
def missing_status(text):
    if text.own.get("status_line") in (None, "", NO_STATUS_YET):
        yield "status_line", _("Say the status of the treatment in one line.")


@check(id="no-effects", level=STOP, kinds=[PageKind.TREATMENT])
def no_effects(text):
    if not text.rows_in("effects"):
        yield "effects-group", _("Say what is known: add at least one effect, with its certainty, stage and sources.")


@check(id="missing-certainty", level=STOP, kinds=[PageKind.TREATMENT])
def missing_certainty(text):
    for effect in text.rows_in("effects"):
        if effect.values.get("certainty") not in Certainty.values:
            yield effect.place, _("“%(effect)s”: choose how sure we are.") % {"effect": effect.label}


@check(id="stage-better-than-effects", level=STOP, kinds=[PageKind.TREATMENT])
def stage_better_than_effects(text):
    stages = [effect.values.get("stage") for effect in text.rows_in("effects")]
    if stages and set(stages) | {text.own.get("stage")} <= set(Stage.values) and Stage.rank(text.own["stage"]) < min(map(Stage.rank, stages)):
        yield "stage", _("The stage of the page is better than that of every effect. Lower it.")


@check(id="unproven-effect-as-option", level=STOP, kinds=[PageKind.TREATMENT])
def unproven_effect_as_option(text):
    stage = text.own.get("stage")
    # What is not recommended for most may still be used in a few, if the line under the title says in whom.
    said = stage == Stage.NOT_RECOMMENDED and SAYS_FOR_WHOM.search(text.own.get("status_line") or "")
    if stage not in Stage.unproven() or said:
        return
    for effect in text.rows_in("effects"):
        if effect.values.get("stage") in (Stage.STANDARD, Stage.SOME):
            yield (
                effect.place,
                _(
                    "“%(effect)s” is listed as a usual treatment (%(its)s), but the page is “%(stage)s”. Lower the stage of the effect or correct that of the page."
                )
                % {"effect": effect.label, "its": Stage(effect.values["stage"]).label, "stage": Stage(stage).label}
                + (" " + _("If it is used in some people all the same, say in the status line in whom.") if stage == Stage.NOT_RECOMMENDED else ""),
            )


@check(id="rung-without-a-column", level=STOP, kinds=[PageKind.TREATMENT])
def rung_without_a_column(text):
    for effect in text.rows_in("effects"):
        if effect.values.get("rung") and effect.values.get("condition") in text.ask("focal conditions"):
            yield (
                effect.place,
                _("“%(effect)s”: the evidence ladder is for one hurt nerve and for many nerves only. Leave the step empty.")
                % {"effect": effect.label},
            )


@check(id="no-trial-and-clinic-warning", level=STOP, kinds=[PageKind.TREATMENT])
def no_trial_and_clinic_warning(text):
    if text.own.get("stage") not in Stage.unproven():
        return
    words = "\n".join([*strings(text.own.get("status_line")), text.summary, *(part.words for part in text.parts)])
    place = text.place_of(Aspect.CAUTIONS, Aspect.RISKS)
    if not BELONGS_IN_A_TRIAL.search(words) and not NOT_RECOMMENDED.search(words):
        yield place, _("Say where this unproven treatment belongs, for example “It belongs only in an approved trial.” or “It is not recommended.”")
    if not any(OFFER.search(sentence) and CAUTION.search(sentence) for sentence in SENTENCE_END.split(words)):
        yield (
            place,
            _(
                "Warn of those who sell this unproven treatment, for example “Do not pay for it outside a trial.” or “Be careful with clinics that offer it.”"
            ),
        )


@check(id="unproven-treatment-as-option", level=STOP)
def unproven_treatment_as_option(text):
    for part in text.parts:
        if part.aspect not in OPTIONS:
            continue
        for item, around in statements(part.html):
            for treatment in sorted(_linked_treatments(item) & text.ask("unproven treatments")):
                if not SAYS_UNPROVEN.search(f"{part.heading}\n{around}"):
                    yield (
                        part.place,
                        _(
                            "“%(treatment)s” stands among the treatments, but it is experimental or not recommended. Say so in the same paragraph or list item."
                        )
                        % {"treatment": treatment},
                    )


@check(id="stronger-than-certainty", level=HINT, kinds=[PageKind.TREATMENT])
def stronger_than_certainty(text):
    for effect in text.rows_in("effects"):
        found = too_strong(effect.values.get("statement") or "", effect.values.get("certainty"))
        if found:
            yield effect.place, f"{examples(quoted(said) for said, _advice in found)} {found[0][1]}"


def statements(html):
    """The paragraphs and list items of clean HTML as (html, words) pairs.

    The words are those of the statement with what it stands under: the sub-heading, and for a list item the paragraph before its list.
    """
    heading, in_heading, lead, depth = "", False, "", 0
    found = [["", ""]]  # [html, what it stands under]; the first holds words outside any paragraph
    for piece in BLOCK.split(html):
        if piece in ("<ul>", "<ol>"):
            depth += 1
        elif piece in ("</ul>", "</ol>"):
            depth -= 1
        elif piece in ("<h3>", "</h3>"):
            in_heading, lead = piece == "<h3>", ""
            heading = "" if in_heading else heading
        elif piece == "<li>" or (piece == "<p>" and not depth):
            found.append(["", f"{heading}\n{lead if depth else ''}"])
        elif piece == "</p>" and not depth:
            lead = found[-1][0]
        elif in_heading:
            heading += piece
        elif not BLOCK.match(piece):
            found[-1][0] += f" {piece}"
    return [(said, plain_text(f"{above}\n{said}")) for said, above in found]


def _linked_treatments(html):
    targets = filter(None, map(link_target, internal_links(html)))
    return {slug for folder, slug in targets if folder == Treatment.folder}


# --- What other texts say ---------------------------------------------------------------------------------------


def unproven_on_site():
    """Slugs of the treatments whose live text says that they are experimental or not recommended."""
    unproven = Treatment.objects.published().filter(live__treatmentversion__stage__in=Stage.unproven())
    return set(unproven.values_list("slug", flat=True))


def unproven_in(library):
    """The same of a content folder; a treatment that it lacks counts as it is live."""
    stages = {page.slug: page.front.get("stage") for page in library.pages if page.model is Treatment}
    return (unproven_on_site() - set(stages)) | {slug for slug, stage in stages.items() if stage in Stage.unproven()}


register_lookup("unproven treatments", on_site=unproven_on_site, in_library=unproven_in)


def focal_on_site():
    """Slugs of the conditions whose live text says that they are of one nerve or one area, but not of a hurt nerve."""
    focal = Condition.objects.published().filter(live__conditionversion__pattern=ConditionVersion.Pattern.FOCAL)
    return set(focal.values_list("slug", flat=True))


def focal_in(library):
    """The same of a content folder; a condition that it lacks counts as it is live."""
    patterns = {page.slug: page.front.get("pattern") for page in library.pages if page.model is Condition}
    return (focal_on_site() - set(patterns)) | {slug for slug, pattern in patterns.items() if pattern == ConditionVersion.Pattern.FOCAL}


register_lookup("focal conditions", on_site=focal_on_site, in_library=focal_in)
