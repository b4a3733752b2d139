"""What moves along when companies are merged: who uses our products there, and what they did.

A client may say at any time that a user is of another company: those are not called back when a merge is undone.
"""

from history.moving import moves
from usage.models import GroupName, ProductUser

moves(ProductUser, "company", "users of our products", firm=False, seen_by="product")
moves(GroupName, "company", "names that clients call it", firm=False, seen_by="product")

# What is handed on with a user who turns out to be another by `usage.actions.identity` and `usage.keeping` themselves.
WITH_THEIR_USER = {"usage.UsageEvent", "usage.DailyActivity", "usage.DailyUse", "usage.UserAlias"}
