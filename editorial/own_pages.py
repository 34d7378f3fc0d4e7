"""Pages for editors that other apps add to the admin. Its first page links to them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.functional import Promise

from editorial.permissions import may_write


@dataclass(frozen=True)
class OwnPage:
    """A page for all who may write. `name` is that of its URL in the admin and its path; `purpose` is a sentence beside the link."""

    name: str
    title: str | Promise
    purpose: str | Promise
    view: Callable[..., Any]


_pages: list[OwnPage] = []


def on_own_page(page):
    """Registers an `OwnPage`."""
    if page not in _pages:
        _pages.append(page)


def own_pages(editor):
    """The pages that this editor may open."""
    return list(_pages) if may_write(editor) else []


def own_page_urls(site):
    """Their paths."""
    return [path(f"{page.name}/", site.admin_view(_for_writers(page.view)), name=page.name) for page in _pages]


def _for_writers(view):
    @wraps(view)
    def refusing(request, *args, **kwargs):
        if not may_write(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return refusing
