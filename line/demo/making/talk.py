"""What customers said and what became of it: given, triaged, linked, set aside, snoozed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from feedback import actions as feedback
from feedback.models import Channel, Feedback, SetAsideReason
from history.actor import Actor
from line.demo import unannounced
from line.demo.companies import COMPANIES
from line.demo.conversations import Conversation, Said, conversation_of
from line.demo.ideas import IDEAS
from line.demo.ideas.endings import ENDINGS
from line.demo.making.stage import Stage, dice
from line.demo.set_asides import FINISHED, WORDS
from line.demo.words import VOICES, Voice
from roadmap import actions as roadmap

CHANNELS = {
    "email": Channel.EMAIL,
    "call": Channel.CALL,
    "chat": Channel.CHAT,
    "ticket": Channel.SUPPORT,
    "survey": Channel.SURVEY,
    "portal": Channel.PORTAL,
    "interview": Channel.INTERVIEW,
}
MACHINES = {
    "ticket": "the help desk",
    "survey": "the in-app survey",
    "portal": "the portal",
    "chat": "the chat on the website",
}
UNTRIAGED_DAYS = 9
YEAR = 362

LIFECYCLES = {firm.key: firm.lifecycle for firm in COMPANIES}
OWNERS = {idea.key: idea.owner for idea in (*IDEAS, *unannounced.IDEAS)}
PRODUCTS = {idea.key: idea.product for idea in (*IDEAS, *unannounced.IDEAS)}
AGES = {idea.key: idea.age for idea in IDEAS}


class Spoken(NamedTuple):
    """One voice with its day, and what is to become of it: linked, aside, snoozed, or inbox."""

    number: int
    voice: Voice
    day: float
    hour: float
    fate: str
    delay: float


def schedule() -> list[Spoken]:
    """When each voice is heard, and its fate. The same every time."""
    return [_spoken(number, voice) for number, voice in enumerate(VOICES)]


def _spoken(number: int, voice: Voice) -> Spoken:
    roll = dice("voice", voice.topic, voice.text[:40])
    latest, earliest = _window(voice)
    day = -(latest + (earliest - latest) * roll.random() ** 1.25)
    delay = 0.3 + 6 * roll.random() ** 2
    if voice.topic in AGES:
        delay = max(delay, -day - AGES[voice.topic] + 4 + 3 * roll.random())
    fate = _fate(voice, day, delay, roll)
    return Spoken(number, voice, day, 8 + 9 * roll.random(), fate, delay)


def _window(voice: Voice) -> tuple[float, float]:
    """Between how many days ago it may have been said: trials talk now, the churned talked then."""
    lifecycle = LIFECYCLES[voice.company]
    if lifecycle == "trial":
        return 1, 33
    if lifecycle == "prospect":
        return 1, 108
    if lifecycle == "churned":
        return 70, 300
    if voice.topic in FINISHED:
        return FINISHED[voice.topic] + 10, YEAR
    if voice.topic in ENDINGS:
        return 8 - ENDINGS[voice.topic].day, YEAR
    return 0.3, YEAR


def _fate(voice: Voice, day: float, delay: float, roll: Any) -> str:
    if day > -UNTRIAGED_DAYS or day + delay > -1 or (day > -24 and roll.random() < 0.22):
        return "snoozed" if roll.random() < 0.16 else "inbox"
    if voice.topic not in AGES:
        return "aside"
    shipped = FINISHED.get(voice.topic)
    return "aside" if shipped is not None and day > -shipped else "linked"


def lay_talk(stage: Stage) -> None:
    """Lay every voice on the timeline, and what is done with it after."""
    lay_views(stage)
    for spoken in schedule():
        if spoken.voice.channel != "import":  # those arrive in a file
            stage.on(spoken.day, lambda spoken=spoken: hear(stage, spoken), hour=spoken.hour)


VIEWS = (
    ("nora", "Renewals at risk", "tag=renewal risk", True),
    ("tomasz", "Rounds, enterprise", "product=rounds&segment=enterprise", True),
    ("priya", "Ledger inbox", "product=ledger", False),
)


def lay_views(stage: Stage) -> None:
    """The filters that product managers look through, day by day."""
    for who, name, query, is_shared in VIEWS:
        stage.on(-90, lambda who=who, name=name, query=query, shared=is_shared: save(stage, who, name, query, shared), hour=9)


def save(stage: Stage, who: str, name: str, query: str, is_shared: bool) -> None:
    """One saved filter; a product is named by its number."""
    for key, product in stage.products.items():
        query = query.replace(f"product={key}", f"product={product.pk}")
    feedback.save_view(name=name, query=query, actor=stage.as_(who), is_shared=is_shared)


def hear(stage: Stage, spoken: Spoken) -> None:
    """One voice comes in."""
    voice = spoken.voice
    roll = dice("hearing", spoken.number)
    product = PRODUCTS.get(voice.topic) or roll.choice(["rounds", "rounds", "ledger", ""])
    contact = stage.contact(voice.company, voice.speaker)
    machine = MACHINES.get(voice.channel)
    talk = conversation_of(voice.text)
    given = note_down(stage, voice, talk, product) if talk is not None else feedback.give_feedback(
        text=voice.text, actor=heard_by(stage, voice, roll), product=stage.products.get(product), channel=CHANNELS[voice.channel],
        company=stage.companies.get(voice.company), contact=contact, tags=tags_of(voice),
        source=machine.removeprefix("the ") if machine else "",
        source_id=f"{voice.channel}-{4100 + spoken.number}" if machine else "",
    )  # fmt: skip
    if spoken.fate != "inbox":
        moment = given.said_at + timedelta(days=spoken.delay)
        stage.at(moment, lambda: settle(stage, spoken, given))


def note_down(stage: Stage, voice: Voice, talk: Conversation, product: str) -> Feedback:
    """A product manager notes a whole conversation down."""
    people = [stage.contact(voice.company, name) for name in (voice.speaker, *talk.others)]
    interview = feedback.record_interview(
        title=talk.title, text=f"{talk.before}{voice.text}{talk.after}", participants=people, consent=talk.consent,
        guide=talk.guide, product=stage.products.get(product), tags=tags_of(voice),
        actor=heard_by(stage, voice, dice(talk.title)),
    )  # fmt: skip
    return interview.feedback


def heard_by(stage: Stage, voice: Voice, roll: Any) -> Actor:
    """Who brings it in: a product manager after an interview, customer success after a call, else a connection."""
    if voice.channel == "interview":
        return stage.as_(OWNERS.get(voice.topic, "tomasz"))
    if voice.channel in MACHINES:
        return stage.as_job(MACHINES[voice.channel])
    return stage.as_(roll.choice(["hannah", "luca"]))


def tags_of(voice: Voice) -> list[str]:
    """The words under which Larkspan's people keep it."""
    text, firm = voice.text.lower(), LIFECYCLES[voice.company]
    signs = {
        "bug": voice.channel == "ticket" and voice.topic != "how-to" and (voice.importance or 2) >= 2,
        "competitor named": any(word in text for word in ("rival", "competitor", "other supplier", "other one", "other lot")),
        "onboarding": firm == "trial",
        "pricing": any(word in text for word in ("price", "fee", "pay extra", "expensive", "licen")),
        "accessibility": voice.topic in ("accessibility", "dark-mode"),
        "renewal risk": voice.importance == 3 and voice.channel in ("interview", "call", "email"),
        "quick win": voice.importance == 1 and voice.channel in ("chat", "survey"),
    }
    return [tag for tag, applies in signs.items() if applies][:2]


def settle(stage: Stage, spoken: Spoken, given: Any) -> None:
    """A product manager decides what becomes of it."""
    voice = spoken.voice
    manager = stage.as_(OWNERS.get(voice.topic) or dice("manager", spoken.number).choice(["tomasz", "nora", "priya"]))
    if spoken.fate == "snoozed":
        feedback.snooze(given, actor=manager, until=stage.date(3 + spoken.number % 25))
    elif spoken.fate == "linked":
        talk = conversation_of(voice.text)
        for part in (Said(voice.topic, voice.excerpt, voice.importance or 0), *(talk.more if talk is not None else ())):
            start = given.text.index(part.excerpt)
            idea, end = stage.ideas[part.topic], start + len(part.excerpt)
            roadmap.link_insight(given, idea, actor=manager, start=start, end=end, importance=part.importance)
    else:
        reason, words, trigger = aside_words(voice, spoken.number)
        feedback.set_aside(given, actor=manager, reason=reason, words=words, look_again_when=trigger)


def aside_words(voice: Voice, number: int) -> tuple[str, str, str]:
    """Why it supports no idea, in a manager's words."""
    kind = voice.topic if voice.topic in WORDS else "shipped"
    reason, choices = WORDS[kind]
    words, _, trigger = choices[number % len(choices)].partition(" | ")
    return SetAsideReason(reason), words, trigger
