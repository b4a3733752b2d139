"""What Larkspan's people say to each other about ideas: who, where, on which day, and who answers."""

from __future__ import annotations

from typing import NamedTuple


class Remark(NamedTuple):
    """A thread about an idea: its first words, the answers, and who settled it."""

    day: int
    idea: str
    who: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()
    settled_by: str = ""


REMARKS = (
    Remark(
        -64,
        "offline-jobs",
        "hannah",
        ("Two of mine asked again whether photos are kept when the van has no signal. Do we have an answer, @nora.lindqvist?"),
        (
            ("nora", ("Kept on the phone and sent later, **up to 200** a job. It is in the pilot's build.")),
            ("hannah", "Good. I told them."),
        ),
        "hannah",
    ),
    Remark(
        -31,
        "card-payment",
        "jonas",
        ("Every second trial asks for this in the first call. What may I say, @priya.raman?"),
        (("priya", "That we look at it, and that the fees are the open question. No date."),),
    ),
    Remark(
        -19,
        "self-booking",
        "callum",
        ("Castellan would want to switch it off for alarm visits. Worth an outcome of its own?"),
        (("tomasz", ("Yes. I added it to the target outcomes: only the kinds of visit that a company picks.")),),
        "tomasz",
    ),
    Remark(
        -12,
        "quote-options",
        "beatriz",
        ("The three-option quote won us the second meeting. @ingrid.solheim, the assessor's note has the numbers."),
    ),
    Remark(
        -6,
        "live-replan",
        "tomasz",
        ("@hannah.osei, which of your companies plan by the hour and not by the day? I need six for the pilot."),
        (
            (
                "hannah",
                ("Four for sure:\n\n- two with alarm contracts\n- two lift companies\n\nI ask @luca.marchetti for the rest."),
            ),
            ("luca", "Two of mine would. I send their names today."),
        ),
    ),
    Remark(
        -3,
        "payroll-export",
        "margaret",
        ("Before I sign anything: who does payroll by hand today, and what does a month of it cost them? @priya.raman"),
    ),
    Remark(
        -2,
        "instant-invoice",
        "sophie",
        ("A small one for the list: the electricians want it on the phone, at the door, in front of the customer."),
        (("priya", ("That is the probe we have out now. @sophie.tran, send me two who would try it?")),),
    ),
    Remark(
        -1,
        "multi-entity",
        "fatima",
        (
            "This is in three of the deals of this quarter. @priya.raman @tomasz.wieczorek, shall it be "
            "before Ledger's next review?"
        ),
    ),
)

# Who follows what besides what they made, own and talk about.
FOLLOWERS = (
    ("callum", "live-replan"),
    ("callum", "self-booking"),
    ("jonas", "quote-options"),
    ("ingrid", "self-booking"),
    ("ingrid", "payroll-export"),
    ("hannah", "offline-jobs"),
    ("margaret", "quote-options"),
    ("fatima", "card-payment"),
)
CAUGHT_UP = -4
