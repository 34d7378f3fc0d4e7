"""What the rows below a form share, of whatever kind they are."""

from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst


class NamedFieldsFormSet(BaseInlineFormSet):
    """Gives each field in a table of rows the name that a screen reader says: the table itself has headings only."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            # What adds links beside a field wraps the widget that draws it.
            widget = getattr(field.widget, "widget", field.widget)
            if field.label and not widget.is_hidden:
                widget.attrs["aria-label"] = capfirst(field.label)
