"""What moves along when two records turn out to be one: two companies, two contacts, two ideas.

Each floor says in its ``moves.py`` which of its rows name such a record, and which of them there is only one of: two votes for
the same idea, two places in the same pilot. A row that there would be twice stays with the merged record, unless the floor says
how it is ``settled``. The house's tests see to it that no row is forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from history.actor import Actor
from history.versions import Versioned

CHUNK = 5000
Rewrite = Callable[[str, Model, Model], str]
Counted = list[tuple[str, int, int]]
_movings: list[Moving] = []


@dataclass(frozen=True)
class Moving:
    """Rows that name a record.

    ``once`` are the fields that, with the record, there is only one row of, among the rows of ``among``; ``single`` means one
    row altogether. ``settled`` gives the values with which a second one moves along. ``rewritten`` is a field whose text names
    the record, and how it reads afterwards. Rows that are not ``firm`` may have gone elsewhere by themselves: they stay there
    when the merge is undone. ``seen_by`` is the path to what decides who may see them; None where every member may.

    ``where`` are the rows that move at all. A row that names its record by kind and id says of which ``kind``; so does one that
    names what hangs on the record, such as its publication, ``via`` which it finds it.
    """

    model: type[Model]
    field: str
    words: str
    once: tuple[str, ...] = ()
    among: Q = Q()  # noqa: RUF009 - a condition is never changed
    single: bool = False
    settled: Callable[[], dict[str, Any]] | None = None
    rewritten: tuple[str, Rewrite] | None = None
    firm: bool = True
    seen_by: str | None = ""
    where: Q = Q()  # noqa: RUF009
    kind: type[Model] | None = None
    via: str = ""

    @property
    def name(self) -> str:
        """How what was moved is written down."""
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def of(self) -> type[Model]:
        """The kind of record that they name."""
        return self.kind or self.model._meta.get_field(self.field).related_model  # type: ignore[return-value]

    def key(self, record: Model) -> int | None:
        """By what the rows name a record; nothing where what they name does not hang on it."""
        named = getattr(record, self.via, None) if self.via else record
        return named.pk if named is not None else None

    def there(self, record: Model) -> QuerySet[Any]:
        """The rows that name a record."""
        rows, key = self.model._base_manager, self.key(record)
        return rows.filter(**{self.field: key}) if key is not None else rows.none()

    def rows(self, record: Model) -> QuerySet[Any]:
        """Those of them that would move."""
        return self.there(record).filter(self.where)

    def moving(self, gone: Model, stays: Model) -> QuerySet[Any]:
        """The rows that move from one to the other; none where the other has nothing that they could name."""
        return self.rows(gone) if self.key(stays) is not None else self.model._base_manager.none()

    def doubled(self, gone: Model, stays: Model) -> QuerySet[Any]:
        """The rows of one of which the other has its own already."""
        if not self.once and not self.single:
            return self.model._base_manager.none()
        same = self.rows(stays).filter(self.among, **{name: OuterRef(name) for name in self.once})
        return self.moving(gone, stays).filter(self.among, Exists(same))

    def visible(self, rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
        """As many of the rows as somebody may know of."""
        if self.seen_by is None or actor.is_system:
            return rows
        if not self.seen_by:
            return rows.filter(pk__in=self.model._default_manager.visible_to(actor).values("pk"))  # type: ignore[attr-defined]
        model: Any = self.model
        for step in self.seen_by.split("__"):
            model = model._meta.get_field(step).related_model
        return rows.filter(**{f"{self.seen_by}__in": model._default_manager.visible_to(actor)})


class RowsMoved(models.Model):
    """Some of the rows that moved along, and what else of each of them changed: ``before`` is ``{field: [a value a row]}``.

    Rows that ``stayed`` would have been there twice, and are with the merged record still.
    """

    what = models.CharField(max_length=80)
    ids: Any = models.JSONField(default=list)
    before: Any = models.JSONField(default=dict)
    stayed = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{len(self.ids)} × {self.what}"


def moves(model: type[Model], field: str, words: str, **how: Any) -> None:
    """Say that rows of a model move along."""
    _movings.append(Moving(model, field, words, **how))


def movings_of(model: type[Model]) -> Iterator[Moving]:
    """What moves along with a record of a kind."""
    return (moving for moving in _movings if moving.of is model)


def moving_named(name: str) -> Moving:
    """The moving by which something was written down."""
    return next(moving for moving in _movings if moving.name == name)


def move_all(gone: Model, stays: Model, keep: Callable[..., Any]) -> None:
    """Move everything from one to the other, and write down what: ``keep(what=…, ids=…, before=…, stayed=…)``."""
    for moving in movings_of(type(gone)):
        move_rows(moving, gone, stays, keep)


def move_rows(moving: Moving, gone: Model, stays: Model, keep: Callable[..., Any]) -> None:
    """Move one kind of row, and write down which; what there would be twice is settled, or stays."""
    doubled = list(moving.doubled(gone, stays).values_list("pk", flat=True))
    settled = moving.settled() if moving.settled is not None else {}
    if doubled and not settled:
        keep(what=moving.name, ids=doubled, stayed=True)
    elif doubled:
        before = {name: [None] * len(doubled) for name in settled}
        for place, row in enumerate(moving.model._base_manager.filter(pk__in=doubled).order_by("pk").values("pk", *settled)):
            doubled[place] = row["pk"]
            for name in settled:
                before[name][place] = plain(row[name])
        put(moving, doubled, stays, **settled)
        keep(what=moving.name, ids=doubled, before=before)
    if moving.rewritten is not None:
        return rewrite_rows(moving, gone, stays, keep)
    others = list(moving.moving(gone, stays).exclude(pk__in=doubled).order_by("pk").values_list("pk", flat=True))
    for ids in chunks(others):
        put(moving, ids, stays)
        keep(what=moving.name, ids=ids)
    return None


def rewrite_rows(moving: Moving, gone: Model, stays: Model, keep: Callable[..., Any]) -> None:
    """Move rows whose text names the record; where the other has one of that text already, the row keeps its own."""
    name, rewrite = cast("tuple[str, Any]", moving.rewritten)
    rows = list(moving.rows(gone).order_by("pk").values_list("pk", name))
    wanted = {pk: rewrite(text, gone, stays) for pk, text in rows}
    taken = set(moving.model._base_manager.filter(**{f"{name}__in": wanted.values()}).values_list(name, flat=True))
    for pk, _ in rows:
        put(moving, [pk], stays, **({name: wanted[pk]} if wanted[pk] not in taken else {}))
    if rows:
        ids, texts = [pk for pk, _ in rows], [text for _, text in rows]
        keep(what=moving.name, ids=ids, before={name: texts})


def put(moving: Moving, ids: Collection[int], record: Model, **values: Any) -> None:
    """Let rows name a record. Who has one of them open to edit is told that it changed."""
    if issubclass(moving.model, Versioned):
        values["version"] = F("version") + 1
    moving.model._base_manager.filter(pk__in=ids).update(**{moving.field: moving.key(record)}, **values)


def gone_elsewhere(moved: Iterable[RowsMoved], stays: Model) -> list[str]:
    """What moved to a record and is no longer there, in words: ``votes (2)``."""
    elsewhere: Counter[str] = Counter()
    for one in moved:
        moving = moving_named(one.what)
        if moving.firm and not one.stayed:
            rows = moving.model._base_manager.filter(pk__in=one.ids)
            elsewhere[moving.words] += rows.exclude(pk__in=moving.there(stays).values("pk")).count()
    return [f"{words} ({count})" for words, count in elsewhere.items() if count]


def move_back(moved: RowsMoved, gone: Model, stays: Model) -> None:
    """Rows as they were; those that went elsewhere by themselves stay there."""
    moving = moving_named(moved.what)
    here = set(moving.there(stays).filter(pk__in=moved.ids).values_list("pk", flat=True))
    if not moved.before:
        put(moving, here, gone)
        return
    for place, pk in enumerate(moved.ids):
        if pk in here:
            put(moving, [pk], gone, **{name: values[place] for name, values in moved.before.items()})


def chunks(ids: list[int]) -> Iterator[list[int]]:
    """So many at once that no statement grows too long."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value if value is None or isinstance(value, bool | int | str | dict) else DjangoJSONEncoder().default(value)


def would_move(gone: Model, stays: Model, actor: Actor) -> Counted:
    """For each kind of thing that somebody may know of: how many would move, and how many there would be twice."""
    found: Counter[str] = Counter()
    twice: Counter[str] = Counter()
    for moving in movings_of(type(gone)):
        both = moving.visible(moving.doubled(gone, stays), actor).count()
        all_of_them = moving.visible(moving.moving(gone, stays), actor).count()
        found[moving.words] += all_of_them if moving.settled is not None else all_of_them - both
        twice[moving.words] += both
    return listed(found, twice)


def counted(rows: Iterable[RowsMoved], actor: Actor) -> Counted:
    """The same of what was moved."""
    found: Counter[str] = Counter()
    twice: Counter[str] = Counter()
    for moved in rows:
        moving = moving_named(moved.what)
        count = moving.visible(moving.model._base_manager.filter(pk__in=moved.ids), actor).count()
        found[moving.words] += 0 if moved.stayed else count
        twice[moving.words] += count if moved.stayed or (moved.before and moving.settled) else 0
    return listed(found, twice)


def listed(found: Counter[str], twice: Counter[str]) -> Counted:
    """What there is any of, the most first."""
    return [(words, count, twice[words]) for words, count in found.most_common() if count or twice[words]]
