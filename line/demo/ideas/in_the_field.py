"""Ideas for Rounds: the people at the site.

Each block: key | product | owner | state | stage | days ago it was written down; its title; then the canvas.
"""

IDEAS = """
## offline-jobs | rounds | nora | backlog | delivery | 340
Work a whole shift without signal
Problem: Engineers work in shafts, cellars, chambers and ships. When the signal goes the app
loses the job, what was typed, or the session, so crews print paper or stop using the app.
Value: Crews in the field trust the app again; finished work reaches the office the same day with
true times. Four deals and two renewals hang on it.
Hypothesis: If today's jobs with their forms, history and manuals are kept on the phone and
changes are sent when there is a connection, crews who abandoned the app will come back within a
month.
Target: 60 % of companies with underground or rural sites complete at least one job a week
offline within 90 days; lost forms under 1 in 10,000.

## voice-notes | rounds | nora | backlog | discovery | 210
Say the job note instead of typing it
Problem: Technicians have gloves, dirt and no patience. The median note is four words, so the
desk rings to find out what was done.
Value: Notes that a dispatcher, a customer and the next technician can use.
Hypothesis: If a note can be spoken and is turned to text that the technician confirms, notes
will be three times as long within six weeks.
Target: Median note of 15 words; 30 % fewer calls from desk to technician.

## photo-evidence | rounds | nora | backlog | discovery | 305
Photographs that prove what, where and when
Problem: Photos land in a heap without label, place or mark. Contract managers cannot prove work
and lose disputes about work that was done.
Value: Fewer disputes, fewer drives back for one missing picture.
Hypothesis: If a job can ask for named shots and each photo carries its place, time and marks,
disputed lines will halve.
Target: Disputed invoice lines down from 2.1 % to 1 %; return visits for photographs under 1 in
100.

## language | rounds | nora | backlog | assessment | 260
The technicians' app in the technicians' languages
Problem: A third of some crews read Polish, Romanian, Portuguese or Czech better than English,
and guess at safety questions.
Value: Safer work, and access to teams that our customers hire today.
Hypothesis: If the app and its safety questions come in six languages, crews will answer the
safety questions with more than ticks.
Target: 20 % of technicians in multilingual companies choose another language within 60 days.

## checklists | rounds | nora | backlog | discovery | 320
Checklists that measure, branch and insist
Problem: A tick is not a measurement. Protocols need numbers with tolerances, questions that
follow from answers, and steps that cannot be skipped.
Value: Paper forms disappear from regulated work, and inspectors accept what the app prints.
Hypothesis: If checklists take readings with limits and follow from the equipment, regulated
customers will move their statutory forms over within a quarter.
Target: Ten regulated companies retire paper for at least one statutory protocol.

## equipment-history | rounds | nora | backlog | discovery | 350
What happened to this machine before
Problem: History belongs to the address, four taps deep. Technicians repeat each other's repairs
and cannot see what was changed last week.
Value: Fewer repeat visits, and warranty arguments won with dates.
Hypothesis: If each machine keeps its own story and the last three visits show as the technician
walks in, repeat visits for one fault fall by a fifth.
Target: Repeat visits within 30 days from 11 % to 9 %.

## site-access | rounds | nora | backlog | assessment | 280
Keys, codes, parking and the dog
Problem: How to get in is in somebody's head. Codes are shown to people who should not have them,
and warnings are not seen.
Value: Twenty minutes a visit, and fewer bites.
Hypothesis: If access notes are a place of their own, shown on the day to the person going, time
from gate to start falls by a third.
Target: Median gate-to-start time from 18 to 12 minutes at sites with access notes.

## lone-worker | rounds | nora | unsorted | assessment | 150
A check on people who work alone
Problem: Surveyors and drain crews work alone. Separate alarms do not know the job or the place.
Value: Somebody notices within minutes.
Hypothesis: If an overdue job rings the supervisor by itself, companies with lone-worker duties
will drop their second device.
Target: Five companies replace their separate device within six months.

## accessibility | rounds | nora | backlog | discovery | 200
An app that everybody can read and hear
Problem: Text stays small, colours carry meaning alone, and the screen reader announces every
button as "button".
Value: People keep their work; public tenders require it.
Hypothesis: If the visit page meets WCAG 2.2 AA, we can answer yes in tenders and support tickets
about reading stop.
Target: No open finding of level A or AA on the ten pages used most.

## dark-mode | rounds | nora | archived | duplicate | 190
A dark screen for the night shift
Problem: Night crews are blinded by a white app.
Value: Comfort, and a little safety at the roadside.
Hypothesis: If the app follows the phone's dark setting, night crews will stop lowering the
brightness by hand.
Target: Half of night-shift users run it dark. Folded into the accessibility work.

## qr-assets | rounds | nora | backlog | assessment | 170
A sticker on each machine
Problem: Forty equal doors, thousands of extinguishers: nobody is sure which one this is.
Value: The right record opened at once; later, fault reports by the customer.
Hypothesis: If a sticker opens the machine's page, wrong-asset entries disappear where stickers
are used.
Target: Wrong-asset corrections down by 80 % at companies with stickers.

## signature | rounds | nora | backlog | discovery | 240
Signatures with a name, on the customer's own phone
Problem: A squiggle without a name gets invoices bounced; many customers are not there when work
ends.
Value: Acceptance on the same evening instead of the next week.
Hypothesis: If acceptance can be given by link with name and role, 70 % arrive on the day.
Target: Jobs accepted on the day from 48 % to 70 %.

## weather-hold | rounds | tomasz | archived | not_doing | 130
Push outdoor work when it rains
Problem: Roofers move a week of jobs by hand when rain comes.
Value: An hour saved on wet weeks for a few companies.
Hypothesis: If outdoor jobs can be moved together, nobody opens fourteen jobs one by one.
Target: None set. Moving many jobs at once comes with live replanning.

## apprentice-shadow | rounds | tomasz | unsorted | assessment | 60
Apprentices ride along without being billed
Problem: An apprentice has to be booked as a second engineer, and the customer is charged for
two.
Value: Correct bills and a true record of training hours.
Hypothesis: If somebody can be on a visit as a learner, no bill counts them.
Target: No credit notes for apprentices.
"""
