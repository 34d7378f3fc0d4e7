from django.urls import path

from editorial.history import page_history
from treatments import views
from treatments.models import Treatment

app_name = "treatments"
urlpatterns = [
    path("treatments/", views.treatment_list, name="list"),
    path("compare/", views.compare, name="compare"),
    path("evidence-ladder/", views.evidence_ladder, name="ladder"),
    path("treatments/<slug:slug>/", views.treatment_detail, name="detail"),
    path("treatments/<slug:slug>/history/", page_history(Treatment), name="history"),
]
