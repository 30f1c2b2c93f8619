"""The addresses that a provider knows us by; the names are those that allauth looks for."""

from django.urls import path

from assessors.openid import views

urlpatterns = [
    path("<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
