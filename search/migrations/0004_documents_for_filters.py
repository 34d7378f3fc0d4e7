"""Documents with what the filters need, and an index that finds a bounded number of them for each word.

The documents are made anew: `manage.py rebuild_search` fills the table.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

before = import_module("search.migrations.0002_full_text")
COLUMNS = ("title_terms", "keyword_terms", "summary_terms", "body_terms")

# A word of the title or the keywords is in the vector twice: as it is, and behind "n:". Without positions, and inside the row: most of the
# cost of a look at a vector was to fetch and unpack it from elsewhere.
POSTGRESQL = [
    """
    ALTER TABLE search_searchdocument ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(
            string_to_array(regexp_replace(title_terms || ' ' || keyword_terms, '([^ ]+)', 'n:\\1', 'g'), ' ')
            || string_to_array(title_terms, ' ') || string_to_array(keyword_terms, ' ')
            || string_to_array(summary_terms, ' ') || string_to_array(body_terms, ' '),
            ''
        ))
    ) STORED
    """,
    "ALTER TABLE search_searchdocument ALTER COLUMN search_vector SET STORAGE MAIN",
    # New rows wait in a list that every search reads from end to end: a short one (kilobytes).
    "CREATE INDEX search_vector_index ON search_searchdocument USING gin (search_vector) WITH (gin_pending_list_limit = 1024)",
]
# The tokenizer only parts words at spaces: they are folded already. Places of words and lengths of texts are not asked for.
SQLITE = [
    f"""
    CREATE VIRTUAL TABLE search_fts USING fts5(
        {", ".join(COLUMNS)}, content='search_searchdocument', content_rowid='page_id', tokenize='ascii', detail='column', columnsize=0
    )
    """,
    f"""
    CREATE TRIGGER search_document_added AFTER INSERT ON search_searchdocument BEGIN
        INSERT INTO search_fts(rowid, {", ".join(COLUMNS)}) VALUES (new.page_id, {", ".join(f"new.{name}" for name in COLUMNS)});
    END
    """,
    f"""
    CREATE TRIGGER search_document_removed AFTER DELETE ON search_searchdocument BEGIN
        INSERT INTO search_fts(search_fts, rowid, {", ".join(COLUMNS)})
        VALUES ('delete', old.page_id, {", ".join(f"old.{name}" for name in COLUMNS)});
    END
    """,
]


def add_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_search_counts")]

    operations = [
        migrations.RunPython(before.remove_index, before.add_index),
        migrations.DeleteModel("SearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_document",
                        serialize=False,
                        to="editorial.page",
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=20)),
                ("slug", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("areas", models.JSONField(default=list)),
                ("tags", models.JSONField(default=list)),
                ("stage", models.CharField(max_length=30)),
                ("is_unproven", models.BooleanField(default=False)),
                ("title_terms", models.TextField()),
                ("keyword_terms", models.TextField()),
                ("summary_terms", models.TextField()),
                ("summary", models.TextField()),
                ("body_terms", models.TextField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunPython(add_index, before.remove_index),
    ]
