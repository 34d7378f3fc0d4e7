from django.urls import path
from django.views.decorators.http import require_safe

from articles import feeds, views

app_name = "articles"
urlpatterns = [
    path("conditions/", views.condition_list, name="conditions"),
    path("conditions/<slug:slug>/", views.condition_detail, name="condition"),
    path("causes/", views.cause_list, name="causes"),
    path("causes/<slug:slug>/", views.cause_detail, name="cause"),
    path("symptoms/", views.symptom_list, name="symptoms"),
    path("symptoms/<slug:slug>/", views.symptom_detail, name="symptom"),
    path("articles/", views.article_list, name="articles"),
    path("articles/<slug:slug>/", views.article_detail, name="article"),
    path("glossary/", views.glossary, name="glossary"),
    path("urgent-signs/", views.urgent_signs, name="urgent_signs"),
    path("tags/", views.tag_list, name="tags"),
    path("tags/<slug:slug>/", views.tag_detail, name="tag"),
    path("feed.atom", require_safe(feeds.ChangedPages()), name="feed"),
]
