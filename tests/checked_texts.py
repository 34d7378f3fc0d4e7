"""Texts as plain values, for checks of what may be published: whole as they come, and broken in one place by a test."""

from editorial.checked_text import Part, Row, Text, text_of
from editorial.models import Aspect
from editorial.publication_checks import STOP, findings_in

SOURCE = "[@a-source]"
PAGES = {("symptoms", "numbness"), ("glossary", "axon"), ("treatments", "new-cells"), ("treatments", "walking")}
ANSWERS = {
    "urgent care cards": {"foot-ulcers": [("foot-wound", "A wound on a numb foot")]},
    "unproven treatments": {"new-cells"},
    "explained words": {"axon"},
    "focal conditions": {"trapped-nerve"},
}
OWN = {"treatment": {"approach": "medicines", "stage": "used in some situations", "status_line": "Offered to some people."}}


def whole_parts(model, **more):
    """The parts that a kind of page must have, each with words and a source, and `more` of them: {aspect: html}."""
    bodies = {aspect: f"<p>Some words about it. {SOURCE}</p>" for aspect in model.aspects if aspect in model.required_aspects} | more
    return tuple(Part(f"sections-{place}", aspect, html) for place, (aspect, html) in enumerate(bodies.items()))


def a_part(html, aspect=Aspect.SELF_CARE, **more):
    return Part("sections-0", aspect, html, **more)


def an_effect(place=0, *, sources=("a-source",), **values):
    usual = {"outcome": "Pain", "statement": "It may lower pain a little.", "certainty": "low", "stage": "used in some situations"}
    return Row(f"effects-{place}", "Pain: neuropathy", {**usual, **values}, tuple(sources))


def a_text(model, parts=None, **changes):
    """A `Text` with which nothing is wrong, but for these changes. `parts` is {aspect: html} of more parts, or a tuple of them all."""
    kind = model.kind_of_page.value
    return Text(
        **{
            "model": model,
            "slug": f"a-{kind}",
            "title": "Diabetes",
            "summary": "A disease.",
            "own": {"also_called": [], **OWN.get(kind, {})},
            "parts": parts if isinstance(parts, tuple) else whole_parts(model, **parts or {}),
            "rows": (an_effect(),) if kind == "treatment" else (),
            "tags": ("feet",),
            "printable": {"a-source"},
            "is_page": lambda folder, slug: (folder, slug) in PAGES,
            "ask": ANSWERS.__getitem__,
            **changes,
        }
    )


def found(text, id=None):
    """(place, sentence) of what the checks find in a text, of one check or of all."""
    return [(finding.place, finding.sentence) for finding in findings_in(text) if id in (None, finding.id)]


def ids(text):
    return {finding.id for finding in findings_in(text)}


def stops(text):
    return {finding.id for finding in findings_in(text, level=STOP)}


def findings(version):
    """What all checks find in a stored version."""
    return findings_in(text_of(version))
