from django.db import migrations

COLUMNS = ("language", "title_terms", "keyword_terms", "summary_terms", "body_terms")

POSTGRESQL = [
    """
    ALTER TABLE search_searchdocument ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', keyword_terms), 'B')
        || setweight(to_tsvector('simple', summary_terms), 'C') || setweight(to_tsvector('simple', body_terms), 'D')
    ) STORED
    """,
    "CREATE INDEX search_vector_index ON search_searchdocument USING gin (search_vector)",
]
SQLITE = [
    f"""
    CREATE VIRTUAL TABLE search_fts USING fts5(
        {", ".join(COLUMNS)}, content='search_searchdocument', content_rowid='page_id', tokenize='unicode61 remove_diacritics 0'
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


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_searchdocument DROP COLUMN search_vector")
        return
    schema_editor.execute("DROP TRIGGER search_document_added")
    schema_editor.execute("DROP TRIGGER search_document_removed")
    schema_editor.execute("DROP TABLE search_fts")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(add_index, remove_index)]
