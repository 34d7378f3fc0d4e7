from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        from editorial.actions import on_publication
        from search.index import refresh

        on_publication(refresh)
