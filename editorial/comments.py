"""What people write about a text on its way: the forms of editors and of guests with a preview link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial import actions
from editorial.exceptions import Refused
from editorial.models.review import LONGEST_COMMENT
from editorial.reading import places_in


class TextField(forms.CharField):
    def widget_attrs(self, widget):
        # With “maxlength”, browsers cut what is pasted without a word: what is too long is refused with a sentence instead.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value):
        # Browsers send two characters for a line break and count one.
        return super().to_python(value).replace("\r\n", "\n")


class CommentForm(forms.Form):
    """An editor's comment on `version`, or on one of its parts."""

    place = forms.ChoiceField(
        label=_("Part of the page"),
        required=False,
        error_messages={"invalid_choice": _("The page has no such part. Choose one from the list, or the whole page.")},
    )
    text = TextField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("At most 2,000 characters."),
        error_messages={
            "required": _("Write the comment."),
            "max_length": _("The comment has %(show_value)d characters, and 2,000 are the most. Shorten it, or send it in two parts."),
            "null_characters_not_allowed": _("The comment has a character that cannot be stored. Type it again, or paste it as plain text."),
        },
    )

    def __init__(self, data=None, *, version, **kwargs):
        super().__init__(data, auto_id="comment_%s", **kwargs)
        self.version = version
        place: forms.ChoiceField = self.fields["place"]
        place.choices = [("", _("The whole page")), *places_in(version)]

    def save(self, *, by=None):
        """Stores the comment and returns it; None, with the sentence among the errors, if it is refused. `by` is an editor, not for guests."""
        said = self.cleaned_data
        try:
            return actions.comment(self.version, text=said["text"], place=said["place"], by=by, guest=said.get("name", ""))
        except Refused as refusal:
            self.add_error(None, str(refusal))
            return None


class GuestCommentForm(CommentForm):
    """The same of a guest, who gives a name with each comment."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("The editors see it, and so does everybody who has a link to this preview."),
        error_messages={
            "required": _("Give your name, so that the editors know who says this."),
            "max_length": _("The name has %(show_value)d characters, and 120 are the most. Shorten it."),
            "null_characters_not_allowed": _("The name has a character that cannot be stored. Type it again."),
        },
    )
    field_order = ["name", "place", "text"]
