"""The editors' pages that every kind shares: pages, their texts, sources, tags, people and the trail."""

from editorial.admin import records
from editorial.admin.choices import ChoosingMixin
from editorial.admin.inlines import NamedFieldsFormSet
from editorial.admin.pages import PageAdmin
from editorial.admin.versions import VersionAdmin

__all__ = ["ChoosingMixin", "NamedFieldsFormSet", "PageAdmin", "VersionAdmin", "records"]
