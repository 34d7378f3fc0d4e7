"""The page about the open data, and its files."""

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from editorial.caching import content_version, kept, same_for_all
from editorial.models import Event
from opendata.files import TYPES, all_files, pieces
from opendata.schemas import file_schema
from opendata.sharing import shared
from opendata.structured_data import head_of_data
from opendata.tables import ICD, MESH, OURS, REGISTRY, TABLES, TITLES

FOR_AN_HOUR = {"Cache-Control": "public, max-age=3600"}


class SeeOther(HttpResponseRedirectBase):
    status_code = 303


@same_for_all()
@require_safe
def data(request):
    version = content_version()
    files = kept(all_files, get_language(), version)
    datasets = [(table, files[table.name]) for table in TABLES.values()]
    newest = Event.objects.publishing().first()
    changed = newest and timezone.localdate(newest.at)
    context = {
        "datasets": datasets,
        "version": version,
        "changed": changed,
        "notes": (OURS, ICD, MESH, REGISTRY, TITLES),
        "head": head_of_data(request, datasets, version, changed),
    }
    return render(request, "opendata/data.html", context)


@shared
@same_for_all()
def latest(request, table, form):
    version = content_version()
    response = _file(table, form, version)
    # RFC 9110, section 8.7: under this address it is these bytes and no others.
    response["Content-Location"] = reverse("opendata:dated_file", args=[table, version, form])
    return response


@shared
@same_for_all()
def dated(request, table, version, form):
    """The file while it is of this version. No older one is kept, so any other number leads to the latest."""
    if version != content_version():
        return SeeOther(reverse("opendata:file", args=[table, form]), headers={"Cache-Control": "no-cache"})
    return _file(table, form, version)


def _file(table, form, version):
    return HttpResponse(pieces(table, form, version, get_language()), content_type=TYPES[form], headers=FOR_AN_HOUR)


@shared
@same_for_all()
def schema(request, table):
    form = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(file_schema(table), content_type="application/schema+json", json_dumps_params=form, headers=FOR_AN_HOUR)


@shared
@same_for_all()
def checksums(request):
    """As sha256sum writes and reads it: each file under its lasting name and under that of its version."""
    files = [file for made in kept(all_files, get_language()).values() for file in made]
    lines = [f"{file.sha256}  {name}\n" for file in files for name in (file.name, file.dated_name)]
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8", headers=FOR_AN_HOUR)
