"""What can happen to endpoints."""

from django.db.models import TextChoices

from history.kinds import register


class WebhookEvent(TextChoices):
    """What can happen to an endpoint, and to what it is sent."""

    ADDED = "webhook.added", "{actor} added the webhook endpoint {subject}"
    CHANGED = "webhook.changed", "{actor} changed the webhook endpoint {subject}"
    ROTATED = "webhook.rotated", "{actor} gave the webhook endpoint {subject} a new secret"
    PAUSED = "webhook.paused", "{actor} paused the webhook endpoint {subject}"
    RESUMED = "webhook.resumed", "{actor} let the webhook endpoint {subject} go on"
    SWITCHED_OFF = "webhook.switched_off", "{actor} switched off the webhook endpoint {subject}, which did not answer"
    ARCHIVED = "webhook.archived", "{actor} archived the webhook endpoint {subject}"
    REPLAYED = "webhook.replayed", "{actor} had messages sent again to {subject}"
    TESTED = "webhook.tested", "{actor} sent a test message to {subject}"


register(WebhookEvent, group="Webhooks")
