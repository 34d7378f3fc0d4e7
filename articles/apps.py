from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "About the disorder"

    def ready(self):
        from articles import lexicon, publication_checks  # noqa: F401 - registers the checks of these kinds
        from editorial.lexicons import on_lexicon

        on_lexicon(lexicon.SYMPTOMS)
        on_lexicon(lexicon.CONDITIONS)
