"""The WSGI application: what granian or gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroinfo.settings")
django_application = get_wsgi_application()

# They need the settings.
from neuroinfo.door import Door  # noqa: E402
from neuroinfo.kept_pages import KeptPages  # noqa: E402

application = Door(KeptPages(django_application))
