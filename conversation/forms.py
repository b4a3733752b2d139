"""What one writes."""

from __future__ import annotations

from typing import Any

from django import forms

from conversation import mailings
from conversation.models import Means, NoticeKind
from doors.forms import ActorForm, VersionField


class CommentForm(ActorForm):
    """Something to say. Whoever is mentioned with @ is told."""

    text = forms.CharField(
        max_length=10_000, label="Comment",
        widget=forms.Textarea(attrs={"rows": 2, "data-mentions": "", "placeholder": "Say something. @ mentions a colleague."}),
        error_messages={"required": "Write something first."},
    )  # fmt: skip


class EditForm(CommentForm):
    """One's own words, put right."""

    version = VersionField()


class PreferencesForm(ActorForm):
    """How one wants to be told of each kind of thing."""

    mention = forms.ChoiceField(choices=Means.choices, label=NoticeKind.MENTION.label)
    mine = forms.ChoiceField(choices=Means.choices, label=NoticeKind.MINE.label, help_text="An idea, an objective, a feedback.")
    comment = forms.ChoiceField(choices=Means.choices, label=NoticeKind.COMMENT.label)
    change = forms.ChoiceField(
        choices=Means.choices, label=NoticeKind.CHANGE.label, help_text="It moves, is decided, set aside, merged, archived."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in mailings.known().items():
            self.fields[kind] = forms.ChoiceField(choices=[(Means.MAIL, "By mail"), (Means.OFF, Means.OFF.label)], label=label)
