"""Two people save the same draft: the second one's form, made to fit the rows as they are now."""

import re


def fitted(post, existing):
    """A copy of a posted form whose rows that are gone by now are new rows, so that saving it brings them back.

    `existing` maps the prefix of each group of rows to the primary keys (as text) that it has in the database now.
    """
    fitted_post = post.copy()
    for prefix, keys in existing.items():
        rows = _rows(fitted_post, prefix)
        here = [row for row in rows if row.get("id", [""])[0] in keys]
        gone = [row for row in rows if row.get("id", [""])[0] not in keys and not _is_deleted(row)]
        for row in gone:
            row["id"] = [""]
        for name in [name for name in fitted_post if re.match(rf"{re.escape(prefix)}-\d+-", name)]:
            del fitted_post[name]
        for number, row in enumerate([*here, *gone]):
            for name, values in row.items():
                fitted_post.setlist(f"{prefix}-{number}-{name}", values)
        fitted_post[f"{prefix}-TOTAL_FORMS"] = str(len(here) + len(gone))
        fitted_post[f"{prefix}-INITIAL_FORMS"] = str(len(here))
    return fitted_post


def _rows(post, prefix):
    """The posted rows of a group, in order: each a dict of the field's name and its values."""
    rows: dict[int, dict] = {}
    for name in post:
        match = re.match(rf"{re.escape(prefix)}-(\d+)-(.+)\Z", name)
        if match:
            rows.setdefault(int(match[1]), {})[match[2]] = post.getlist(name)
    return [rows[number] for number in sorted(rows)]


def _is_deleted(row):
    return "DELETE" in row
