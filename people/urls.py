"""Addresses of people's pages."""

from django.urls import path

from people.views import entry, persons, products, settings

app_name = "people"
urlpatterns = [
    path("welcome/", entry.founding, name="founding"),
    path("invitation/<str:secret>/", entry.invitation, name="invitation"),
    path("me/", settings.me, name="me"),
    path("me/password/", settings.password, name="password"),
    path("me/tokens/new/", settings.new_token, name="new_token"),
    path("me/tokens/<str:token_key>/revocation/", settings.token_revocation, name="token_revocation"),
    path("settings/", settings.organisation, name="organisation"),
    path("settings/people/", persons.person_list, name="person_list"),
    path("settings/people/invite/", persons.invite, name="invite"),
    path("settings/people/<int:pk>/", persons.person, name="person"),
    path("settings/people/<int:pk>/roles/", persons.roles, name="roles"),
    path("settings/people/<int:pk>/suspension/", persons.suspension, name="suspension"),
    path("settings/invitations/<int:pk>/withdrawal/", persons.withdrawal, name="withdrawal"),
    path("settings/products/", products.product_list, name="product_list"),
    path("settings/products/new/", products.new_product, name="new_product"),
    path("settings/products/<int:pk>/", products.product, name="product"),
    path("settings/products/<int:pk>/archival/", products.archival, name="archival"),
]
