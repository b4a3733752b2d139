"""The mail of objectives that people may do without."""

from conversation.mailings import may_do_without

REMINDERS = may_do_without("check_ins", "Mail about key results that wait for me")
