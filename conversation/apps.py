from importlib import import_module

from django.apps import AppConfig

from doors import navigation


class ConversationConfig(AppConfig):
    name = "conversation"
    verbose_name = "Conversation"

    def ready(self) -> None:
        """The bell in the bar of every page."""
        navigation.ring(navigation.Bell("conversation:notices", import_module("conversation.counts").unread))
