"""Small exports of other tools, in the shape in which each of them writes."""

CANNY = """Title,Details,Status,Board,Tags,Author name,Author email,Votes,Voter emails,Comment count,Created,URL,ID
Dark mode,"My eyes hurt at night.",planned,Features,"ui, theme",Ann,ann@acme.example,42,"ann@acme.example; bill@initech.example, Cy <cy@initech.example>",3,2026-03-01,https://acme.canny.io/p/dark,p1
Faster export,It takes an hour.,complete,Features,,Bob,bob@gmail.com,7,dora@hooli.example,0,2026-03-02,,p2
Say no,Please.,closed,Features,,Nora,nora.lindqvist@larkspan.example,1,,0,2026-03-03,,p3
Strange,Odd status.,brand new,Features,,,,,,,,,p4
"""
FIDER = """number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,response,original_number,original_title,tags
1,Dark mode,My eyes hurt,2026-03-01T10:00:00Z,Ann,12,2,planned,Jo,2026-03-02,We will,,,"ui, theme"
2,Export,Slow,2026-03-01T10:00:00Z,Bob,3,0,declined,Jo,2026-03-02,Not our market,,,
"""
QUACKBACK = """title,content,status,tags,board,author_name,author_email,email_verified,vote_count,created_at,source_id
Dark mode,My eyes hurt,in_progress,ui,features,Ann,ann@acme.example,true,12,2026-03-01T10:00:00Z,qb-1
"""
USERVOICE = """Idea ID,Idea Title,Idea Description,Idea Creator Name,Idea Creator Email Address,Public Status Name,Labels,Voters Count,Created Timestamp,User Name,User Email Address
9,Dark mode,My eyes hurt,Ann,ann@acme.example,under review,ui,3,2026-03-01 10:00:00,Ann,ann@acme.example
9,Dark mode,My eyes hurt,Ann,ann@acme.example,under review,ui,3,2026-03-01 10:00:00,Bill,bill@initech.example
9,Dark mode,My eyes hurt,Ann,ann@acme.example,under review,ui,3,2026-03-01 10:00:00,Cy,cy@initech.example
"""
PRODUCTBOARD_NOTES = """Note title,Note text,User name,User email,Company name,Company domain,Note tags,Created at,Note URL
Call with Ann,She needs SSO,Ann,ann@acme.example,Acme,acme.example,sso,2026-03-01,https://pb.example/1
"""
PRODUCTBOARD_FEATURES = """entity_name,description,status_name,pb_url,created_at
Single sign-on,People have too many passwords,Planned,https://pb.example/f/1,2026-03-01
"""
ZENDESK = """Ticket ID,Subject,Description,Requester,Requester email,Organization,Status,Tags,Created at
77,Login fails,I cannot log in,Ann,ann@acme.example,Acme,solved,login,2026-03-01 09:30
"""
INTERCOM = """message_id,message_body,message_type,message_created_at,message_author_name,message_author_email,message_author_companies,conversation_tags,conversation_id
m1,Where is the export?,conversation_message,2026-03-01 09:30:00,Ann,ann@acme.example,Acme,export,c1
"""
GITHUB = """number,title,body,state,labels,author,createdAt,url
5,Crash on start,It crashes.,OPEN,"bug,ui",octocat,2026-03-01T09:30:00Z,https://github.com/x/y/issues/5
"""
LINEAR = """"ID","Team","Title","Description","Status","Estimate","Priority","Project ID","Project","Creator","Assignee","Labels","Created"
"ENG-1","Core","Fix login","Words","In Progress",3,"High","","Atlas","Ada","Grace","bug, web","2026-03-01T09:30:00.000Z"
"""
JIRA = """Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Reporter,Created,Votes,Labels,Labels,Description,Comment,Comment
Slow board,A-1,10001,Story,To Do,A,Atlas,Ann Doe,01/Mar/26 9:30 AM,4,web,speed,It is slow,02/Mar/26 1:00 PM;bob;Me too,03/Mar/26 1:00 PM;cy;Same here
"""
ALL = {
    "canny": CANNY, "fider": FIDER, "quackback": QUACKBACK, "uservoice": USERVOICE, "productboard-notes": PRODUCTBOARD_NOTES,
    "productboard-features": PRODUCTBOARD_FEATURES, "zendesk": ZENDESK, "intercom": INTERCOM, "github": GITHUB, "linear": LINEAR,
    "jira": JIRA,
}  # fmt: skip
