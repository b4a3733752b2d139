"""Addresses of usage's pages."""

from django.urls import path

from usage.views import depth, features, funnels, imports, sources, users

app_name = "usage"
urlpatterns = [
    path("", features.feature_list, name="feature_list"),
    path("features/new/", features.new_feature, name="new_feature"),
    path("features/<int:pk>/", features.feature, name="feature"),
    path("features/<int:pk>/depth/", depth.depth, name="feature_depth"),
    path("features/<int:pk>/first-and-last/", depth.endings, name="feature_endings"),
    path("features/<int:pk>/who/", depth.who, name="feature_who"),
    path("features/<int:pk>/who/export.csv", depth.who_export, name="feature_who_export"),
    path("features/<int:pk>/edit/", features.edit_feature, name="edit_feature"),
    path("features/<int:pk>/archival/", features.archival, name="archival"),
    path("funnels/", funnels.funnel_list, name="funnel_list"),
    path("funnels/new/", funnels.new_funnel, name="new_funnel"),
    path("funnels/<int:pk>/", funnels.funnel, name="funnel"),
    path("funnels/<int:pk>/export.csv", funnels.funnel_export, name="funnel_export"),
    path("funnels/<int:pk>/edit/", funnels.edit_funnel, name="edit_funnel"),
    path("funnels/<int:pk>/archival/", funnels.funnel_archival, name="funnel_archival"),
    path("products/<int:pk>/preview/", features.feature_preview, name="feature_preview"),
    path("imports/", imports.import_list, name="import_list"),
    path("sources/", sources.source_list, name="source_list"),
    path("sources/new/", sources.new_source, name="new_source"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/key-rotation/", sources.key_rotation, name="key_rotation"),
    path("sources/<int:pk>/revocation/", sources.revocation, name="revocation"),
    path("users/", users.user_list, name="user_list"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/erasure/", users.user_erasure, name="user_erasure"),
]
