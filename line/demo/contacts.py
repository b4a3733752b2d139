"""The people at those companies who talk to Larkspan."""

from typing import NamedTuple

from .companies import COMPANIES


class Caller(NamedTuple):
    """One contact: who they are, what they do, and the persona that Larkspan's people think in."""

    company: str
    name: str
    job: str
    persona: str
    email: str


PERSONAS = {
    "director": ("director", "head", "owner", "managing", "partner", "vice", "chief"),
    "finance": ("finance", "account", "controller", "billing", "bookkeep", "payroll", "credit"),
    "dispatcher": ("dispatch", "planner", "scheduler", "coordinator", "desk", "planning"),
    "technician": ("technician", "engineer", "fitter", "supervisor", "foreman", "surveyor"),
    "office": ("office", "admin", "service manager", "operations manager", "systems", "IT"),
}

_TABLE = """
halden | Sigrid Moen | Head of service operations
halden | Petter Aas | Regional planner
halden | Jan Erik Vold | Lift engineer
halden | Camilla Strand | IT systems owner
northgate | Graham Tilley | Director of field delivery
northgate | Aisha Bello | Planning desk lead
northgate | Rob Kershaw | Field supervisor
northgate | Denise Craddock | Finance business partner
pellworth | Helen Marsh | Operations director
pellworth | Stuart Ibbotson | Contract manager, head of estates
pellworth | Yasmin Qureshi | Dispatch lead
pellworth | Paul Denny | Billing manager
brightwater | Fergus Lyle | Head of metering
brightwater | Olivia Nash | Scheduler
brightwater | Kofi Mensah | Field engineer
brightwater | Jane Whitcombe | Finance controller
castellan | Martin Shaw | Service director
castellan | Leanne Foley | Dispatch coordinator
castellan | Dev Patel | Alarm engineer
castellan | Ross Atherton | IT manager
orrin | Dr Alison Peake | Head of clinical engineering
orrin | Ben Carrow | Service planner
orrin | Maria Lopes | Field engineer
orrin | Tim Hurst | Commercial finance manager
verdane | Kirsty Allan | Installations director
verdane | Marek Novotny | Planner
verdane | Sean Duffy | Heat pump engineer
verdane | Lucy Amis | Accounts manager
kronberg | Matthias Vogel | Head of service
kronberg | Anke Reuter | Dispatch lead
kronberg | Jürgen Pohl | Lift technician
kronberg | Silke Baum | Finance controller
aldous | Neil Rasmussen | Vice president of field works
aldous | Chloe Bright | Planner
aldous | Imran Sheikh | Field supervisor
aldous | Gillian Frost | Finance systems manager
maplecross | Edward Lam | Service director
maplecross | Tessa Holt | Service desk lead
maplecross | Craig Muir | Refrigeration engineer
maplecross | Wendy Parr | Billing team lead
stroud | Alastair Kell | Maintenance director
stroud | Joanne Reeve | Planning manager
tamarind | Sofia Pereira | Chief engineer
tamarind | Daniel Ross | Finance director
fenwick | Ian Fenwick | Managing director
fenwick | Carol Byrne | Service coordinator
fenwick | Liam Hodge | Gas engineer
moravia | Radek Dvorak | Operations manager
moravia | Jana Kralova | Dispatcher
larchmont | Dana Whitfield | Service manager
larchmont | Eric Poole | Elevator technician
gilpin | Mark Gilpin | Director
gilpin | Sue Pritchard | Office manager
gilpin | Ahmed Saleh | Electrician supervisor
saltmarsh | Robin Crowe | Service manager
saltmarsh | Nell Harding | Planner
dovetail | Jess Thornley | Installations coordinator
dovetail | Hugo Bates | Owner
quayside | Moira Grant | Operations manager
quayside | Euan Bain | Marine engineer
rowanlea | Patricia Dunn | Service manager
rowanlea | Sam Okafor | Equipment technician
bexwell | Karen Stubbs | Operations director
bexwell | Jake Ferris | Scheduler
trellis | Phil Nugent | Contracts director
trellis | Amy Rudd | Planner
hartigan | Declan Hartigan | Managing director
hartigan | Aoife Kenny | Dispatch lead
hartigan | Niamh Walsh | Accounts manager
sundqvist | Lars Sundqvist | Owner
sundqvist | Elin Berg | Planner
delacroix | Antoine Delacroix | Managing director
delacroix | Claire Masson | Planning coordinator
arbour | Tom Penrose | Head of installations
arbour | Grace Liu | Finance manager
arbour | Will Hendy | Solar engineer
penhale | Jago Penhale | Owner
penhale | Tamsin Rowe | Office manager
whitlock | Stella Marks | Service director
whitlock | Owen Price | Engineer supervisor
copperfield | Barry Stokes | Service manager
copperfield | Linda Chow | Accounts administrator
ironbeck | Judith Barr | Operations manager
ironbeck | Neil Sharp | Crane surveyor
nakuru | Wanjiru Kamau | Operations director
nakuru | Peter Otieno | Field technician
lindal | Henrik Dahl | Service manager
lindal | Maja Lind | Coordinator
junivale | Colin Frey | Service manager
junivale | Ruby Tate | Accounts administrator
mossgate | Terry Walden | Owner
mossgate | Kim Ansell | Office manager
corbel | Angus Reilly | Operations manager
ravensworth | Diane Hewitt | Service director
tully | Bernadette Tully | Owner
tully | Rosie Tully | Office manager
beaconfold | Nick Farrow | Owner
oakes | Jim Oakes | Owner
marlowe | Craig Marlowe | Owner
sparrow | Zoe Sparrow | Owner
sparrow | Kev Lunn | Electrician, foreman
hedge | Rowena Hart | Owner
pike | Alfie Pike | Owner
dunmore | Sheila Dunmore | Owner
dunmore | Raj Gill | Appliance technician
ferro | Vincenzo Ferro | Owner
kestrel | Donna Kay | Owner
lowther | Simon Lowther | Owner
lowther | Pam Eccles | Bookkeeper
ashby | Gemma Ashby | Owner
rafferty | Con Rafferty | Owner
rafferty | Bridget Shea | Office manager
cobbold | Les Cobbold | Owner
willowbank | Harriet Coyle | Service coordinator
willowbank | Frank Coyle | Owner
tern | Morag Tern | Owner
novak | Peter Novak | Owner
yarrow | Adaeze Obi | Owner
yarrow | Lorna Pyke | Rota planner
pomfret | Dean Pomfret | Owner
bramble | Sandra Cole | Office manager
carver | Joe Carver | Owner
hollis | Mike Hollis | Owner
zephyrine | Carla Dias | Operations manager
mayfield | Ted Mayer | Owner
stanton | Lee Stanwick | Owner
inkpen | Barbara Inkpen | Owner
"""


def _persona(job):
    words = job.lower()
    for persona, signs in PERSONAS.items():
        if any(sign.lower() in words for sign in signs):
            return persona
    return "office"


def _address(name, domain):
    plain = name.replace("Dr ", "").lower().replace("ü", "ue")
    return ".".join(plain.split()) + "@" + domain


def _callers():
    domains = {firm.key: firm.domain for firm in COMPANIES}
    for line in _TABLE.strip().splitlines():
        company, name, job = [part.strip() for part in line.split("|")]
        yield Caller(company, name, job, _persona(job), _address(name, domains[company]))


CONTACTS = list(_callers())
