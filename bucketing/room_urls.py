"""Addresses of workshops, seats and the start page."""

from django.urls import path

from bucketing.views import home

urlpatterns = [
    path("", home.home, name="home"),
]
