"""What the voices of sales and of customer success said on a panel, before anybody's scores were shown."""

from typing import NamedTuple


class Said(NamedTuple):
    """One person's word on a panel."""

    who: str
    leaning: str
    words: str


# By idea, gate and attempt.
STATEMENTS = {
    ("customer-eta", 1, 1): (
        Said("jonas", "for", "I'm asked for it in every second demonstration, mostly by the person who answers the phone."),
        Said("hannah", "for", "Offices with it ring us less. I can't prove that it's because of it, but it began that week."),
    ),
    ("customer-eta", 2, 1): (
        Said("jonas", "for", "Fenwick's second depot was signed on the strength of the pilot. Ian told me so on the stairs."),
        Said("luca", "open", "Flats are a different animal. Let's not sell it to people who manage flats."),
    ),
    ("customer-eta", 3, 1): (
        Said("sophie", "for", "Small ones don't ask for a price list, they ask for this. Elsewhere it's in the basic plan."),
        Said("hannah", "for", "I'd have three calls fewer a day. I'd like that."),
    ),
    ("offline-jobs", 1, 1): (
        Said("callum", "for", "Without it I stop calling rail companies. With it I start."),
        Said("luca", "for", "The beta people defend it to their colleagues. I've not seen that before."),
    ),
    ("offline-jobs", 2, 1): (
        Said("callum", "for", "Neil wrote the clause himself. He wants it in the contract, and he wants to pay."),
        Said("hannah", "open", "Shared phones are more common than we think: I count eleven customers."),
    ),
    ("offline-jobs", 3, 1): (
        Said("beatriz", "for", "Hospitals will sign once a lost phone can be emptied. That's the whole of their list."),
        Said("luca", "for", "Support is ready; we wrote the page on batteries with the people in Nakuru."),
    ),
    ("skills-match", 1, 1): (
        Said("callum", "for", "Two tenders ask for it in bold type."),
        Said("hannah", "against", "Planners hate a no from a machine unless it says why. Ours doesn't yet."),
    ),
    ("skills-match", 2, 1): (
        Said("beatriz", "for", "Dr Peake has begun to quote us to other hospitals."),
        Said("luca", "open", "Fenwick needed me for three afternoons to enter certificates. I don't scale."),
    ),
    ("self-booking", 1, 1): (
        Said("beatriz", "for", "Brightwater's board paper assumes it. If we wait a quarter, they'll build it themselves."),
        Said("hannah", "open", "It's perfect for boilers and pointless for kitchens, and we show one number for both."),
    ),
    ("self-booking", 2, 1): (
        Said("sophie", "for", "For the small ones this is the product. The rest is the settings page."),
        Said("hannah", "open", "Five of eight. The three that missed have no short visits, but were enrolled, so they count."),
    ),
    ("live-replan", 1, 1): (
        Said("beatriz", "for", "Graham will pay for the emergency crews if a whole area moves in one go."),
        Said("luca", "for", "Dispatchers send me screenshots, unasked, with hearts on them."),
    ),
    ("voice-notes", 1, 1): (
        Said("meilin", "against", "It's fun to show and nobody has bought because of it."),
        Said("hannah", "open", "The two who kept using it have soft hands and an office. That tells you something."),
    ),
    ("parts-van", 1, 1): (
        Said("callum", "open", "Halden's auditor wants it more than Halden does."),
        Said("luca", "against", "We typed their lists in for them. Take us away and it falls over."),
    ),
    ("parts-van", 1, 2): (
        Said("callum", "for", "Sigrid will take her finance system's module next quarter if we don't say something by then."),
        Said("luca", "for", "The wholesaler's file works. I've not typed a single part since."),
    ),
}  # fmt: skip

# Who sits as a voice where the policy asks for voices and nobody has spoken yet.
USUAL = (Said("beatriz", "open", ""), Said("hannah", "open", ""))
