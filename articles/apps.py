from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "About the disorder"

    def ready(self):
        from articles import lexicon
        from editorial.transfer import on_lexicon

        on_lexicon(lexicon.read, lexicon.write, lexicon.check)
