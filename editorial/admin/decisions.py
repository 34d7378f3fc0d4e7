"""The small forms with which a reviewer decides: dates as the browser sends them, checked before an action sees them."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from editorial.actions.steps import REVIEW_INTERVAL
from editorial.exceptions import Refused


class DecisionForm(forms.Form):
    """A form whose mistakes are a refusal."""

    @classmethod
    def checked(cls, post):
        """The cleaned values of a posted form. Raises `Refused` with a sentence for each mistake."""
        form = cls(post)
        if not form.is_valid():
            raise Refused(" ".join(f"{form.fields[name].label}: {error}" if name in form.fields else error for name, error in form.mistakes()))
        return form.cleaned_data

    def mistakes(self):
        """(name of the field or "__all__", sentence) pairs."""
        return [(name, error) for name, errors in self.errors.items() for error in errors]


class ApprovalForm(DecisionForm):
    publish_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=format_lazy(_("Leave it empty to publish at once. The time zone is {zone}."), zone=settings.TIME_ZONE),
    )
    review_due = forms.DateField(
        label=_("Next review"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: timezone.localdate() + REVIEW_INTERVAL,
        help_text=_("At most three years ahead. Two years are usual."),
    )


class WithdrawalForm(DecisionForm):
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Readers see this at the page's address.")
    )
    successor = forms.CharField(
        label=_("Replaced by"),
        required=False,
        max_length=200,
        help_text=_("The address of another page of this site, for example /conditions/carpal-tunnel/. Readers are then sent there. May stay empty."),
    )
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=format_lazy(
            _("Leave it empty to withdraw the page at once, as a page that is replaced by another always is. The time zone is {zone}."),
            zone=settings.TIME_ZONE,
        ),
    )

    def clean(self):
        values = super().clean()
        if values.get("at") and values.get("successor"):
            raise forms.ValidationError(_("Give a time, or the page that replaces this one, but not both."))
        return values
