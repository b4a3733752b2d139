"""The API's addresses: each app names its collections, this puts them under ``/api/v1/``."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from customers.api import routes as customers_routes
from doors.policy import Policy
from feedback.api import routes as feedback_routes
from gates.api import routes as gates_routes
from history.api import routes as history_routes
from jobs.api import routes as jobs_routes
from line.api import LineView, SearchView, WaitingView
from objectives.api import routes as objectives_routes
from people.api import routes as people_routes
from roadmap.api import routes as roadmap_routes
from usage.api import routes as usage_routes

ROUTES = (
    *people_routes, *customers_routes, *feedback_routes, *objectives_routes, *usage_routes,
    *roadmap_routes, *gates_routes, *jobs_routes, *history_routes,
)  # fmt: skip

router = SimpleRouter()
for prefix, collection in ROUTES:
    router.register(prefix, collection, basename=prefix)


class SchemaView(SpectacularAPIView):
    """The API's own description. It tells nothing of the data, so anybody may read it."""

    action = "schema"
    authentication_classes = ()

    def policy_of(self, name: str) -> Policy:
        """Open to everybody."""
        return Policy(public="describes the API, shows no data")


class DocsView(SpectacularSwaggerSplitView):
    """The description as a page."""

    action = "docs"
    authentication_classes = ()
    policy_of = SchemaView.policy_of


urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    path("search/", SearchView.as_view(), name="search"),
    path("waiting/", WaitingView.as_view(), name="waiting"),
    path("lines/<slug:kind>/<int:pk>/", LineView.as_view(), name="line"),
    path("", include(router.urls)),
]
