"""Addresses of usage's pages."""

from django.urls import path

from usage.views import features, imports, sources

app_name = "usage"
urlpatterns = [
    path("", features.feature_list, name="feature_list"),
    path("features/new/", features.new_feature, name="new_feature"),
    path("features/<int:pk>/", features.feature, name="feature"),
    path("features/<int:pk>/edit/", features.edit_feature, name="edit_feature"),
    path("features/<int:pk>/archival/", features.archival, name="archival"),
    path("products/<int:pk>/preview/", features.feature_preview, name="feature_preview"),
    path("imports/", imports.import_list, name="import_list"),
    path("sources/", sources.source_list, name="source_list"),
    path("sources/new/", sources.new_source, name="new_source"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/key-rotation/", sources.key_rotation, name="key_rotation"),
    path("sources/<int:pk>/revocation/", sources.revocation, name="revocation"),
]
