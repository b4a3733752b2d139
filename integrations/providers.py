"""Domains whose addresses say nothing of a company: providers of mail to everybody."""

FREE_MAIL = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com yahoo.co.uk yahoo.de yahoo.fr
    icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de
    freenet.de posteo.de mailbox.org fastmail.com hey.com zoho.com yandex.ru yandex.com mail.ru qq.com 163.com 126.com
    hotmail.co.uk hotmail.fr hotmail.de hotmail.it outlook.de outlook.fr live.co.uk orange.fr free.fr laposte.net wanadoo.fr
    libero.it virgilio.it seznam.cz wp.pl o2.pl interia.pl telia.com bluewin.ch tutanota.com tuta.com duck.com naver.com
    comcast.net verizon.net att.net btinternet.com sky.com rediffmail.com mail.com
    """.split()  # noqa: SIM905 (one long list reads better so)
)
