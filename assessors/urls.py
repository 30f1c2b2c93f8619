"""Addresses of people, organisations and invitations."""

from django.urls import path

from assessors.views import (
    account,
    audit,
    entry,
    finding,
    invitations,
    people,
    providers,
    set_up,
)

urlpatterns = [
    path("set-up/", set_up.set_up, name="set-up"),
    path("account/", account.account_detail, name="account"),
    path("organisations/<slug:slug>/people/", people.people_list, name="people"),
    path(
        "organisations/<slug:slug>/people/invitations/<int:pk>/withdraw/",
        people.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(
        "organisations/<slug:slug>/people/<int:pk>/role/",
        people.member_change,
        name="member-change",
    ),
    path(
        "organisations/<slug:slug>/people/<int:pk>/remove/",
        people.member_remove,
        name="member-remove",
    ),
    path("organisations/<slug:slug>/leave/", people.organisation_leave, name="organisation-leave"),
    path("organisations/<slug:slug>/sign-in/", entry.sign_in_rules, name="sign-in-rules"),
    path(
        "organisations/<slug:slug>/sign-in/provider/",
        providers.provider_edit,
        name="provider-edit",
    ),
    path(
        "organisations/<slug:slug>/sign-in/provider/remove/",
        providers.provider_remove,
        name="provider-remove",
    ),
    path("sign-in/", finding.organisation_sign_in, name="organisation-sign-in"),
    path("sign-in/<slug:slug>/", finding.provider_sign_in, name="provider-sign-in"),
    path("organisations/<slug:slug>/enter/", entry.entry_refused, name="entry-refused"),
    path("organisations/<slug:slug>/record/", audit.audit_record, name="audit-record"),
    path("organisations/<slug:slug>/record.csv", audit.audit_record_csv, name="audit-record-csv"),
    path("invitations/", invitations.invitation_code, name="invitation-code"),
    path("invitations/answer/", invitations.invitation_answer, name="invitation-answer"),
    path("invitations/<str:token>/", invitations.invitation_open, name="invitation-open"),
]
