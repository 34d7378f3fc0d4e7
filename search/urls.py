from django.urls import path

from search import connect_views, form_views, views

app_name = "search"
urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search/symptoms/", views.choose_symptoms, name="symptoms"),
    path("search.json", views.search_json, name="search_json"),
    path("suggest.json", views.suggest_json, name="suggest_json"),
    path("visit/", form_views.visit, name="visit"),
    path("check-an-offer/", form_views.check_offer, name="check_offer"),
    # With and without a slash at the end: a redirected POST would lose what it carries.
    path("connect/service", connect_views.service, name="connect_service"),
    path("connect/service/", connect_views.service),
    path("connect/application", connect_views.application, name="connect_application"),
    path("connect/application/", connect_views.application),
]
