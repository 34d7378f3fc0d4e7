"""Fields that search while one chooses. What no browser sends, such as a number that no row can have, is a wrong choice like any other."""

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError

LONGEST_NUMBER = 18  # digits: whatever is longer, no database has a row for


def is_row_number(text):
    """Whether a text that came from outside can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


class _KnownNumbers:
    """Shows what was chosen. Django asks the database for it before anybody has looked at the numbers."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [each for each in value if is_row_number(str(each))], attrs)


class ChooseOne(_KnownNumbers, AutocompleteSelect):
    pass


class ChooseSome(_KnownNumbers, AutocompleteSelectMultiple):
    pass


class ChosenRows(forms.ModelMultipleChoiceField):
    def clean(self, value):
        for each in value or ():
            if not is_row_number(str(each)):
                raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(each)[:LONGEST_NUMBER]})
        return super().clean(value)


class ChoosingMixin(BaseModelAdmin):
    """For an admin page, or rows in one, with `autocomplete_fields`."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseSome(db_field, self.admin_site))
            kwargs.setdefault("form_class", ChosenRows)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
