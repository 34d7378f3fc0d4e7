"""The API: lists and single objects of the same tables as the files. It only reads."""

from math import ceil
from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.addresses import Moved, Withdrawn, find_public
from editorial.caching import same_for_all
from editorial.structured_data import absolute
from opendata.openapi import document
from opendata.parameters import PER_PAGE, narrowed, parameters_of, read
from opendata.sharing import Refused, shared
from opendata.tables import LICENCE, is_page


@shared
@same_for_all(strict=True)
def item_list(request, table):
    """A page of a list: licence, total, page, per_page, next, previous and items."""
    wanted = read(request.GET, parameters_of(table))
    items = narrowed(table, table.items(get_language()), wanted).order_by(table.key)
    number, size, total = wanted.get("page", 1), wanted.get("per_page", PER_PAGE), items.count()
    last = max(1, ceil(total / size))
    if number > last:
        raise Refused(404, _("This list ends with page %(last)d.") % {"last": last})

    def address_of(page):
        return absolute(f"{request.path}?{urlencode({**request.GET.dict(), 'page': page})}") if 1 <= page <= last else None

    return _json(
        {
            "licence": LICENCE,
            "total": total,
            "page": number,
            "per_page": size,
            "next": address_of(number + 1),
            "previous": address_of(number - 1),
            "items": [row for item in items[(number - 1) * size : number * size] for row in table.rows(item)],
        }
    )


@shared
@same_for_all(strict=True)
def item_detail(request, table, key):
    read(request.GET, [])
    if is_page(table):
        try:
            find_public(table.model, key)
        except Moved as moved:
            return HttpResponsePermanentRedirect(reverse("opendata:item", args=[table, moved.page.slug]))
        except Withdrawn as withdrawn:
            raise Refused(410, _("It was withdrawn: %(reason)s") % {"reason": withdrawn.page.withdrawal_reason}) from None
        except Http404:
            pass
    item = table.items(get_language()).filter(**{table.key: key}).first()
    if item is None:
        address = reverse("opendata:items", args=[table])
        raise Refused(404, _("There is nothing of this name. %(address)s lists what there is.") % {"address": address})
    return _json(table.rows(item)[0])


@shared
@same_for_all(strict=True)
def openapi(request):
    read(request.GET, [])
    return _json(document())


@shared
def unknown_address(request):
    raise Refused(404, _("There is nothing at this address. %(address)s says what there is.") % {"address": reverse("opendata:openapi")})


def _json(content):
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})
