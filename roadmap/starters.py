"""Three templates to begin with: what a canvas should answer, asked as questions."""

STARTERS: tuple[dict[str, str], ...] = (
    {
        "name": "Improvement",
        "about": "Something works, and could work better.",
        "problem": "Today, … do … by …\n\nThat costs them … each time, about … times a week.",
        "value": "They would save … We would see …",
        "hypothesis": "We believe that … for … will …; we will know when …",
        "target_outcomes": "- From … to …, within … weeks of launch",
    },
    {
        "name": "New capability",
        "about": "Something that nobody can do with us yet.",
        "problem": "When …, people want to …, and cannot. They get by with …",
        "value": "Who could buy or stay because of it, and what would it be worth to them?",
        "hypothesis": "We believe that … will use it at least … a month, because …",
        "target_outcomes": "- … of the eligible companies use it after 90 days\n- …",
        "notes": "**Must do**\n\n- …\n\n**Does not do, on purpose**\n\n- …\n\n**Who may use it**\n\n- …",
    },
    {
        "name": "Experiment",
        "about": "We do not know yet, and could find out cheaply.",
        "problem": "What we do not know: …\n\nWhat we would decide differently if we knew: …",
        "hypothesis": "If we …, then … will …, because …",
        "target_outcomes": "- It worked if … reaches …, among at least …, by …\n- It failed if …",
    },
)
