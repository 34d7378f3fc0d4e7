from django.urls import path

from search import form_views, views

app_name = "search"
urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search/symptoms/", views.choose_symptoms, name="symptoms"),
    path("search.json", views.search_json, name="search_json"),
    path("suggest.json", views.suggest_json, name="suggest_json"),
    path("visit/", form_views.visit, name="visit"),
    path("check-an-offer/", form_views.check_offer, name="check_offer"),
]
