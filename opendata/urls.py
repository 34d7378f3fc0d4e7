from django.urls import path, re_path, register_converter

from opendata import api, views
from opendata.files import TYPES
from opendata.tables import API_TABLES, TABLES


class TableConverter:
    """The name of a table in an address, as the table itself."""

    regex = "|".join(TABLES)

    def to_python(self, value):
        return TABLES[value]

    def to_url(self, table):
        return table.name


class ApiTableConverter(TableConverter):
    regex = "|".join(API_TABLES)


class FormConverter:
    regex = "|".join(TYPES)

    def to_python(self, value):
        return value

    def to_url(self, form):
        return form


register_converter(TableConverter, "table")
register_converter(ApiTableConverter, "api_table")
register_converter(FormConverter, "form")

app_name = "opendata"
urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/SHA256SUMS", views.checksums, name="checksums"),
    path("data/<table:table>.schema.json", views.schema, name="schema"),
    path("data/<table:table>.<form:form>", views.latest, name="file"),
    path("data/<table:table>-<int:version>.<form:form>", views.dated, name="dated_file"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/<api_table:table>", api.item_list, name="items"),
    path("api/v1/<api_table:table>/<slug:key>", api.item_detail, name="item"),
    re_path("^api/", api.unknown_address),
]
