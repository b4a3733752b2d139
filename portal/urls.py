"""Addresses of the portal: the customers' under /portal/, the colleagues' beside them."""

from django.urls import include, path

from portal.views import customers, entry, moderation, publishing, settings

public = [
    path("", customers.home, name="home"),
    path("ideas/<slug:code>/", customers.idea, name="idea"),
    path("ideas/<slug:code>/vote/", customers.vote, name="vote"),
    path("ideas/<slug:code>/following/", customers.following, name="following"),
    path("ideas/<slug:code>/words/", customers.comment, name="comment"),
    path("feedback/", customers.submit, name="submit"),
    path("mine/", customers.mine, name="mine"),
    path("mine/<slug:code>/", customers.own, name="own"),
    path("sign-in/", entry.sign_in, name="sign_in"),
    path("sign-in/<slug:token>/", entry.entry, name="entry"),
    path("sign-out/", entry.sign_out, name="sign_out"),
]
ours = [
    path("portals/", settings.portal_list, name="portal_list"),
    path("portals/<int:pk>/", settings.portal, name="settings"),
    path("portals/submissions/", moderation.submission_list, name="submission_list"),
    path("portals/submissions/approvals/", moderation.approvals, name="approvals"),
    path("portals/submissions/refusals/", moderation.refusals, name="refusals"),
    path("portals/submissions/holdings/", moderation.holdings, name="holdings"),
    path("portals/submissions/<int:pk>/", moderation.submission, name="submission"),
    path("portals/submissions/<int:pk>/approval/", moderation.approval, name="approval"),
    path("portals/submissions/<int:pk>/refusal/", moderation.refusal, name="refusal"),
    path("ideas/<int:pk>/publication/", publishing.publication, name="publish"),
    path("ideas/<int:pk>/publication/preview/", publishing.preview, name="preview"),
    path("ideas/<int:pk>/publication/withdrawal/", publishing.withdrawal, name="withdrawal"),
]
app_name = "portal"
urlpatterns = [
    *ours,
    path("portal/<slug:slug>/", include(public)),
    path("unfollow/<str:token>/", entry.unfollow, name="unfollow"),
]
