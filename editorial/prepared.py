"""Queries that Django compiles once.

Building a query and turning it into SQL costs ten times what the database needs to answer it, and a public page asks the same few
questions every time (see docs/decisions/0002-prepared-queries.md).
"""

from django.db import connection


class Prepared:
    """A query with places for values, compiled at its first call in a process and then only run.

    `build` takes one placeholder for each value and returns a `values_list` queryset that uses each at least once, as the value of
    an exact lookup on a number or a text. Calling it with the values gives a list of tuples.
    """

    def __init__(self, build, *, places=1):
        self.build = build
        self.places = places
        self.compiled = {}

    def __call__(self, *values):
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self._compile(values)
        sql, parameters, converters = self.compiled[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[item.place] if isinstance(item, _Place) else item for item in parameters])
            rows = cursor.fetchall()
        if converters:
            for position, functions, expression in converters:
                rows = [_converted(row, position, functions, expression) for row in rows]
        return rows

    def _compile(self, values):
        # A value that occurs nowhere else stands for each place until the SQL is made.
        marks = [_mark(place, value) for place, value in enumerate(values)]
        compiler = self.build(*marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = [
            (position, functions, expression)
            for position, (functions, expression) in compiler.get_converters([column for column, _sql, _alias in compiler.select]).items()
        ]
        parameters = [_Place(marks.index(item)) if item in marks else item for item in parameters]
        assert {item.place for item in parameters if isinstance(item, _Place)} == set(range(self.places)), "a place was not used"
        return sql, parameters, converters


class _Place:
    def __init__(self, place):
        self.place = place


def _mark(place, value):
    return f"\ue000{place}\ue000" if isinstance(value, str) else -(900_000_000_000 + place)


def _converted(row, position, functions, expression):
    value = row[position]
    for function in functions:
        value = function(value, expression, connection)
    return (*row[:position], value, *row[position + 1 :])
