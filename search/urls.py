from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search/symptoms/", views.choose_symptoms, name="symptoms"),
    path("search.json", views.search_json, name="search_json"),
    path("suggest.json", views.suggest_json, name="suggest_json"),
]
