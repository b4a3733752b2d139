"""The portal of Rounds: what its customers read of ideas, who voted and follows there, and what they wrote themselves."""

from typing import NamedTuple

OPENED = -48
PRODUCT = "rounds"
TITLE = "What should Rounds do next?"
GREETING = "Tell us what costs your crews time. We read every word, and say here what we make of it."


class Notice(NamedTuple):
    """An idea in words for customers, the day it was published, and who voted for it on the portal, if they had not yet."""

    idea: str
    day: int
    title: str
    text: str
    voters: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()


class Letter(NamedTuple):
    """What a customer wrote on the portal, perhaps about something published there."""

    day: int
    company: str
    text: str
    title: str = ""
    about: str = ""


NOTICES = (
    Notice(
        "offline-jobs", -47, "Finish a whole shift without signal",
        "Basements, tunnels, farms: the app should not care. **Open, fill in and close jobs all day**, and let the phone hand "
        "everything over when it is back in range. A few of you try it already.",
        ("gilpin", "bexwell"), ("gilpin", "kronberg"),
    ),
    Notice(
        "self-booking", -46, "Let your customers choose their own slot",
        "A link in the confirmation: your customer sees the slots that really are free, and moves the visit without a call. "
        "You say which jobs may be moved, and how late.",
        ("hartigan", "kronberg"), ("hartigan",),
    ),
    Notice(
        "live-replan", -44, "A day plan that stays true when a job overruns",
        "One long job turns the afternoon into guesswork. We work on a plan that moves the rest by itself, and shows the desk "
        "what it moved before anybody is called.",
        ("bexwell",), ("bexwell", "gilpin"),
    ),
    Notice(
        "voice-notes", -41, "Say the job note instead of typing it",
        "With gloves on, nobody types. Speak, and the office reads a tidy note in its own language.\n\n"
        "We are still finding out how well this works beside a running engine.",
        ("kronberg", "gilpin"),
    ),
    Notice(
        "language", -35, "The app in your technicians' languages",
        "Which languages does your crew speak at work? Tell us below: it decides where we begin.",
        ("hartigan", "bexwell"), ("hartigan",),
    ),
    Notice(
        "weather-hold", -34, "Push all outdoor work when it rains",
        "We looked into it and will not build this by itself. Moving many jobs at once comes with the day plan that stays true.",
    ),
    Notice(
        "map-view", -30, "Today on a map", "Every van and every job of the day on one map. It is there: open *Board*, then *Map*."
    ),
)  # fmt: skip

LETTERS = (
    Letter(
        -6, "gilpin",
        "When two electricians share a job, only one of them can sign the sheet. The other one's hours are then missing on "
        "Friday, and I spend an hour asking around.", "Two people on one job sheet",
    ),
    Letter(-3, "hartigan", "Polish and Romanian first, please. That is eleven of my nineteen fitters.", about="language"),
    Letter(-1, "bexwell", "This is what I mean, see https://screens.example/bexwell/board for the picture.", "The board jumps"),
)  # fmt: skip
