"""The words of a document in a table of their own: a search reads a thousand documents, and of hardly any the words.

Documents are kept. On the way back they are not: `manage.py rebuild_search` fills the table then.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import search.models

before = import_module("search.migrations.0004_documents_for_filters")
first = import_module("search.migrations.0002_full_text")
WORDS = ("title_terms", "keyword_terms", "summary_terms", "body_terms", "summary", "text")


def add_index(apps, schema_editor):
    """The same index as before, of the other table."""
    for statement in before.POSTGRESQL if schema_editor.connection.vendor == "postgresql" else before.SQLITE:
        moved = statement.replace("search_searchdocument", "search_searchtext").replace("page_id", "document_id")
        schema_editor.execute(moved, params=None)
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_searchtext DROP COLUMN search_vector")
    else:
        first.remove_index(apps, schema_editor)


def move_words(apps, schema_editor):
    names = ", ".join(WORDS)
    _write(schema_editor, f"INSERT INTO search_searchtext (document_id, {names}) SELECT page_id, {names} FROM search_searchdocument")


def remove_documents(apps, schema_editor):
    _write(schema_editor, "DELETE FROM search_searchtext", "DELETE FROM search_searchdocument")


def _write(schema_editor, *statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)
    if schema_editor.connection.vendor == "postgresql":
        # It changes no table while foreign keys wait to be looked at.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def take_less_room(apps, schema_editor):
    """PostgreSQL keeps what a removed column held in each row until it writes the table anew."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CLUSTER search_searchdocument USING search_searchdocument_pkey")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_documents_for_filters")]

    operations = [
        migrations.RunPython(first.remove_index, before.add_index),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="search.searchdocument",
                    ),
                ),
                *((name, models.TextField()) for name in WORDS),
            ],
        ),
        migrations.RunPython(move_words, migrations.RunPython.noop),
        *(migrations.RemoveField("SearchDocument", name) for name in WORDS),
        migrations.AlterField(
            "SearchDocument",
            "page",
            search.models.PageKey(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="search_document",
                serialize=False,
                to="editorial.page",
            ),
        ),
        migrations.RunPython(take_less_room, remove_documents),
        migrations.RunPython(add_index, remove_index),
    ]
