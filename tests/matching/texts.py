"""A few requests of our own, whose ideas are known, for trying the matcher out."""

IDEAS = {
    "dark": ("Dark theme", "People who work at night are blinded by the white screen."),
    "export": ("Export reports to Excel", "Finance retypes figures from our pages into spreadsheets."),
    "sso": ("Single sign-on", "Large customers want one login from their own directory."),
    "offline": ("Work without a connection", "On building sites there is no signal, and entries get lost."),
    "remind": ("Reminders by e-mail", "Tasks are forgotten because nobody is told that they fall due."),
}
FEEDBACK = [
    ("Night mode", "My eyes hurt in the evening, the white background is too bright.", "dark"),
    ("Black background please", "Could the whole app have dark colours?", "dark"),
    ("Download as spreadsheet", "We copy every report by hand into Excel each month.", "export"),
    ("xlsx of the monthly report", "Our accountant needs the monthly report as an Excel file.", "export"),
    ("Log in with our company account", "IT insists on SAML with Azure Active Directory.", "sso"),
    ("SAML login", "We need login through Okta before we can buy.", "sso"),
    ("App is useless in the basement", "No network down there, and what I typed was gone.", "offline"),
    ("Lost my entries in the tunnel", "The connection dropped on the site and everything I entered was lost.", "offline"),
    ("Tell me before a task is due", "I missed two deadlines; an e-mail the day before would help.", "remind"),
    ("Thank you", "Your support team is lovely.", None),
]
