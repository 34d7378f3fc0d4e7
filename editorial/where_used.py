"""What names a page: texts that readers see, texts on their way, and pages that send their readers to it."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.models import Page, PageAddress, Section, Version, VersionPart
from editorial.models.version import ON_ITS_WAY


@dataclass(frozen=True)
class Use:
    """Something that names a page. All but `url`, where editors find it, is in words; `is_public` says whether readers meet it."""

    name: str
    kind: str
    status: str
    how: str
    url: str
    is_public: bool


def where_used(page):
    """The texts and pages that name a page: a list of `Use`, what readers see first. The number of queries depends on the kind only.

    Looks at live texts and at texts on their way: at the links of their sections, also to old addresses of the page, and at all that
    their rows and relations name. What the page says of itself does not count.
    """
    model = Page.model_for(page.kind)
    ways: dict[int, list[str]] = {}
    for version, how in [*_linking(page, model), *_naming(page, model)]:
        ways.setdefault(version, []).append(how)
    texts = Version.objects.filter(pk__in=ways).exclude(page=page.pk).select_related("page").order_by("page__name", "pk")
    uses = [_use_of(text, "; ".join(dict.fromkeys(ways[text.pk]))) for text in texts]
    uses += [_sends_readers(old) for old in Page.objects.filter(successor=page.pk).alphabetical()]
    return sorted(uses, key=lambda use: not use.is_public)


def relations_to_pages():
    """(model, relation) of each foreign key and many-to-many relation by which texts and their rows name pages."""
    for model in apps.get_models():
        if issubclass(model, (Version, VersionPart)) and not model._meta.proxy:
            for relation in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if relation.name != "page" and relation.related_model and issubclass(relation.related_model, Page):
                    yield model, relation


def _current(prefix=""):
    """A condition for live texts and for texts on their way."""
    return Q(**{f"{prefix}live_on__isnull": False}) | Q(**{f"{prefix}status__in": ON_ITS_WAY})


def _linking(page, model):
    """(version, how) of each text with a section that links to an address of the page."""
    slugs = {page.slug, *PageAddress.objects.filter(page=page.pk).values_list("slug", flat=True)}
    links = Q()
    for slug in slugs:
        address = model(kind=page.kind, slug=slug).get_absolute_url()
        # A place on the page may follow its address, but one place on a shared page is not another that begins alike.
        links |= Q(body__contains=f'href="{address}' if address.endswith("/") else f'href="{address}"')
    found = Section.objects.filter(links).filter(_current("version__"))
    return [(version, _("links to it")) for version in found.order_by("version").values_list("version", flat=True)]


def _naming(page, model):
    """(version, how) of each text that names the page in a row or a relation of its own."""
    for holder, relation in relations_to_pages():
        if relation.related_model not in (Page, model):
            continue
        is_row = issubclass(holder, VersionPart)
        found = holder.objects.filter(_current("version__" if is_row else ""), **{relation.name: page.pk})
        what = holder._meta.verbose_name_plural if is_row and holder is not Section else relation.verbose_name
        for version in found.order_by("pk").values_list("version" if is_row else "pk", flat=True):
            yield version, _("names it under “%(what)s”") % {"what": what}


def _use_of(text, how):
    is_public = text.page.live_id == text.pk
    status = _("readers see it") if is_public else text.get_status_display()
    return Use(text.page.name, text.page.get_kind_display(), status, how, text.get_admin_url(), is_public)


def _sends_readers(old):
    meta = Page.model_for(old.kind)._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[old.pk])
    return Use(old.name, old.get_kind_display(), _("withdrawn"), _("sends its readers to it"), url, True)
