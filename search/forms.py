"""What readers write for a visit, or copy from an offer: taken for one answer, and then forgotten.

No word of it is required, unknown choices are left out, and what is too long comes back whole with a sentence.
"""

import re

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from editorial.comments import TextField
from search.question import MOST_READ, MOST_SYMPTOMS

# Control characters but tab and line break: no one types them, and HTML and PostgreSQL refuse some.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TOO_LONG = _("This has %(show_value)d characters, and %(limit_value)d are the most. Shorten it; nothing of it was lost.")


def printable(sent):
    """What was sent, or stands in an address, with blanks for characters that cannot be shown; `sent` is a QueryDict."""
    return MultiValueDict({name: [UNPRINTABLE.sub(" ", value) for value in values] for name, values in sent.lists()})


class OwnWords(TextField):
    """Some lines in the reader's own words; one line with `rows=1`."""

    def __init__(self, *, most, rows=3, **options):
        widget = forms.TextInput if rows == 1 else forms.Textarea
        attributes = {"autocomplete": "off", "dir": "auto"} | ({} if rows == 1 else {"rows": rows})
        messages = {"max_length": TOO_LONG}
        super().__init__(required=False, max_length=most, widget=widget(attrs=attributes), error_messages=messages, **options)


class KnownChoices(forms.MultipleChoiceField):
    """Some of the choices, each once; what is none of them is left out."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, most=None, **options):
        super().__init__(required=False, **options)
        self.most = most

    def to_python(self, value):
        return [chosen for chosen in dict.fromkeys(super().to_python(value)[:MOST_READ]) if self.valid_value(chosen)]

    def validate(self, value):
        super().validate(value)
        if self.most and len(value) > self.most:
            raise forms.ValidationError(
                _("You chose %(count)d symptoms, and %(most)d are the most. Keep those that matter most."),
                params={"count": len(value), "most": self.most},
            )


class KnownChoice(forms.ChoiceField):
    """One of the choices or none; what is none of them counts as none."""

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def to_python(self, value):
        chosen = super().to_python(value)
        return chosen if self.valid_value(chosen) else ""


class ReadersForm(forms.Form):
    """A form for readers. `nothing` is the sentence for one that was sent empty."""

    nothing = ""

    def __init__(self, sent=None, **options):
        super().__init__(None if sent is None else printable(sent), label_suffix="", **options)

    def give(self, name, choices):
        """What can be chosen in a field."""
        field: forms.ChoiceField = self.fields[name]
        field.choices = choices

    def clean(self):
        said = super().clean()
        if not self.errors and not any(said.values()):
            raise forms.ValidationError(self.nothing)
        return said


class VisitForm(ReadersForm):
    """What somebody wants to say at a visit. `choices` are those of `search.choosing`, by part of the body."""

    nothing = _("Nothing is filled in yet. Write at least one line, or choose a symptom.")

    words = OwnWords(label=_("What do you feel or see?"), help_text=_("In your own words: what it is, and where."), most=1000, rows=4)
    s = KnownChoices(label=_("Choose symptoms from a list"), most=MOST_SYMPTOMS)
    wrong = KnownChoices(label=_("What you did not mean"))
    since = OwnWords(
        label=_("Since when, and how has it changed?"), help_text=_("For example: since spring, first the toes, now up to the ankles."), most=500
    )
    stops = OwnWords(label=_("What does it stop you doing?"), help_text=_("For example: sleeping, stairs, buttons, work."), most=500)
    medicines = OwnWords(
        label=_("What do you take?"),
        help_text=_("Medicines, vitamins and supplements, with the dose if you know it. This site prints them and does not check them."),
        most=1000,
    )
    matters = OwnWords(label=_("What matters most to you?"), help_text=_("The one thing that you most want to change or to know."), most=500, rows=2)
    questions = OwnWords(label=_("Your own questions"), help_text=_("One on each line."), most=1000)
    pages = OwnWords(
        label=_("Pages of this site that you have read"),
        help_text=_("One title or address on each line. Their questions to ask go onto your sheet."),
        most=1000,
    )

    def __init__(self, sent=None, *, groups, **options):
        super().__init__(sent, **options)
        self.groups, self.names = groups, {slug: name for _label, choices in groups for slug, name in choices}
        self.give("s", self.names.items())
        self.give("wrong", self.names.items())

    def ticked(self):
        """{slug: name} of the symptoms that are chosen."""
        return self._known("s")

    def taken_back(self):
        """{slug: name} of those that the reader did not mean."""
        return self._known("wrong")

    def _known(self, field):
        marked = self[field].value() or []
        return {slug: name for slug, name in self.names.items() if slug in marked}


class OfferForm(ReadersForm):
    """What somebody was offered. `treatments`, in groups, and `signs` are (slug, name) of what can be chosen."""

    nothing = _("Nothing is filled in yet. Write what is offered, or copy some words of it.")

    offered = OwnWords(
        label=_("What is offered?"),
        help_text=_("A few words, such as: stem cell injections into my feet. Leave out names of people and clinics: they are not needed."),
        most=300,
        rows=1,
    )
    treatment = KnownChoice(label=_("Or choose it from our treatments"))
    promises = OwnWords(
        label=_("What do they write or say about it?"), help_text=_("Copy words of the advert, or write down what you were told."), most=2000, rows=5
    )
    signs = KnownChoices(label=_("Were you told or shown any of this?"))
    pay = KnownChoice(
        label=_("Would you have to pay for it yourself?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("unsure", _("I am not sure"))],
    )
    price = OwnWords(label=_("What would you pay in all?"), help_text=_("As you were told, with the currency."), most=100, rows=1)
    trial = KnownChoice(
        label=_("Is it part of a trial, a study in people?"),
        widget=forms.RadioSelect,
        choices=[
            ("number", _("Yes, and I was given its number")),
            ("yes", _("Yes, but I was given no number")),
            ("no", _("No")),
            ("untold", _("Nobody told me")),
        ],
    )
    number = OwnWords(label=_("The number of the trial"), help_text=_("For example: NCT and eight digits."), most=60, rows=1)

    def __init__(self, sent=None, *, treatments, signs, **options):
        super().__init__(sent, **options)
        self.give("treatment", [("", _("None of these")), *treatments])
        self.give("signs", signs)
