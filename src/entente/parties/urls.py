"""Addresses of the pages about people."""

from django.urls import path

from entente.parties import views

app_name = "parties"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
