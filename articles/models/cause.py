from django.utils.translation import gettext_lazy as _

from editorial.models import Aspect, Page, PageKind, Version


class Cause(Page):
    """Something that damages nerves."""

    kind_of_page = PageKind.CAUSE
    folder = "causes"
    url_name = "articles:cause"
    aspects = (
        Aspect.KEY_POINTS,
        Aspect.WHEN_TO_GET_HELP,
        Aspect.OVERVIEW,
        Aspect.HOW_IT_WORKS,
        Aspect.SYMPTOMS,
        Aspect.DIAGNOSIS,
        Aspect.PREVENTION,
        Aspect.TREATMENTS,
        Aspect.PROGNOSIS,
        Aspect.NOT_KNOWN,
        Aspect.QUESTIONS,
    )
    required_aspects = frozenset({Aspect.KEY_POINTS, Aspect.OVERVIEW, Aspect.WHEN_TO_GET_HELP, Aspect.TREATMENTS, Aspect.QUESTIONS})

    class Meta:
        proxy = True
        verbose_name = _("cause")
        verbose_name_plural = _("causes")

    @classmethod
    def version_model(cls):
        return CauseVersion


class CauseVersion(Version):
    class Meta:
        proxy = True
        verbose_name = _("text of a cause")
        verbose_name_plural = _("texts of causes")
