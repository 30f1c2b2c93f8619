#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    # On a checkout that nobody has configured, commands act on the demo's data. Only commands:
    # what serves pages to others still refuses to start without a key.
    if "SECRET_KEY" not in os.environ:
        os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bucketing.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:  # a sentence that names the variable
        sys.exit(str(wrong))
