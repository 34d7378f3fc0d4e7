"""What the page about the open data tells machines: each table as a dataset (schema.org, and Google's guide for Dataset Search)."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.structured_data import Head, absolute, filled
from opendata.columns import day
from opendata.files import TYPES
from opendata.tables import LICENCE


def head_of_data(request, datasets, version, changed):
    """The head of the page, given (table, files) pairs, the content version and its day, None before the first."""
    description = _(
        "Conditions, symptoms, treatments with the certainty of each claim, studies, sources and explained words as free CSV and JSON files."
    )
    things = [_dataset(table, files, version, day(changed)) for table, files in datasets]
    return Head(_("Open data"), description, request.path, type="CollectionPage", things=things)


def _dataset(table, files, version, changed):
    return {
        "@type": "Dataset",
        "@id": _id(table.name),
        **filled(
            name=str(table.title),
            description=str(table.description),
            url=absolute(reverse("opendata:data")),
            license=LICENCE,
            creator={"@id": absolute("/#org")},
            version=str(version),
            dateModified=changed,
            isAccessibleForFree=True,
            keywords=list(table.keywords),
            variableMeasured=[column.name for column in table.columns],
            distribution=[_download(file) for file in files],
            isBasedOn=[{"@id": _id(name)} for name in table.based_on],
        ),
    }


def _id(name):
    return f"{absolute(reverse('opendata:data'))}#{name}"


def _download(file):
    # A filter puts a space in between that no line may end at.
    size = filesizeformat(file.size).replace("\xa0", " ")
    address = absolute(reverse("opendata:data") + file.name)
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": TYPES[file.form].partition(";")[0], "contentSize": size}
