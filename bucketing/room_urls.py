"""Addresses of workshops, seats and the start page."""

from django.conf import settings
from django.urls import include, path

from bucketing.views import (
    agreement,
    alike,
    criteria,
    home,
    method,
    personal_data,
    planner,
    reconcile,
    settling,
    verification,
)
from bucketing.views.style_guide import style_guide

urlpatterns = [
    path("", home.home, name="home"),
    path("account/data.json", personal_data.account_data, name="account-data"),
    path("organisations/<slug:slug>/criteria/", criteria.criteria_list, name="criteria-list"),
    path("organisations/<slug:slug>/criteria/new/", criteria.criteria_new, name="criteria-new"),
    path(
        "organisations/<slug:slug>/criteria/<int:criteria>/",
        criteria.criteria_detail,
        name="criteria-detail",
    ),
    path("workshops/new/", planner.workshop_new, name="workshop-new"),
    path("workshops/<int:pk>/", include("bucketing.running_urls")),
    path("help/method/", method.method, name="method"),
    path(
        "workshops/<int:pk>/verification/", verification.verification, name="workshop-verification"
    ),
    path("workshops/<int:pk>/agreement/", agreement.agreement, name="workshop-agreement"),
    path("workshops/<int:pk>/reconcile/", reconcile.reconcile, name="workshop-reconcile"),
    path(
        "workshops/<int:pk>/reconcile/<int:project_pk>/alike/", alike.alike, name="workshop-alike"
    ),
    path("workshops/<int:pk>/reconcile/all/", reconcile.everything, name="workshop-reconcile-all"),
    path("workshops/<int:pk>/reconcile/settle/", settling.settle_by_rule, name="workshop-settle"),
    path("workshops/<int:pk>/reconcile/undo/", settling.undo, name="workshop-settle-undo"),
    path("workshops/<int:pk>/reconcile/rule/", settling.set_rule, name="workshop-settling-rule"),
    path("workshops/<int:pk>/reconcile/chair/", settling.decide, name="workshop-settle-chair"),
    path("workshops/<int:pk>/reconcile/discuss/", settling.discuss, name="workshop-discuss"),
    path("workshops/<int:pk>/reconcile/re-vote/", settling.open_re_vote, name="workshop-re-vote"),
    path(
        "workshops/<int:pk>/reconcile/re-vote/live/",
        reconcile.re_vote_live,
        name="workshop-re-vote-live",
    ),
    path(
        "workshops/<int:pk>/reconcile/re-vote/close/",
        settling.close_re_vote,
        name="workshop-re-vote-close",
    ),
    path(
        "workshops/<int:pk>/reconcile/re-vote/settle/",
        settling.settle_by_re_vote,
        name="workshop-re-vote-settle",
    ),
    path("workshops/<int:pk>/reconcile/reopen/", settling.reopen, name="workshop-settling-reopen"),
    path("workshops/<int:pk>/reconcile/ruling/", settling.save_ruling, name="workshop-ruling"),
]

if settings.DEBUG:
    urlpatterns += [path("style-guide/", style_guide, name="style-guide")]
