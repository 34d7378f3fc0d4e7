from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        from articles.name_warnings import on_saved_names
        from editorial.actions import on_publication
        from editorial.own_pages import on_own_page
        from search import publication_checks  # noqa: F401 - registers what editors of the warning signs should know
        from search.for_editors import PAGES
        from search.index import refresh
        from search.misleading import warnings_about

        on_publication(refresh)
        on_saved_names(warnings_about)
        for page in PAGES:
            on_own_page(page)
