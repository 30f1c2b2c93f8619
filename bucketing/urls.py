"""Every address of the site, one include per app."""

from django.urls import include, path

from bucketing.metrics import metrics

urlpatterns = [
    # First, as every answer is looked up here.
    path("", include("bucketing.seat_urls")),
    path("metrics/", metrics, name="metrics"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/oidc/", include("assessors.openid.urls")),
    path("", include("assessors.urls")),
    path("", include("projects.urls")),
    path("", include("bucketing.room_urls")),
    path("", include("reports.urls")),
]
