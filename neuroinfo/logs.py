"""What must not be in a log: what readers write. The words of a search stand in the query part of its address, those of a form in its body."""

import logging
from traceback import format_tb


class WithoutWords(logging.Filter):
    """Lets every record pass, without what the query part of an address or a form said.

    A record of Django's server for development loses that part itself. One of a request that had such a part, or that sent a form, loses
    the request, and what its error said: a database, for example, quotes what it was asked. Which error it was and where it happened stays.
    """

    def filter(self, record):
        if record.name == "django.server" and isinstance(record.args, tuple):
            record.args = tuple(part.partition("?")[0] if isinstance(part, str) else part for part in record.args)
        request = getattr(record, "request", None)
        if _may_hold_words(getattr(request, "META", {})):
            record.request = None
            if record.exc_info:
                error = _Told(_where(record.exc_info[1]))
                record.exc_info = (type(error), error, None)
                record.exc_text = None
        return True


def _may_hold_words(meta):
    return bool(meta.get("QUERY_STRING")) or meta.get("REQUEST_METHOD") == "POST"


class _Told(Exception):
    """Stands in a log for an error whose own words are left out."""


def _where(error):
    """Kind and place of an error, and of those that led to it, the first one first."""
    errors = []
    while error is not None and error not in errors:
        errors.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(f"{_kind(error)}, its words left out\n{''.join(format_tb(error.__traceback__))}" for error in errors)


def _kind(error):
    return f"{type(error).__module__}.{type(error).__qualname__}"
