from django.urls import path

from articles import views
from articles.models import Article, Cause, Condition, Symptom
from editorial.framing import framed
from editorial.history import page_history

app_name = "articles"
urlpatterns = [
    path("conditions/", views.condition_list, name="conditions"),
    path("conditions/<slug:slug>/", framed(views.condition_detail), name="condition"),
    path("conditions/<slug:slug>/history/", page_history(Condition), name="condition_history"),
    path("causes/", views.cause_list, name="causes"),
    path("causes/<slug:slug>/", views.cause_detail, name="cause"),
    path("causes/<slug:slug>/history/", page_history(Cause), name="cause_history"),
    path("symptoms/", views.symptom_list, name="symptoms"),
    path("symptoms/<slug:slug>/", views.symptom_detail, name="symptom"),
    path("symptoms/<slug:slug>/history/", page_history(Symptom), name="symptom_history"),
    path("articles/", views.article_list, name="articles"),
    path("articles/<slug:slug>/", views.article_detail, name="article"),
    path("articles/<slug:slug>/history/", page_history(Article), name="article_history"),
    path("glossary/", views.glossary, name="glossary"),
    path("urgent-signs/", views.urgent_signs, name="urgent_signs"),
    path("tags/", views.tag_list, name="tags"),
    path("tags/<slug:slug>/", views.tag_detail, name="tag"),
]
