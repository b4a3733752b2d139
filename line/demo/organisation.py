"""Larkspan, the invented software company that the demo shows, with its products."""

NAME = "Larkspan"
DOMAIN = "larkspan.example"
TIME_ZONE = "Europe/London"
CURRENCY = "GBP"
PASSWORD = "larkspan-demo-2026"  # noqa: S105 - the demo prints it; nothing real hides behind it
SEED = 20260

PRODUCT_LINE = "Larkspan Field"

# key, name, what it is
PRODUCTS = [
    (
        "rounds",
        "Rounds",
        "Plans the day of technicians on the road: jobs, visits, vans, and the app in their pocket.",
    ),
    (
        "ledger",
        "Ledger",
        "Turns finished work into quotes, invoices and money, and shows what each job earned.",
    ),
]

# key, name, colour word: the tags that people at Larkspan put on feedback
TAGS = [
    "renewal risk",
    "won deal",
    "lost deal",
    "competitor named",
    "onboarding",
    "accessibility",
    "bug",
    "pricing",
    "quick win",
    "reference customer",
]
