"""What comes round by itself, and how often. The sweep makes each round's job; a round runs once, however many workers look."""

from jobs.schedules import Schedule

MINUTE, HOUR, DAY = 60, 3600, 86400

SCHEDULE = [
    Schedule("seal history", "history.seal", every=10, title="Seal history"),
    Schedule("bring messages", "webhooks.round", every=10, title="Hand out messages to webhooks"),
    Schedule("tidy messages", "webhooks.tidy", every=DAY, title="Forget messages that were delivered long ago"),
    Schedule("tidy jobs", "jobs.tidy", every=DAY, title="Forget old rounds"),
    Schedule("wake feedback", "feedback.wake_due", every=10 * MINUTE, title="Note the feedback that woke"),
    Schedule("read texts", "matching.read_texts", every=10, title="Read new feedback and ideas"),
    Schedule("find unread texts", "matching.find_unread", every=10 * MINUTE, title="Find texts that were not read"),
    Schedule("revisit set-asides", "feedback.revisit_set_asides", every=10 * MINUTE, title="Look again at what was set aside"),
    Schedule("find themes", "matching.find_themes", every=DAY, title="Look for themes"),
    Schedule("count evidence", "roadmap.count_evidence", every=MINUTE, title="Count the evidence that changed"),
    Schedule("lapse conditions", "gates.lapse_conditions", every=MINUTE, title="Let overdue conditions lapse"),
    Schedule("lapse waivers", "gates.lapse_waivers", every=MINUTE, title="Let overdue waivers run out"),
    Schedule("remind of gates", "gates.remind", every=HOUR, title="Remind of gates that wait"),
    Schedule("watch tripwires", "gates.watch_tripwires", every=HOUR, title="Watch the decisions' tripwires"),
    Schedule("ask daily mails", "conversation.ask_digests", every=10 * MINUTE, title="Look whose daily mail is due"),
    Schedule("tidy notifications", "conversation.tidy_notices", every=DAY, title="Forget old notifications"),
    Schedule("learn words", "line.learn_words", every=10 * MINUTE, title="Learn the words that are in use"),
    Schedule("tidy portals", "portal.tidy", every=DAY, title="Forget old links to the portals"),
    Schedule("renew projections", "gates.renew_projections", every=DAY, title="Make projections anew that are a week old"),
    Schedule("count projections", "gates.resolve_projections", every=DAY, title="Count what came of projections"),
    Schedule("measure pilots", "gates.measure_outcomes", every=DAY, title="Count the outcomes that usage tells"),
    Schedule("remind pilot customers", "gates.remind_customers", every=DAY, title="Remind customers to confirm outcomes"),
    Schedule("count usage", "usage.count", every=10, title="Count the usage that came in"),
    Schedule("drop old usage", "usage.prune", every=DAY, title="Drop usage events that are older than they are kept"),
    Schedule("count key results", "objectives.count_key_results", every=DAY, title="Count the key results that are counted"),
    Schedule("look for leads", "pqls.evaluate", every=HOUR, title="Look for product-qualified leads"),
    Schedule("remind of leads", "pqls.remind", every=DAY, title="Remind of leads that wait"),
    Schedule("remind owners", "objectives.remind_owners", every=DAY, title="Remind owners of key results that wait"),
]
