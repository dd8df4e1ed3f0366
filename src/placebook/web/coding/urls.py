"""Addresses of coding, below /desk/coding/."""

from __future__ import annotations

from django.urls import path

from placebook.web.coding import passage_views, views
from placebook.web.coding.faults import said_plainly as plain

urlpatterns = [
    path("", plain(views.work), name="coding"),
    path("assign/", plain(views.assign), name="coding_assign"),
    path("hand-over/", plain(views.hand_over), name="coding_hand_over"),
    path("publish/", plain(views.publish), name="coding_publish"),
    path("<slug:framework>/agreement/", plain(views.agreement), name="coding_agreement"),
    path("<slug:framework>/codes.csv", plain(views.export), name="coding_export"),
    path("<slug:framework>/disputes/", plain(views.disputes), name="coding_disputes"),
    path("<slug:framework>/passages/<slug:passage>/", plain(passage_views.passage), name="coding_passage"),
    path("<slug:framework>/passages/<slug:passage>/say/", plain(passage_views.say), name="coding_say"),
    path("<slug:framework>/passages/<slug:passage>/dispute/", plain(passage_views.dispute), name="coding_dispute"),
    path("<slug:framework>/passages/<slug:passage>/decide/", plain(passage_views.decide), name="coding_decide"),
]
