"""The mail of leads that people may do without."""

from conversation.mailings import may_do_without

LEADS = may_do_without("pqls", "Mail about leads that are handed to me, or wait for my answer")
