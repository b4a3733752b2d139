"""The mail of the gates that people may do without."""

from conversation.mailings import may_do_without

REMINDERS = may_do_without("gates", "Mail about gates that wait for me")
"""What waits at the gates and is due, once a day at most."""
