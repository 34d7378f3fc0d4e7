from django.db import models

from editorial.models import Page


class SearchDocument(models.Model):
    """What full-text search knows of one published page. Written by `search.index` only.

    The `*_terms` columns hold folded, stemmed words (see `search.words.terms`); both databases index just these, so that the
    same question finds the same pages on either.
    """

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="search_document")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    text = models.TextField()
    title_terms = models.TextField()
    keyword_terms = models.TextField()
    summary_terms = models.TextField()
    body_terms = models.TextField()

    def __str__(self):
        return f"{self.kind}/{self.slug}"
