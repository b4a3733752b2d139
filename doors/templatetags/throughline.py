"""The words that templates speak: icons, fields, people, numbers, times. All are built in; no template loads them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from itertools import count
from typing import Any
from zlib import crc32

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from doors import formats
from doors.markdown import render_markdown
from history.refusals import Denied
from history.telling import opens

register = template.Library()
_numbers = count(1)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of the sprite: decoration unless it has a label. Size: sm, lg, xl."""
    return drawn(str(name), size, str(label))


@lru_cache(maxsize=1000)
def drawn(name: str, size: str, label: str) -> SafeString:
    """The same icon stands on a page some thousand times: it is put together once."""
    classes = f"icon icon-{size}" if size else "icon"
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', classes, meaning, static("icons.svg"), name)


@register.simple_tag
def pill(text: Any, tone: str = "", icon: str = "") -> SafeString:
    """A word in a rounded box; tone good, warn, bad, accent or outline. The word says it, the colour helps."""
    mark = globals()["icon"](icon) if icon else ""
    return format_html('<span class="pill {}">{}{}</span>', tone, mark, text)


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """A person's initials in a disc; decoration beside their name."""
    name = str(person or "?")
    words = name.split() or ["?"]
    initials = getattr(person, "initials", "") or (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
    return format_html(
        '<span class="avatar hue-{} {}" aria-hidden="true">{}</span>',
        crc32(name.encode()) % 8,
        f"avatar-{size}" if size else "",
        initials,
    )


@register.simple_tag
def person(somebody: Any, size: str = "sm") -> SafeString:
    """A person's disc and name."""
    if not somebody:
        return SafeString('<span class="faint">Nobody</span>')
    return format_html('<span class="person">{}<span class="truncate">{}</span></span>', avatar(somebody, size), somebody)


@register.simple_tag
def monogram(name: Any) -> SafeString:
    """A company's letter in a square; decoration beside its name."""
    return format_html('<span class="monogram" aria-hidden="true">{}</span>', (str(name).strip() or "?")[:1].upper())


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, look: str = "", unit: str = "", label: str = "", autofocus: bool = False, needed: bool = False,
    **attributes: Any,
) -> dict[str, Any]:  # fmt: skip
    """A form's field with label, help and error. Look: cards, segmented, inline, switch.

    ``needed``: the form as a whole asks for it, so it is not called optional. A field may know its unit, and the select whose
    chosen option says it (``unit_from``)."""
    kind = getattr(bound.field.widget, "input_type", "") or type(bound.field.widget).__name__.lower()
    extra = {name.replace("_", "-"): value for name, value in attributes.items()}
    if autofocus:
        extra["autofocus"] = True
    is_group = bound.use_fieldset
    control = bound if is_group else bound.as_widget(attrs=extra)
    return {
        "field": bound,
        "control": control,
        "look": look,
        "unit": unit or getattr(bound.field, "unit", ""),
        "unit_from": getattr(bound.field, "unit_from", ""),
        "label": label or bound.label,
        "is_optional": not (needed or bound.field.required),
        "is_check": kind == "checkbox" and not is_group,
        "is_group": is_group,
    }


@register.inclusion_tag("components/combobox.html")
def combobox(
    bound: BoundField, url: str, value: BoundField | None = None, create: str = "", placeholder: str = ""
) -> dict[str, Any]:
    """Find as you type: a text field, and beside it the hidden field that takes the id of what was found."""
    attrs = {"autocomplete": "off", "data-combobox": url, "placeholder": placeholder, "data-create": create}
    if value is not None:
        attrs["data-value-field"] = value.auto_id
    return {
        "field": bound,
        "control": bound.as_widget(attrs={name: text for name, text in attrs.items() if text}),
        "value": value,
        "label": bound.label,
    }


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context: dict[str, Any], form: Any, **kept: str) -> dict[str, Any]:
    """The filter bar of a list: its field ``q`` for words, ``sort`` for the order, the rest in a menu, and a chip for each
    narrowing that is on. A hidden tick is a tab of the page's own, and what else is given stays in the address too."""
    cleaned = getattr(form, "cleaned_data", {})
    fields = [bound for bound in form.visible_fields() if bound.name not in ("q", "sort")]
    hidden = [bound for bound in form.hidden_fields() if cleaned.get(bound.name) is not True]
    narrowing = [bound for bound in (*fields, *hidden) if cleaned.get(bound.name)]
    nothing = dict.fromkeys(("q", *(bound.name for bound in narrowing)))
    chips = [
        {
            "label": bound.label,
            "value": said_of(bound, cleaned[bound.name]),
            "url": query(context, page=None, **{bound.name: None}),
        }
        for bound in narrowing
    ]
    return {
        "request": context["request"], "kept": kept, "fields": fields, "hidden": form.hidden_fields(), "chips": chips,
        "words": form["q"] if "q" in form.fields else None, "sort": form["sort"] if "sort" in form.fields else None,
        "clear": query(context, page=None, **nothing),
        "named": ", ".join(bound.label.lower() for bound in fields),
        "problems": [f"{form[name].label}: {' '.join(errors)}" for name, errors in form.errors.items() if name in form.fields],
    }  # fmt: skip


def said_of(bound: BoundField, value: Any) -> str:
    """A choice in words; a box that is ticked needs no more than its label."""
    if value is True:
        return ""
    return str(dict(getattr(bound.field, "choices", ())).get(value, value) if isinstance(value, str) else value)


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with the form as a whole."""
    return {"form": form}


@register.inclusion_tag("components/denied.html")
def disabled_because(denied: Any, label: str, icon: str = "") -> dict[str, Any]:
    """A button that may not be pressed, and why."""
    return {
        "why": str(denied) if isinstance(denied, Denied | str) else "You may not do this.",
        "label": label,
        "icon": icon,
        "number": next(_numbers),
    }


@register.inclusion_tag("components/verb.html", takes_context=True)
def verb(
    context: template.Context, allowed: Any, label: str, url: str, icon: str = "", key: str = "", tone: str = "", **values: Any
) -> dict[str, Any]:
    """A button that runs a verb by POST, with ``values`` as hidden fields; disabled with its reason where a rule said no."""
    return {
        "allowed": bool(allowed), "denied": allowed, "label": label, "url": url, "icon": icon, "key": key, "tone": tone,
        "values": values, "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("components/tip.html")
def tip(term: str, meaning: str) -> dict[str, Any]:
    """A word of the field with its plain meaning, on press."""
    return {"term": term, "meaning": meaning, "id": f"tip-{next(_numbers)}"}


@register.simple_tag
def keys(text: str) -> SafeString:
    """Keys to press, one box each: ``{% keys "g i" %}``."""
    boxes = format_html_join(" ", "<kbd>{}</kbd>", ((key.upper() if len(key) == 1 else key,) for key in text.split()))
    return format_html('<span class="keys">{}</span>', boxes)


@register.simple_tag
def between(low: Any, high: Any, kind: str = "percent") -> str:
    """A range: percent, money or number."""
    return formats.interval(low, high, kind)


@register.simple_tag(takes_context=True)
def query(context: template.Context, address: str = "", **changes: Any) -> str:
    """The page's address, or another ``address``, with the page's parameters, some of them changed; None takes one away."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = value
    return f"{address}?{parameters.urlencode()}" if parameters else address or context["request"].path


@register.simple_tag(takes_context=True)
def way(context: template.Context, name: str, *arguments: Any) -> str:
    """The address of a page if it lets the reader in, else nothing: ``{% way "answers:mail" as mail_url %}``."""
    address = reverse(name, args=arguments)
    return address if opens(address, context["request"].actor) else ""


@register.filter
def interval(pair: Any, kind: str = "percent") -> str:
    """A pair (low, high) as a range."""
    low, high = pair or (None, None)
    return formats.interval(low, high, kind)


@register.filter
def money(value: Any, style: str = "compact") -> str:
    """An amount in the organisation's currency; ``:"full"`` writes it out."""
    return formats.money(value, style)


@register.filter
def number(value: Any, digits: int | None = None) -> str:
    """A number with thousands set apart."""
    return formats.number(value, digits)


@register.filter
def percent(value: Any, digits: int = 0) -> str:
    """A share of one as per cent."""
    return formats.percent(value, digits)


@register.filter
def of(value: Any, total: Any) -> int:
    """A part of a whole as 0 to 100, for a progress bar."""
    return round(100 * float(value or 0) / float(total)) if total else 0


@register.filter
def ago(moment: datetime | date | None, style: str = "long") -> SafeString:
    """How long since, exact on hover; ``:"short"`` for rows."""
    return said(moment, formats.ago(moment, style))


@register.filter
def day(moment: datetime | date | None) -> SafeString:
    """A day as people say it, exact on hover."""
    return said(moment, formats.day(moment))


def said(moment: datetime | date | None, text: str) -> SafeString:
    """A time element that says ``text`` and knows the moment to the second."""
    if moment is None:
        return SafeString(formats.NONE)
    machine_readable = moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', machine_readable, formats.exact(moment), text)


@register.filter
def markdown(text: str | None) -> SafeString:
    """Markdown that people wrote, made safe."""
    return render_markdown(text or "")
