"""What the templates of comments need beyond Django's own tags."""

from django import template

from editorial.comments import CommentForm

register = template.Library()


@register.simple_tag
def comment_form(version, bound=None):
    """The form for a comment on a text; `bound` is one that was refused, with what was typed."""
    return bound or CommentForm(version=version)


@register.filter
def place_in(comment, form):
    """The heading of the part that a comment is about, by the list of its form; the part's old name if it is gone."""
    return dict(form.fields["place"].choices).get(comment.place, comment.place)
