"""The companies that buy from Larkspan, might buy, or did."""

from typing import NamedTuple


class Firm(NamedTuple):
    """One company: `arr` is what it pays Larkspan in a year."""

    key: str
    name: str
    domain: str
    plan: str
    lifecycle: str
    arr: int
    motion: str
    owner: str
    segment: str = ""


_ENTERPRISE = """
halden | Halden Lifts | haldenlifts.example | Enterprise | customer | 186000 | callum
northgate | Northgate Utility Services | northgateutility.example | Enterprise | customer | 240000 | beatriz
pellworth | Pellworth Facilities Group | pellworth.example | Enterprise | customer | 158000 | callum
brightwater | Brightwater Metering | brightwatermetering.example | Enterprise | customer | 210000 | beatriz
castellan | Castellan Fire and Security | castellanfire.example | Enterprise | customer | 132000 | callum
orrin | Orrin Medical Engineering | orrinmedical.example | Enterprise | customer | 118000 | beatriz
verdane | Verdane Heat Pumps | verdaneheat.example | Enterprise | customer | 96000 | callum
kronberg | Kronberg Aufzugservice | kronberg-aufzug.example | Enterprise | customer | 142000 | beatriz
aldous | Aldous Telecom Field Works | aldousfield.example | Enterprise | customer | 175000 | callum
maplecross | Maplecross Retail Refrigeration | maplecross.example | Enterprise | customer | 104000 | beatriz
stroud | Stroud and Kell Rail Maintenance | stroudkell.example | | prospect | 0 | callum
tamarind | Tamarind Hotels Engineering | tamarindhotels.example | | prospect | 0 | beatriz
"""

_MID_MARKET = """
fenwick | Fenwick Heating and Plumbing | fenwickheating.example | Business | customer | 38000 | jonas
moravia | Moravia Cooling | moraviacooling.example | Business | customer | 31000 | meilin
larchmont | Larchmont Elevator Care | larchmontcare.example | Business | customer | 27000 | jonas
gilpin | Gilpin Electrical | gilpinelectrical.example | Business | customer | 42000 | meilin
saltmarsh | Saltmarsh Pumps | saltmarshpumps.example | Business | customer | 22000 | jonas
dovetail | Dovetail Joinery Installations | dovetailjoinery.example | Business | customer | 18000 | meilin
quayside | Quayside Marine Services | quaysidemarine.example | Business | customer | 24000 | jonas
rowanlea | Rowanlea Care Equipment | rowanlea.example | Business | customer | 29000 | meilin
bexwell | Bexwell Pest Control | bexwellpest.example | Business | customer | 33000 | jonas
trellis | Trellis Grounds Maintenance | trellisgrounds.example | Business | customer | 26000 | meilin
hartigan | Hartigan Mechanical | hartiganmech.example | Business | customer | 45000 | jonas
sundqvist | Sundqvist Ventilation | sundqvistvent.example | Business | customer | 36000 | meilin
delacroix | Delacroix Froid | delacroixfroid.example | Business | customer | 30000 | jonas
arbour | Arbour Solar | arboursolar.example | Business | customer | 41000 | meilin
penhale | Penhale Drainage | penhaledrainage.example | Business | customer | 19000 | jonas
whitlock | Whitlock Security Systems | whitlocksecurity.example | Business | customer | 34000 | meilin
copperfield | Copperfold Boilers | copperfold.example | Business | customer | 21000 | jonas
ironbeck | Ironbeck Crane Inspection | ironbeck.example | Business | customer | 28000 | meilin
nakuru | Nakuru Solar Services | nakurusolar.example | Business | customer | 23000 | jonas
lindal | Lindal Doors | lindaldoors.example | Business | customer | 25000 | meilin
junivale | Junivale Water Treatment | junivale.example | Business | customer | 20000 | jonas
mossgate | Mossgate Refrigeration | mossgate.example | | prospect | 0 | meilin
corbel | Corbel Scaffold Inspection | corbelscaffold.example | Business | churned | 0 | jonas
ravensworth | Ravensby Lifts and Hoists | ravensby.example | | prospect | 0 | jonas
"""

_SMB = """
tully | Tully and Daughters Plumbing | tullyplumbing.example | Team | customer | 2400 | sophie
beaconfold | Beaconfold Alarms | beaconfold.example | Team | customer | 3600 | sophie
oakes | Oakes Boiler Care | oakesboilers.example | Starter | customer | 1800 | sophie
marlowe | Marlowe Windows and Gutters | marlowegutters.example | Starter | customer | 1500 | sophie
sparrow | Sparrow Electrical | sparrowelectrical.example | Team | customer | 2900 | sophie
hedge | Hedge and Harrow Gardens | hedgeandharrow.example | Team | customer | 2100 | sophie
pike | Pike Chimney Sweeps | pikesweeps.example | Starter | customer | 1200 | sophie
dunmore | Dunmore Appliance Repair | dunmorerepair.example | Team | customer | 3200 | sophie
ferro | Ferro Locksmiths | ferrolocks.example | Team | customer | 2600 | sophie
kestrel | Kestrel Pest Care | kestrelpest.example | Starter | customer | 1900 | sophie
lowther | Lowther Lighting | lowtherlighting.example | Team | customer | 3900 | sophie
ashby | Ashby Pool Care | ashbypools.example | Team | customer | 2700 | sophie
rafferty | Rafferty Roofing | raffertyroofing.example | Team | customer | 4100 | sophie
cobbold | Cobbold Garage Doors | cobbolddoors.example | Team | customer | 3300 | sophie
willowbank | Willowbank Stairlifts | willowbank.example | Team | customer | 4800 | sophie
tern | Tern Island Boatyard | ternisland.example | Starter | customer | 1700 | sophie
novak | Novak Heating | novakheating.example | Team | customer | 2300 | sophie
yarrow | Yarrow Cleaning | yarrowcleaning.example | Team | customer | 5200 | sophie
pomfret | Pomfret Drains | pomfretdrains.example | Starter | customer | 1600 | sophie
bramble | Brambleside Septic | brambleside.example | Team | customer | 2000 | sophie
carver | Carver Kitchen Fitting | carverkitchens.example | Team | trial | 0 | sophie
hollis | Hollis Aerials and Broadband | hollisaerials.example | Team | trial | 0 | sophie
zephyrine | Zephyrine Air Conditioning | zephyrineair.example | Team | trial | 0 | sophie
mayfield | Mayfold Damp Proofing | mayfold.example | Starter | churned | 0 | sophie
stanton | Stanwick Mobile Tyres | stanwicktyres.example | Team | churned | 0 | sophie
inkpen | Inkpen Copier Repairs | inkpencopiers.example | Starter | churned | 0 | sophie
"""


def _firms(table, segment):
    for line in table.strip().splitlines():
        key, name, domain, plan, lifecycle, arr, owner = [part.strip() for part in line.split("|")]
        motion = "self_serve" if segment == "smb" and int(arr) < 2500 else "sales_assisted"
        yield Firm(key, name, domain, plan, lifecycle, int(arr), motion, owner, segment)


COMPANIES = [
    *_firms(_ENTERPRISE, "enterprise"),
    *_firms(_MID_MARKET, "mid_market"),
    *_firms(_SMB, "smb"),
]
