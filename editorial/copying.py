"""One text's content: as plain values, as a hash, and into another text.

What counts as content is listed here once, so that a copy says exactly what its original says, and an approval is bound to
everything that a copy would hold.
"""

import hashlib
import json

from editorial.models import TaggedVersion


def content_of(version):
    """Everything that a text says, as nested plain values: its fields, relations, tags and parts, rows by their keys.

    `version` is of its kind's own model. The number of queries depends on the kind only.
    """
    content = {field.attname: getattr(version, field.attname) for field in _own_fields(version)}
    for field in _relations(version):
        content[field.name] = sorted(getattr(version, field.name).values_list("pk", flat=True))
    content["tags"] = sorted(version.tagged.values_list("tag", flat=True))
    for model in version.part_models():
        content[model._meta.label] = [_row_of(part) for part in _parts(model, version)]
    return content


def fingerprint(version):
    """SHA-256 of everything that a text says, as 64 hexadecimal digits: the same content gives the same on every database."""
    content = content_of(version.own())
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def copy_text(original, draft):
    """Makes a new, empty draft say everything that the original says, but not its change note.

    Both are versions of the same kind, as the kind's own model. Parts are what `Version.part_models` names.
    """
    for field in _own_fields(original):
        setattr(draft, field.attname, getattr(original, field.attname))
    draft.change_note = ""
    draft.save()
    for field in _relations(original):
        getattr(draft, field.name).set(getattr(original, field.name).all())
    for tagged in original.tagged.all():
        TaggedVersion.objects.create(content_object=draft, tag_id=tagged.tag_id)
    for model in original.part_models():
        for part in _parts(model, original):
            _copy_part(part, draft)


def _own_fields(version):
    return [field for field in version._meta.concrete_fields if field.editable and not field.primary_key and not field.auto_created]


def _relations(version):
    return [field for field in version._meta.many_to_many if field.editable and not hasattr(field, "through")]


def _parts(model, version):
    order = [*model._meta.ordering, "pk"]
    return model.objects.filter(version=version).order_by(*order).prefetch_related(*[field.name for field in model._meta.many_to_many])


def _row_of(part):
    row = {field.attname: getattr(part, field.attname) for field in part._meta.concrete_fields if not field.primary_key and field.name != "version"}
    return row | {field.name: sorted(linked.pk for linked in getattr(part, field.name).all()) for field in part._meta.many_to_many}


def _copy_part(part, draft):
    linked = {field.name: list(getattr(part, field.name).all()) for field in part._meta.many_to_many}
    part.pk = None
    part._state.adding = True
    part._prefetched_objects_cache = {}
    part.version = draft
    part.save()
    for name, rows in linked.items():
        getattr(part, name).set(rows)
