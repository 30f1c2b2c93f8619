"""The WSGI entry point that gunicorn serves."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bucketing.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as wrong:  # a sentence that names the variable
    sys.exit(str(wrong))

# Every page's code is read now rather than by the first person who asks: a process that takes
# another's place is there at once.
_ = get_resolver().url_patterns
