"""One text's content into another."""

from editorial.models import TaggedVersion


def copy_text(original, draft):
    """Makes a new, empty draft say everything that the original says: fields, tags, relations and parts, but not its change note.

    Both are versions of the same kind, as the kind's own model. Parts are what `Version.part_models` names.
    """
    for field in original._meta.concrete_fields:
        if field.editable and not field.primary_key and not field.auto_created:
            setattr(draft, field.attname, getattr(original, field.attname))
    draft.change_note = ""
    draft.save()
    for field in original._meta.many_to_many:
        if not hasattr(field, "through"):
            getattr(draft, field.name).set(getattr(original, field.name).all())
    for tagged in original.tagged.all():
        TaggedVersion.objects.create(content_object=draft, tag_id=tagged.tag_id)
    for model in original.part_models():
        for part in model.objects.filter(version=original).order_by("pk"):
            _copy_part(part, draft)


def _copy_part(part, draft):
    linked = {field.name: list(getattr(part, field.name).all()) for field in part._meta.many_to_many}
    part.pk = None
    part._state.adding = True
    part.version = draft
    part.save()
    for name, rows in linked.items():
        getattr(part, name).set(rows)
