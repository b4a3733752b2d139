"""Items as PostHog's clients send them: one shape for everything, told apart by the event's name and its “$” properties."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from usage.items import (
    ALIAS,
    GROUP,
    ID_LENGTH,
    IDENTIFY,
    NAME_LENGTH,
    TRACK,
    Clock,
    Item,
    Malformed,
    checked,
    groups_of,
    mapping,
    moment,
    named_id,
    text,
)  # fmt: skip

COMPANY_TYPES = ("company", "organization", "organisation", "account", "customer", "client", "workspace", "team")
SET, SET_ONCE, GROUPS = "$set", "$set_once", "$groups"
PAGES = {"$pageview": "Page viewed", "$screen": "Screen viewed"}
NOT_KEPT = {SET, SET_ONCE, GROUPS, "token", "distinct_id", "$anon_distinct_id", "$process_person_profile"}


def read_event(raw: Any, clock_of: Clock, place: int = 0) -> Item:
    """An item as PostHog's clients send it. Raises ``Malformed`` with what is wrong with it."""
    raw = checked(raw)
    event, properties = text(raw, "event", NAME_LENGTH), mapping(raw, "properties")
    if not event:
        raise Malformed("“event” must name what was done.")
    common: dict[str, Any] = {
        "at": moment_of(raw, clock_of), "place": place,
        "message_id": named_id(text(raw, "uuid", 1000), raw, "event", "distinct_id", "properties"),
    }  # fmt: skip
    if event == "$groupidentify":
        return company_told(properties, common)
    user = text(raw, "distinct_id", ID_LENGTH) or text(properties, "distinct_id", ID_LENGTH)
    if not user:
        raise Malformed("“distinct_id” is not there.")
    if event == "$create_alias":
        alias = text(properties, "alias", ID_LENGTH)
        if not alias:
            raise Malformed("“properties.alias” is not there.")
        return Item(kind=ALIAS, user=alias, previous=(text(properties, "distinct_id", ID_LENGTH) or user,), **common)
    if event == "$merge_dangerously":
        raise Malformed("Two users are not merged from a client. Use an alias, from one who was not identified yet.")
    return told_or_done(event, user, raw, properties, common)


def told_or_done(event: str, user: str, raw: dict[str, Any], properties: dict[str, Any], common: dict[str, Any]) -> Item:
    """Who somebody is (``$identify``, ``$set``, ``$set_once``), or what they did; traits may come with either."""
    traits = mapping(properties, SET) | mapping(raw, SET)
    once = mapping(properties, SET_ONCE) | mapping(raw, SET_ONCE)
    group_key = company_in(mapping(properties, GROUPS) | mapping(raw, GROUPS))
    common |= {"user": user, "traits": traits, "group_key": group_key}
    tells = event in ("$identify", SET, SET_ONCE)
    groups = groups_of(IDENTIFY if tells else TRACK, {"groupId": group_key or None}, traits, {})
    if group_key:
        once = {"group": {"id": group_key}} | once
    if tells:
        previous = text(properties, "$anon_distinct_id", ID_LENGTH)
        is_one = event == "$identify"
        return Item(
            kind=IDENTIFY,
            groups=groups,
            once=once,
            identifies=is_one,
            previous=(previous,) if previous and is_one else (),
            **common,
        )
    kept = {name: value for name, value in properties.items() if name not in NOT_KEPT}
    return Item(
        kind=TRACK, name=" ".join(name_of(event, properties).split()), properties=kept, groups=groups, once=once, **common
    )


def company_told(properties: dict[str, Any], common: dict[str, Any]) -> Item:
    """What a group is: nobody did it, and of a group that is no company we keep nothing."""
    kind, key = text(properties, "$group_type", ID_LENGTH), text(properties, "$group_key", ID_LENGTH)
    if not kind or not key:
        raise Malformed("“$group_type” and “$group_key” must be there.")
    if kind.lower() not in COMPANY_TYPES:
        return Item(kind=GROUP, user="", **common)
    traits = mapping(properties, "$group_set")
    return Item(kind=GROUP, user="", group_key=key, groups=groups_of(GROUP, {"groupId": key}, traits, {}), **common)


def company_in(groups: dict[str, Any]) -> str:
    """The group that is a company: groups may also be projects, channels and more."""
    named = {str(kind).lower(): kind for kind in groups}
    kind = next((named[kind] for kind in COMPANY_TYPES if kind in named), None)
    return text(groups, kind, ID_LENGTH) if kind is not None else ""


def name_of(event: str, properties: dict[str, Any]) -> str:
    """What was done. Pages have no name of their own here: their address stays among the properties."""
    if event == "$screen" and (screen := text(properties, "$screen_name", NAME_LENGTH - 20)):
        return f"{PAGES[event]}: {screen}"
    return PAGES.get(event, event)


def moment_of(raw: dict[str, Any], clock_of: Clock) -> Any:
    """When it happened: a moment, or so many milliseconds (``offset``) before it was sent."""
    offset = raw.get("offset")
    if not raw.get("timestamp") and isinstance(offset, int | float) and not isinstance(offset, bool) and 0 <= offset < 10**11:
        return clock_of.received - timedelta(milliseconds=offset)
    return moment(raw.get("timestamp"), clock_of)
