"""Why feedback was set aside, in the product managers' words; after a bar, what would make them look again."""

# Days ago on which what these ideas asked for was there for everybody.
FINISHED = {"customer-eta": 150, "drag-undo": 296, "import-jobs": 292, "map-view": 305, "credit-notes": 250}

WORDS = {
    "praise": ("praise", [
        "Passed on to the team, who needed it.",
        "Kind words, nothing to change. Hannah knows.",
        "Read out on Monday.",
        "Asked whether we may quote them.",
        "",
    ]),
    "complaint": ("other", [
        "About price, not product. Passed to Fatima.",
        "A matter for the contract. Beatriz has called. | A second customer asks for contracts in their language",
        "They left for a reason that we can't mend in the product. Kept for the churn review.",
        "Taken to the people who run support. They have answered. | Waiting times come up again within a quarter",
    ]),
    "how-to": ("question", [
        "Answered the same day.",
        "Answered; the help page says so now as well.",
        "Oliver helped. Nothing missing, only hidden.",
    ]),
    "one-off": ("not_our_market", [
        "Charming, and for one company. | A second one asks",
        "Not what we build. Said so, and thanked them. | Three companies of the same trade ask",
        "A field of their own would do, and exists. Shown to them.",
    ]),
    "vague": ("unclear", [
        "Asked what they meant and had no answer in two weeks. | They answer",
        "Nothing to go by. | It comes with an example",
        "The survey's follow-up question was not shown to them; that has been mended.",
    ]),
    "fixed-bug": ("solved", [
        "Mended the same week, and they know.",
        "A fault of that day's release, taken back within hours.",
        "Known and solved; told them which version.",
    ]),
    "shipped": ("solved", [
        "There for months; showed them where to switch it on.",
        "We have this. They had not found it, which is our fault. | More than five a month don't find it",
    ]),
}  # fmt: skip
