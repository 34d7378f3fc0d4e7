from django.apps import AppConfig


class TreatmentsConfig(AppConfig):
    name = "treatments"
    verbose_name = "What may be done"

    def ready(self):
        from treatments import dashboard, publication_checks  # noqa: F401 - registers the checks of treatments, and what waits in them
