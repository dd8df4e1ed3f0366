"""Addresses: every page by its path, its value below /api/; what is not a page is a plain page that says so."""

from __future__ import annotations

from django.urls import include, path

from placebook.web import views
from placebook.web.api import api
from placebook.web.corrections.views import wrong

urlpatterns = [
    path("", views.page, {"path": "index.html"}),
    path("about/wrong.html", wrong),
    path("api/openapi.json", views.page, {"path": "api/openapi.json"}),
    path("api/", api().urls),
    path("desk/", include("placebook.web.desk.urls")),
    path("<path:path>", views.page),
]
handler400 = "placebook.web.views.bad_request"
handler404 = "placebook.web.views.not_found"
handler500 = "placebook.web.views.fault"
