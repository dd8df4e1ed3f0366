"""Addresses of the desk. Accounts are allauth's views, those that an invited person needs and no others."""

from __future__ import annotations

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path

from placebook.web.desk import people_views, report_views, views

urlpatterns = [
    path("", views.home, name="desk"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/signup/", people_views.no_signup, name="account_signup"),
    path("account/forgotten/", people_views.no_signup, name="account_reset_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/set-password/", account.password_set, name="account_set_password"),
    path("account/two-steps/", include("allauth.mfa.urls")),
    path("account/", people_views.account, name="desk_account"),
    path("invited/<slug:uid>/<str:token>/", people_views.invited, name="desk_invited"),
    path("people/", people_views.people, name="desk_people"),
    path("coding/", include("placebook.web.coding.urls")),
    path("reports/", report_views.reports, name="desk_reports"),
    path("<slug:kind>/", views.listing, name="desk_kind"),
    path("<slug:kind>/new/", views.new, name="desk_new"),
    path("<slug:kind>/<slug:name>/", views.record, name="desk_record"),
    path("<slug:kind>/<slug:name>/edit/<slug:step>/", views.edit, name="desk_edit"),
    path("<slug:kind>/<slug:name>/save/", views.save, name="desk_save"),
    path("<slug:kind>/<slug:name>/leave/", views.leave, name="desk_leave"),
    path("<slug:kind>/<slug:name>/move/", views.move, name="desk_move"),
    path("<slug:kind>/<slug:name>/versions/<int:number>/", views.version, name="desk_version"),
]
if settings.SIGN_IN:
    urlpatterns.insert(1, path("account/council/", include("allauth.socialaccount.urls")))
    urlpatterns.insert(1, path("account/", include("allauth.socialaccount.providers.openid_connect.urls")))
