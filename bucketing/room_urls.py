"""Addresses of workshops, seats and the start page."""

from django.conf import settings
from django.urls import path

from bucketing.views import home
from bucketing.views.style_guide import style_guide

urlpatterns = [
    path("", home.home, name="home"),
]

if settings.DEBUG:
    urlpatterns += [path("style-guide/", style_guide, name="style-guide")]
