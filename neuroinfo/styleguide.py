"""The gallery of the components, for developers: /styleguide/, only with DEBUG. Its samples are made up and say nothing medical."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace as Made

from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from articles.models import CareCardVersion
from editorial.footnotes import NumberedSources
from editorial.reading import ReadableCard, Reference
from neuroinfo.context import SITE
from neuroinfo.templatetags.neuroinfo import icon_array
from search.body import REGIONS
from search.question import Question
from search.results import Result
from search.vocabulary import RedFlag
from treatments.stages import Certainty, Stage

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
DAY, MOMENT = date(2030, 5, 1), datetime(2030, 5, 1, 12, tzinfo=UTC)
# What would be the same a second time on a page that shows each component twice.
NAMES = re.compile(r' (id|for|aria-labelledby|aria-describedby|popovertarget)="')


class TeaForm(forms.Form):
    """Fields of each sort, two of them filled in wrongly."""

    name = forms.CharField(label="Name of the tea", help_text="As it stands on the tin.")
    cups = forms.IntegerField(label="Cups")
    sort = forms.ChoiceField(label="Sort", choices=[("green", "Green"), ("black", "Black")])
    note = forms.CharField(label="What it tastes of", widget=forms.Textarea(attrs={"rows": 3}))


class MilkForm(forms.Form):
    """A choice of several, and an answer that is wrong."""

    milk = forms.MultipleChoiceField(label="With what?", choices=[("milk", "Milk"), ("sugar", "Sugar")], widget=forms.CheckboxSelectMultiple)
    spoons = forms.IntegerField(label="Spoons", help_text="Of sugar.")


def _card(level):
    return ReadableCard("The kettle whistles", level, "Take it off the stove.", mark_safe("<p>It is full of boiling water.</p>"))


def _effect(name, stage, certainty):
    return Made(
        treatment_url="#",
        treatment_name=name,
        outcome="Taste",
        stage=stage,
        certainty=certainty,
        statement="Tasters liked it more.",
        in_short="We do not know.",
    )


def _result(kind, title, **more):
    return Result(kind, title.lower().replace(" ", "-"), title, "#", 0.9, "What there is to say of tea in a sentence.", **more)


def _source(key, title):
    return Reference._make((key, title, "A tea house", 2030, "https://example.org/", "", "", "guideline", DAY, ""))


VERSION = Made(
    number=3,
    get_status_display="Draft",
    reviewer=Made(public_name="A. Taster, tea master", registration="", orcid="", interests="Owns a tea pot."),
    reviewed_at=MOMENT,
    review_due=DAY,
    change_note="Says how hot the water is.",
    correction_reason="The water is hot, not cold.",
    confirmed_at=None,
)
PAGE = Made(first_published_at=MOMENT, published_at=MOMENT, get_absolute_url="#")
OPTIONS = [_effect("Green tea", Stage.STANDARD, Certainty.HIGH), _effect("Black tea", Stage.SOME, Certainty.LOW)]
UNPROVEN = [_effect("Tea of the future", Stage.EXPERIMENTAL, Certainty.VERY_LOW), _effect("Cold tea", Stage.NOT_RECOMMENDED, Certainty.NONE)]
SOURCES = {"tea": _source("tea", "The book of tea"), "kettles": _source("kettles", "On kettles")}
CUPS = Paginator(range(100), 10)
PREVIEW = Made(version=VERSION, is_public=False, ends=MOMENT, sent=None, comments=[], form=TeaForm(auto_id="guest_%s"))

# What each component is called with, once a sample. A component that is called with nothing needs no line.
SAMPLES = {
    "body": [{"places": [(region, "#") for region in REGIONS], "all_address": "#"}],
    "care_card": [{"card": _card(level)} for level in CareCardVersion.Level],
    "care_level": [{"level": level} for level in CareCardVersion.Level],
    "certainty": [{"certainty": level, "is_linked": True} for level in Certainty],
    "comment_fields": [{"form": TeaForm({"cups": "many"}, auto_id="comment_%s")}],
    "condition_rows": [
        {"heading": "Kinds of tea", "conditions": [Made(url="#", name="Green tea", note=""), Made(url="#", name="Mint", note="rare")]}
    ],
    "correction": [{"page": PAGE, "version": VERSION}],
    "form_choices": [{"field": MilkForm({"milk": "sugar"}, auto_id="choices_%s")["milk"]}],
    "form_errors": [{"form": MilkForm({"milk": "sugar", "spoons": "many"}, auto_id="errors_%s"), "first": "errors_spoons"}],
    "form_field": [{"field": MilkForm({"spoons": "many"}, auto_id="field_%s")["spoons"]}],
    "guest_comments": [{"preview": PREVIEW}],
    "home_box": [
        {
            "heading": "Teas",
            "pages": [("Green tea", "green", Stage.STANDARD), ("Black tea", "black", Stage.SOME)],
            "address": "treatments:detail",
            "list": "treatments:list",
            "more": "All teas",
        }
    ],
    "icon_array": [icon_array(72, 100, "many-cups"), icon_array(28, 100, "few-cups")],
    "letters": [{"letters": "ABCT", "letter": "T"}],
    "marked": [{"pieces": [("A cup of ", False), ("tea", True)]}],
    "meaning": [
        {"term": Made(slug="kettle", get_absolute_url="#"), "text": Made(title="Kettle", is_unreviewed=True), "definition": "A pot for hot water."}
    ],
    "pager": [{"page_obj": CUPS.page(3), "page_range": CUPS.get_elided_page_range(3)}],
    "preview_banner": [{"preview": PREVIEW}],
    "result": [
        {"result": _result("treatment", "Green tea", stage=Stage.STANDARD, certainty=Certainty.HIGH), "terms": ["tea"]},
        {"result": _result("symptom", "A cold cup"), "terms": ["tea"], "question": Question("tea"), "understood": ()},
    ],
    "source": [{"source": _source("tea", "The book of tea"), "kind": "guideline", "number": 9, "is_linked": True}],
    "sources": [{"sources": NumberedSources(SOURCES, SOURCES)}],
    "stage": [{"stage": stage, "is_linked": True} for stage in Stage],
    "stamp": [{"page": PAGE, "version": VERSION}],
    "treatment_rows": [{"options": OPTIONS, "unproven": UNPROVEN, "compare": "condition", "slug": "thirst"}],
    "urgent_answer": [{"flag": RedFlag("kettle", "now", "The kettle whistles", "Take it off the stove.", "It is hot.", "#")}],
}


def _drawn(name):
    """A component with each of its samples, one below the other. What only the browser sees is shown as its source."""
    html = "\n".join(render_to_string(f"components/{name}.html", {**SITE, **sample}) for sample in SAMPLES.get(name, [{}]))
    return format_html("<pre>{}</pre>", html) if html.lstrip().startswith(("<link", "<meta", "<script")) else html


def _for_developers(view):
    """The view where the site is developed; elsewhere there is no such page."""

    @require_safe
    def shown(request):
        if not settings.DEBUG:
            raise Http404
        return view(request)

    return shown


@_for_developers
def gallery(request):
    """The elements and then every component, each twice: in light and in dark."""
    colours = dict.fromkeys(re.findall(r"--([\w-]+): #", _style()))
    drawn = [("elements", render_to_string("styleguide_elements.html", {"tokens": colours}))]
    drawn += [(name, _drawn(name)) for name in sorted(path.stem for path in COMPONENTS.glob("*.html"))]
    rows = [(name, *(mark_safe(NAMES.sub(rf' \1="{scheme}-', html)) for scheme in ("light", "dark"))) for name, html in drawn]  # noqa: S308 - our own
    return render(request, "styleguide.html", {"rows": rows})


@_for_developers
def schemes(request):
    """The colours of both schemes as classes: a page can have both at once, which it cannot of what the device asks for."""
    light, dark = re.findall(r":root {(.*?)}", _style(), re.DOTALL)[:2]
    rules = [f".scheme-{name} {{ color-scheme: {name};{own}}}" for name, own in (("light", light), ("dark", light + dark))]
    rules += [f".swatch-{name} {{ background: var(--{name}); }}" for name in re.findall(r"--([\w-]+): #", light)]
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


def _style():
    return Path(finders.find("style.css")).read_text()
