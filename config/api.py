"""The API's addresses: each app names its collections, this puts them under ``/api/v1/``."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from answers.api import routes as answers_routes
from conversation.api import routes as conversation_routes
from customers.api import routes as customers_routes
from doors.policy import Policy
from experiments.api import routes as experiments_routes
from feedback.api import routes as feedback_routes
from gates.api import routes as gates_routes
from growth.api import routes as growth_routes
from history.api import routes as history_routes
from integrations.api import routes as integrations_routes
from jobs.api import routes as jobs_routes
from line.api import LineView, SearchView, WaitingView
from matching.api import routes as matching_routes
from matching.api import urlpatterns as matching_addresses
from objectives.api import routes as objectives_routes
from people.api import routes as people_routes
from portal.api import PublicIdeasView
from portal.api import routes as portal_routes
from pqls.api import routes as pqls_routes
from priorities.api import routes as priorities_routes
from publishing.api import FileView, IdeaFileView
from publishing.api import routes as publishing_routes
from roadmap.api import routes as roadmap_routes
from surveys.api import routes as surveys_routes
from usage.api import routes as usage_routes
from webhooks.api import routes as webhooks_routes

ROUTES = (
    *people_routes, *webhooks_routes, *conversation_routes, *customers_routes, *feedback_routes, *objectives_routes,
    *usage_routes, *roadmap_routes, *priorities_routes, *answers_routes, *matching_routes, *portal_routes, *surveys_routes,
    *experiments_routes, *growth_routes, *pqls_routes, *publishing_routes, *gates_routes, *integrations_routes, *jobs_routes,
    *history_routes,
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
    path("portal/<slug:slug>/ideas/", PublicIdeasView.as_view(), name="public_ideas"),
    path("files/ideas/<int:pk>/<slug:form>/", IdeaFileView.as_view(), name="idea_file"),
    path("files/<slug:what>/<slug:form>/", FileView.as_view(), name="files"),
    *matching_addresses,
    path("", include(router.urls)),
]
