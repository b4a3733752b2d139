"""What moves along when contacts or ideas are merged: what customers follow and wrote on a portal, and their stay there."""

from history.moving import moves
from portal.models import Follower, Publication, Submission, Visit
from roadmap.models import Idea

moves(Follower, "contact", "followed ideas", once=("publication",), seen_by="publication")
moves(Submission, "contact", "words on a portal", once=("portal", "digest"))
moves(Visit, "contact", "visits to a portal", seen_by=None)

# Whoever follows what is published of an idea follows the other's publication where there is one, else the same as before.
moves(
    Follower,
    "publication",
    "followers on the portal",
    once=("contact",),
    kind=Idea,
    via="publication",
    firm=False,
    seen_by="publication",
)
moves(Submission, "publication", "words on a portal", kind=Idea, via="publication", firm=False)
moves(Publication, "idea", "published ideas", single=True)
