"""What can happen to suggestions and themes."""

from django.db.models import TextChoices

from history.kinds import register


class SuggestionEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    REFUSED = "suggestion.refused", "{actor} said that {subject} does not support {about}"
    REFUSAL_WITHDRAWN = "suggestion.refusal_withdrawn", "{actor} lets {about} be suggested for {subject} again"


class ThemeEvent(TextChoices):
    """What can happen to a theme."""

    SEARCHED = "theme.searched", "{actor} asked for themes of {subject}"
    PROPOSED = "theme.proposed", "{actor} proposed the theme {subject}"
    NAMED = "theme.named", "{actor} named the theme {subject}"
    KEPT = "theme.kept", "{actor} kept the theme {subject}"
    DISMISSED = "theme.dismissed", "{actor} dismissed the theme {subject}"
    RESTORED = "theme.restored", "{actor} brought the theme {subject} back"
    FADED = "theme.faded", "{actor} no longer finds the theme {subject}"
    MERGED = "theme.merged", "{actor} merged the theme {subject} into {about}"
    SPLIT = "theme.split", "{actor} split {subject} off {about}"
    BECAME_IDEA = "theme.became_idea", "{actor} made the idea {about} of the theme {subject}"


register(ThemeEvent, group="Themes")
register(SuggestionEvent, group="Suggestions")
