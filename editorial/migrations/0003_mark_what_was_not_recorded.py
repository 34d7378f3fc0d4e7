from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def mark(apps, schema_editor):
    """Approvals made before they were bound to a hash say so; events learn the number of their page."""
    Version = apps.get_model("editorial", "Version")
    Event = apps.get_model("editorial", "Event")
    PageAddress = apps.get_model("editorial", "PageAddress")
    Version.objects.filter(status="approved", content_hash="").update(content_hash="unrecorded")
    Version.objects.filter(changed_by=None).update(changed_by=F("author"))
    address = PageAddress.objects.filter(kind=OuterRef("page_kind"), language=OuterRef("page_language"), slug=OuterRef("page_slug"))
    Event.objects.filter(page_number=None).update(page_number=Subquery(address.values("page")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("editorial", "0002_review_workflow"),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
