"""Who works at Larkspan: everybody who can sign in to the demo, with what they may do."""

from typing import NamedTuple


class Player(NamedTuple):
    """One person of the demo organisation."""

    key: str
    name: str
    title: str
    roles: tuple[str, ...]
    segment: str = ""
    suspended: bool = False

    @property
    def email(self):
        """Their address at the invented company."""
        first, last = self.name.lower().replace("-", "").split(" ", 1)
        return f"{first}.{last.replace(' ', '')}@larkspan.example"


CAST = [
    Player("ruth", "Ruth Adeyemi", "Head of operations", ("admin",)),
    Player("tomasz", "Tomasz Wieczorek", "Product manager, Rounds planning", ("product",)),
    Player("nora", "Nora Lindqvist", "Product manager, Rounds mobile", ("product",)),
    Player("priya", "Priya Raman", "Product manager, Ledger", ("product",)),
    Player("callum", "Callum Reid", "Account executive, enterprise", ("sales",), "enterprise"),
    Player("beatriz", "Beatriz Fonseca", "Account executive, enterprise", ("sales",), "enterprise"),
    Player("jonas", "Jonas Albrecht", "Account executive, mid-market", ("sales",), "mid_market"),
    Player("meilin", "Mei-Lin Chua", "Account executive, mid-market", ("sales",), "mid_market"),
    Player("sophie", "Sophie Tran", "Sales, small business", ("sales",), "smb"),
    Player("hannah", "Hannah Osei", "Customer success manager", ("success",)),
    Player("luca", "Luca Marchetti", "Customer success manager", ("success",)),
    Player("margaret", "Margaret Holloway", "Chief executive", ("leadership",)),
    Player("anders", "Anders Nyberg", "Chief technology officer", ("leadership",)),
    Player("fatima", "Fatima Haddad", "Chief revenue officer", ("leadership",)),
    Player("ingrid", "Ingrid Solheim", "Vice president, customers", ("leadership",)),
    Player("david", "David Okonkwo", "Chief financial officer", ("leadership",)),
    Player("oliver", "Oliver Brandt", "Support engineer", ("viewer",)),
    Player("gareth", "Gareth Pugh", "Account executive, has left", ("sales",), "smb", True),
]

BY_KEY = {player.key: player for player in CAST}
