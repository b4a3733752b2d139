"""The verbs of the portal: the only writers here."""

from portal.actions.entry import ask_link, forget_old, sign_in, sign_out
from portal.actions.portals import change_portal, make_portal
from portal.actions.publishing import edit_publication, publish_again, publish_idea, withdraw_publication
from portal.actions.statuses import refresh_statuses, tell_followers
from portal.actions.submissions import approve_submission, decide_on_all, hold_again, refuse_submission, submit
from portal.actions.wishes import follow, unfollow, vote_here, withdraw_vote_here

__all__ = [
    "approve_submission",
    "ask_link",
    "change_portal",
    "decide_on_all",
    "edit_publication",
    "follow",
    "forget_old",
    "hold_again",
    "make_portal",
    "publish_again",
    "publish_idea",
    "refresh_statuses",
    "refuse_submission",
    "sign_in",
    "sign_out",
    "submit",
    "tell_followers",
    "unfollow",
    "vote_here",
    "withdraw_publication",
    "withdraw_vote_here",
]
