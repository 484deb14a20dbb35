"""Addresses of the pages of scope, below those of an alliance."""

from django.urls import path

from entente.scope import views

app_name = "scope"
_ALLIANCE = "a/<slug:slug>/scope"

urlpatterns = [
    path(f"{_ALLIANCE}/agreement/", views.agreement, name="agreement"),
    path(f"{_ALLIANCE}/agreement/record/", views.record, name="record"),
    path(f"{_ALLIANCE}/agreement/<int:number>/", views.version, name="version"),
    path(f"{_ALLIANCE}/agreement/<int:number>/agreement.yaml", views.source, name="source"),
]
