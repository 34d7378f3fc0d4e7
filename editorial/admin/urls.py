"""Addresses of the editors' pages that belong to a text of any kind, or to the person, not to the admin of one model."""

from django.urls import path

from editorial.admin import checklists, presence, profile, review, work
from editorial.admin.previews import preview_urls
from editorial.own_pages import own_page_urls


def own_urls(site):
    """The paths, each only for people who may enter the admin."""
    return [
        path("work/<slug:wanted>/", site.admin_view(work.show), name="work"),
        path("profile/", site.admin_view(profile.show), name="profile"),
        path("review/<int:pk>/", site.admin_view(review.review), name="review"),
        path("checklist/<int:pk>/<slug:instrument>/", site.admin_view(checklists.checklist), name="checklist"),
        path("presence/<int:pk>/", site.admin_view(presence.presence), name="presence"),
        *preview_urls(site),
        *own_page_urls(site),
    ]
