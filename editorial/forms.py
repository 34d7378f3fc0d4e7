"""Form fields that several editors' pages share."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LinesField(forms.CharField):
    """A list of words, edited as one item a line."""

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        # The two come from the JSON field that this edits; lines need neither.
        super().__init__(
            **kwargs | {"widget": forms.Textarea(attrs={"rows": 3, "cols": 60}), "help_text": kwargs.get("help_text") or _("One a line.")}
        )

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = value.splitlines() if isinstance(value, str) else value or []
        lines = [line.strip() for line in lines if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("A line has more than 200 characters. Shorten it."))
        return lines

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])
