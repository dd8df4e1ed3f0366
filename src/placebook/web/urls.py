"""Addresses: every page by its path; what is not a page of the site is a plain page that says so."""

from __future__ import annotations

from django.urls import path

from placebook.web import views

urlpatterns = [
    path("", views.page, {"path": "index.html"}),
    path("<path:path>", views.page),
]
handler400 = "placebook.web.views.bad_request"
handler404 = "placebook.web.views.not_found"
handler500 = "placebook.web.views.fault"
