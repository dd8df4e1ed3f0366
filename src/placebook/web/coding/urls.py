"""Addresses of coding, below /desk/coding/."""

from __future__ import annotations

from django.urls import path

from placebook.web.coding import passage_views, views

urlpatterns = [
    path("", views.work, name="coding"),
    path("assign/", views.assign, name="coding_assign"),
    path("hand-over/", views.hand_over, name="coding_hand_over"),
    path("publish/", views.publish, name="coding_publish"),
    path("<slug:framework>/agreement/", views.agreement, name="coding_agreement"),
    path("<slug:framework>/codes.csv", views.export, name="coding_export"),
    path("<slug:framework>/disputes/", views.disputes, name="coding_disputes"),
    path("<slug:framework>/passages/<slug:passage>/", passage_views.passage, name="coding_passage"),
    path("<slug:framework>/passages/<slug:passage>/say/", passage_views.say, name="coding_say"),
    path("<slug:framework>/passages/<slug:passage>/dispute/", passage_views.dispute, name="coding_dispute"),
    path("<slug:framework>/passages/<slug:passage>/decide/", passage_views.decide, name="coding_decide"),
]
