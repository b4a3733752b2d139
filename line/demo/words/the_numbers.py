"""What people say about reports and figures.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# report-builder

interview northgate/Denise 2
[[I export five files and join them in a spreadsheet on the second working day of each month.]]
If I'm ill, there's no board pack.

email halden/Sigrid 2
Please no more fixed reports. [[I'd like to choose rows and columns and have it in my mailbox on
Monday at six.]]

call brightwater/Jane 2
[[Why do two of your reports give different numbers of finished jobs for the same week?]] I'm
told that each one's right.

portal trellis/Phil 1
[[A report per client with their logo,]] sent by itself.

survey bexwell 1
[[Reports are ok but always one column short.]]

ticket maplecross/Wendy 1
The export cuts off at 10,000 rows [[without saying that it did]]. We reported 10,000 jobs in
March. Exactly 10,000. Nobody wondered.

interview aldous/Neil 2
[[Give my analysts the raw data every night and spare yourselves the report builder.]]

chat gilpin/Sue 1
[[can i save my filters on the invoice list]]? i set the same 4 every single day

email pellworth/Helen 2
[[Clients want a live page, not a monthly PDF]] which we then defend in a meeting.

# first-time-fix

interview halden/Sigrid 2
[[First-time fix by lift type and by depot, that's the number I get asked for and can't give.]]
By person, no. The union would have me for breakfast.

call maplecross/Edward 2
[[If I knew which faults come back, I'd know what to train.]]

portal fenwick/Ian 1
[[Who gets called back most? I think I know, and I'd like to be wrong.]]

email orrin/Alison 2
For accreditation we report repeat failures within thirty days. [[Counting them takes one person
two days each quarter.]]

survey larchmont 1
[[Callbacks per technician, but fairly: Eric gets the awful ones.]]

# revenue-forecast

interview hartigan/Declan 2
[[The bank wants a twelve-month view. I've contracts, quotes and a good feeling, in three
places.]]

email arbour/Grace 1
[[Cash in by week for the next quarter, from booked installs.]]

call castellan/Martin 1
[[What's already sold for next year, before anybody sells anything?]]

# payroll-export

email yarrow/Lorna 3
[[Every Thursday I retype 64 people's hours into the payroll.]] Last week one nought slipped. She
was very honest about it.

call hartigan/Niamh 2
Hours are in Rounds, overtime rules are in my head, [[and pay's in another program. I'm the
cable.]]

portal gilpin/Sue 2
[[Export with our payroll's own codes: basic, time and a half, standby, mileage.]]

interview northgate/Denise 2
Payroll wants approved hours. [[There's no approval, so I print and the supervisors sign, and I
scan.]]

survey bexwell 1
[[Split shifts across pay periods come out wrong.]]

ticket trellis/Phil 1
[[Holiday pay isn't in the export]], and it's four per cent of the whole.

# wall-display

chat fenwick/Carol 1
[[we've a telly in the office. could it show today's jobs done and money in?]]

call bexwell/Jake 1
[[I left the board open on the big screen, it logged out at lunch and showed the sign-in page to
a client.]]

# benchmarks

interview fenwick/Ian 1
[[Am I slow? Everyone says nine days to invoice is slow. Compared with whom?]]

survey rafferty 1
[[What do other roofers my size charge per day? I know you can't say. But you know.]]

# carbon-report

email pellworth/Helen 2
Two tenders this quarter asked for [[carbon per visit, and I made a number up with good
intentions]].

call trellis/Phil 1
[[The council wants miles and fuel per contract.]] It's five per cent of the score.

# multi-entity

call aldous/Gillian 2
We're four companies with one planning desk. [[The invoice must come from whichever company
employs the engineer]], and your account has one name, one VAT number, one logo.

email pellworth/Helen 2
We bought a lift firm in June. [[They're still on spreadsheets, since adding a second legal
entity means a second subscription.]]

interview hartigan/Niamh 1
North and south are two companies, two taxes and one Aoife. [[She has two browsers open.]]

portal castellan/Ross 2
[[Group reporting over subsidiaries, with intercompany work taken out.]]
"""
