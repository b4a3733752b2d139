"""The exports of other tools that we recognise by their columns: one table, vendor → columns → our fields.

Names are compared as people would: case, underscores, dots and hyphens don't count. Where a tool names a column in
several ways, the first that the file has is taken. ``docs/imports.md`` tells this table to users.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from feedback.models import Becomes, Channel
from integrations.columns import guess, plain_name
from integrations.statuses import Meaning

IDEAS, FEEDBACK = Becomes.IDEAS, Becomes.FEEDBACK


@dataclass(frozen=True)
class Export:
    """What one tool exports: by which columns it is known, and what each of ours is called there."""

    name: str
    label: str
    rows: str
    marks: tuple[frozenset[str], ...]
    columns: dict[str, tuple[str, ...]]
    becomes: str = FEEDBACK
    channel: str = Channel.IMPORT
    source: str = ""
    a_row_a_voter: bool = False
    never: tuple[str, ...] = ("product",)
    statuses: dict[str, str] = field(default_factory=dict)

    @property
    def system(self) -> str:
        """The tool, under whose name its ids are kept."""
        return self.source or self.name


def marks(*sets: str) -> tuple[frozenset[str], ...]:
    """Columns that give an export away: any one of the sets, all of its columns."""
    return tuple(frozenset(plain_name(name) for name in one.split(",")) for one in sets)


EXPORTS = (
    Export(
        "canny", "Canny", "posts",
        marks("title,details,status", "title,details,board", "title,details,score", "post title,details,votes"),
        {
            "title": ("title", "post title"), "text": ("details", "description"), "status": ("status",),
            "tags": ("tags", "category", "board"), "contact": ("author name", "author"), "email": ("author email",),
            "company": ("author company", "company"), "votes": ("vote count", "votes", "score"),
            "voters": ("voter emails", "voters"), "comments": ("comment count", "comments"),
            "said_at": ("created", "created at", "date created"), "source_id": ("post id", "id", "url", "post url"),
            "source_url": ("url", "post url", "link"),
        },
        becomes=IDEAS, channel=Channel.PORTAL,
    ),
    Export(
        "fider", "Fider", "posts",
        marks("number,title,description,created_by,votes_count,status"),
        {
            "title": ("title",), "text": ("description",), "status": ("status",), "tags": ("tags",),
            "contact": ("created by",), "votes": ("votes count",), "comments": ("comments count",),
            "said_at": ("created at",), "response": ("response",), "source_id": ("number",),
        },
        becomes=IDEAS, channel=Channel.PORTAL,
    ),
    Export(
        "quackback", "Quackback", "posts",
        marks("title,content,status,board,author_email,vote_count", "title,content,vote_count,source_id"),
        {
            "title": ("title",), "text": ("content",), "status": ("status",), "tags": ("tags", "board"),
            "contact": ("author name",), "email": ("author email",), "votes": ("vote count",),
            "said_at": ("created at",), "source_id": ("source id",),
        },
        becomes=IDEAS, channel=Channel.PORTAL,
    ),
    Export(
        "uservoice", "UserVoice", "ideas",
        marks("suggestion.id,suggestion.title,suggestion.body", "idea id,idea title,idea description"),
        {
            "title": ("suggestion.title", "idea title"), "text": ("suggestion.body", "idea description"),
            "status": ("suggestion.status.name", "public status name"), "tags": ("suggestion.labels.name", "labels"),
            "contact": ("suggestion.creator.name", "idea creator name"),
            "email": ("suggestion.creator.email_address", "idea creator email address"),
            "votes": ("suggestion.supporters_count", "suggestion.votes_count", "voters count", "votes count"),
            "comments": ("suggestion.comments_count", "comments count"),
            "voters": ("user.email_address", "user email address"), "voter": ("user.name", "user name"),
            "said_at": ("suggestion.created_timestamp", "created timestamp"),
            "response": ("suggestion.status_update.body", "public status update message"),
            "source_id": ("suggestion.id", "idea id"), "source_url": ("suggestion.portal_url", "portal url"),
        },
        becomes=IDEAS, channel=Channel.PORTAL, a_row_a_voter=True, never=("product", "company"),
    ),
    Export(
        "productboard-features", "Productboard", "features",
        marks("entity_name,pb_url", "feature name,description,productboard url", "feature name,feature description"),
        {
            "title": ("entity name", "feature name", "name"), "text": ("description", "feature description"),
            "status": ("status name", "status", "feature status"), "tags": ("tags", "component", "product area"),
            "said_at": ("created at",), "source_id": ("entity id", "feature id", "id", "pb url", "productboard url"),
            "source_url": ("pb url", "productboard url", "url"), "votes": ("votes", "number of insights"),
        },
        becomes=IDEAS, source="productboard", never=("contact", "email", "product"),
    ),
    Export(
        "productboard-notes", "Productboard", "notes",
        marks("note title,note text", "note title,note content", "title,content,user email,company domain", "note_text,note_url"),
        {
            "title": ("note title", "title"), "text": ("note text", "note content", "content"),
            "contact": ("user name", "customer name"), "email": ("user email", "customer email"),
            "company": ("company name", "company"), "tags": ("note tags", "tags"),
            "said_at": ("note created at", "created at", "created"),
            "source_id": ("note id", "source record id", "id", "note url", "display url"),
            "source_url": ("note url", "display url", "url"),
        },
        source="productboard",
    ),
    Export(
        "zendesk", "Zendesk", "tickets",
        marks("id,subject,requester", "ticket id,subject,requester", "ticket id,subject,requester email"),
        {
            "title": ("subject",), "text": ("description", "message", "latest comment", "subject"),
            "contact": ("requester", "requester name"), "email": ("requester email", "requester e-mail"),
            "company": ("organization", "requester organization", "company"), "tags": ("tags",),
            "said_at": ("created at", "requested", "created"), "source_id": ("ticket id", "id"),
            "source_url": ("url", "ticket url"),
        },
        channel=Channel.SUPPORT, never=(),
    ),
    Export(
        "intercom", "Intercom", "conversations",
        marks("conversation id,message body", "conversation id,user email", "conversation id,conversation started at"),
        {
            "text": ("message body", "conversation first message", "first message", "body"), "title": ("title", "subject"),
            "contact": ("message author name", "user name", "name"), "email": ("message author email", "user email", "email"),
            "company": ("message author companies", "company name", "company"),
            "tags": ("conversation tags", "conversation tag", "tags"),
            "said_at": ("message created at", "conversation created at", "conversation started at", "created at"),
            "source_id": ("message id", "conversation id"), "source_url": ("conversation url", "url"),
        },
        channel=Channel.CHAT, never=(),
    ),
    Export(
        "github", "GitHub", "issues",
        marks("number,title,body,state", "number,title,url,state", "number,title,body,labels"),
        {
            "title": ("title",), "text": ("body", "description"), "tags": ("labels",),
            "status": ("state reason", "statereason", "state", "status"),
            "contact": ("author", "user", "created by"), "comments": ("comments",), "votes": ("reactions", "thumbs up"),
            "said_at": ("created at", "createdat", "created"), "source_id": ("url", "html url", "id", "number"),
            "source_url": ("url", "html url"),
        },
        becomes=IDEAS, channel=Channel.COMMUNITY, statuses={"closed": Meaning.ARCHIVED},  # mostly because it was done
    ),
    Export(
        "linear", "Linear", "issues",
        marks("id,team,title,description,status", "id,team,title,status,priority"),
        {
            "title": ("title",), "text": ("description",), "status": ("status",), "tags": ("labels",),
            "email": ("creator email",), "said_at": ("created",), "source_id": ("id",),
        },
        becomes=IDEAS, never=("product", "contact"),
    ),
    Export(
        "jira", "Jira", "issues",
        marks("issue key,summary", "issue key,issue id"),
        {
            "title": ("summary",), "text": ("description",), "status": ("status",), "tags": ("labels",),
            "contact": ("reporter",), "votes": ("votes",), "comments": ("comment",), "said_at": ("created",),
            "source_id": ("issue key", "issue id"),
        },
        becomes=IDEAS, never=("product", "company"),
    ),
)  # fmt: skip
BY_NAME = {export.name: export for export in EXPORTS}


def recognised(columns: Sequence[str]) -> Export | None:
    """The export that these columns are of: the one that most of them give away."""
    plain = {plain_name(column) for column in columns}
    best, most = None, 0
    for export in EXPORTS:
        fits = max((len(one) for one in export.marks if one <= plain), default=0)
        if fits > most:
            best, most = export, fits
    return best


def mapping_for(export: Export | None, columns: Sequence[str]) -> dict[str, str]:
    """Which column gives what: as the export has it, else as the column's own name suggests."""
    guessed = guess(columns)
    if export is None:
        return guessed
    plain = {plain_name(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for target, names in export.columns.items():
        column = next((plain[name] for name in map(plain_name, names) if name in plain), None)
        if column is not None:
            found[target] = column
    if "title" in found:
        found.setdefault("text", found["title"])
    rest = {
        name: column for name, column in guessed.items()
        if name not in export.columns and name not in export.never and column not in found.values()
    }  # fmt: skip
    return found | rest


def own_statuses(export: str) -> dict[str, str]:
    """The statuses by which the tool of this export means something of its own."""
    known = BY_NAME.get(export)
    return known.statuses if known else {}
