"""Samples for the style page: every component in all its states, on data of nobody's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from doors import charts
from doors.formats import number
from history import clock
from history.refusals import Denied


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(max_length=80, help_text="As the customer would say it.")
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    channel = forms.ChoiceField(choices=[("call", "Call"), ("email", "E-mail"), ("portal", "Portal")])
    amount = forms.DecimalField(label="Deal amount", min_value=0, help_text="A year's value, before discounts.")
    close = forms.DateField(label="Close date", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    importance = forms.ChoiceField(
        choices=[("0", "Not important"), ("1", "Nice to have"), ("2", "Important"), ("3", "Critical")], widget=forms.RadioSelect
    )
    policy = forms.ChoiceField(
        label="Gate policy", choices=[("small", "Small team"), ("full", "Full governance")], widget=forms.RadioSelect
    )
    voices = forms.MultipleChoiceField(
        label="Voices on the panel",
        choices=[("c", "Commercial"), ("u", "Customer"), ("t", "Technical")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    tell = forms.BooleanField(label="Tell me when this changes", required=False)
    attachment = forms.FileField(required=False)


def samples() -> dict[str, Any]:
    """What the style page shows."""
    now = clock.now()
    spoiled = SampleForm(
        {"bad-title": "", "bad-amount": "-4", "bad-channel": "call", "bad-importance": "2", "bad-policy": ""}, prefix="bad"
    )
    spoiled.is_valid()
    weeks = [f"Week {week}" for week in range(0, 13, 2)]
    points = [
        charts.Fan(when, 0.05 * place, (0.042 * place, 0.058 * place), (0.03 * place, 0.072 * place))
        for place, when in enumerate(weeks)
    ]
    return {
        "form": SampleForm(initial={"importance": "2", "policy": "full"}),
        "spoiled": spoiled,
        "denied": Denied("Only leadership decides, and never on their own idea."),
        "tones": ["", "good", "warn", "bad", "accent", "outline"],
        "people": ["Maya Lindqvist", "Tom Okafor", "Ines Duarte", "Jonas Weber", "Aiko Tanaka", "Priya Nair"],
        "hour": now - timedelta(hours=3),
        "week": now - timedelta(days=6),
        "year": now - timedelta(days=420),
        "soon": now + timedelta(days=4),
        "made": [("Companies eligible", "120"), ("Companies adopting", "51"), ("Prior from earlier features", "Beta(4.2, 7.9)")],
        "proportion": charts.proportion(
            0.42,
            0.31,
            0.54,
            threshold=0.35,
            title="Adoption at 12 weeks",
            note="51 of 120 eligible companies, corrected by earlier projections",
        ),
        "levels": charts.levels(
            [("March", 12, -19, 43), ("April", 19, -8, 46), ("May", 31, 8, 54)],
            least=-100,
            most=100,
            say=number,
            title="Net promoter score",
        ),
        "fan": charts.fan(
            points,
            actual=[0, 0.047, 0.108, 0.149],
            threshold=0.25,
            title="Projected adoption",
            note="Share of eligible companies",
        ),
        "pilot": charts.pilot(
            [
                ("Northwind", "met"),
                ("Contoso", "met"),
                ("Fabrikam", "met"),
                ("Tailspin", "unconfirmed"),
                ("Wingtip", "missed"),
                ("Litware", "met"),
                ("Proseware", "pending"),
            ],
            (5, 2.5),
            0.38,
            0.88,
            threshold=0.5,
            title="Pilot outcomes",
            note="Seven companies enrolled, all stay in the denominator",
        ),
        "scores": charts.score_strips(
            [
                ("Customer value", [("A", 8), ("B", 7), ("C", 8), ("D", 5)]),
                ("Strategic fit", [("A", 6), ("B", 6), ("C", 7), ("D", 6)]),
                ("Feasibility", [("A", 3), ("B", 9), ("C", 6), ("D", 4)]),
            ],
            title="Scores, side by side",
            hurdle=6,
        ),
        "bars": charts.bars(
            [("Enterprise", 412000), ("Mid-market", 188000), ("Small business", 36000)],
            title="ARR behind this idea",
            says=["$412k", "$188k", "$36k"],
            what="ARR",
        ),
        "funnel": charts.funnel(
            [("Feedback", 512), ("Insights", 287), ("Ideas", 61), ("Initiatives", 25), ("Shipped", 9)],
            title="From words to outcomes",
        ),
        "bubble": charts.bubble(
            [
                ("Single sign-on", 8, 7.5, 412, ""),
                ("Audit log", 5, 6, 188, ""),
                ("Bulk import", 6.5, 4, 240, ""),
                ("Dark mode", 2, 3, 36, ""),
                ("Webhooks", 4, 8, 120, ""),
            ],
            axes=("Effort", "Value"),
            title="Ideas by value and effort",
            note="Size: ARR behind it",
            weight="ARR",
        ),
        "stacks": charts.stacks(
            ["March", "April", "May", "June"],
            [
                charts.Part("New", "accent", [12, 9, 14, 20]),
                charts.Part("Expansion", "good", [6, 8, 3, 9]),
                charts.Part("Contraction", "warn", [2, 1, 4, 2], up=False),
                charts.Part("Churn", "bad", [3, 5, 2, 1], up=False),
            ],
            say=number,
            title="What came and what went",
        ),
        "stairs": charts.stairs(
            [
                charts.Stair(
                    "Reached it", [(4, 0.1, 0.02, 0.3), (9, 0.3, 0.14, 0.52), (14, 0.52, 0.32, 0.72), (22, 0.7, 0.5, 0.86)]
                )
            ],
            until=30,
            title="Time to value",
        ),
        "spark": charts.sparkline([3, 4, 4, 6, 5, 7, 9, 8, 11]),
        "letters": [
            (
                "Single sign-on with Okta blocks our rollout",
                "Northwind",
                "We cannot bring on 240 people until single sign-on works with Okta.",
                True,
            ),
            ("The importer gives up at ten thousand rows", "Contoso", "It stops at about nine thousand, and says nothing.", True),
            ("Audit log export for our yearly check", "Fabrikam", "Our auditor asks for twelve months in one file.", False),
            ("Evening reviews hurt the eyes", "Tailspin", "A dark board would be kinder at nine at night.", False),
        ],
    }
