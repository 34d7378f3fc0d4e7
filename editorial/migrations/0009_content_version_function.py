"""The content version as a function of PostgreSQL's, which plans what it says once a connection. SQLite needs none."""

from django.db import migrations

# The statement of `editorial.caching.SQL`: who changes it there replaces the function in a new migration.
CREATE = """
CREATE FUNCTION editorial_content_version() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT COALESCE(SUM(id), 0) FROM (SELECT id FROM editorial_event WHERE changed_public_text ORDER BY id DESC LIMIT 50) AS newest);
END
$$
"""
REMOVE = "DROP FUNCTION editorial_content_version()"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("editorial", "0008_events_of_codes_and_studies")]

    operations = [migrations.RunPython(on_postgresql(CREATE), on_postgresql(REMOVE))]
