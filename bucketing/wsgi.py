"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bucketing.settings")

application = get_wsgi_application()

# Every page's code is read now rather than by the first person who asks: a process that takes
# another's place is there at once.
_ = get_resolver().url_patterns
