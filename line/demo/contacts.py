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
halden: Sigrid Moen, Head of service operations; Petter Aas, Regional planner; Jan Erik Vold, Lift engineer; Camilla Strand, IT systems owner
northgate: Graham Tilley, Director of field delivery; Aisha Bello, Planning desk lead; Rob Kershaw, Field supervisor; Denise Craddock, Finance business partner
pellworth: Helen Marsh, Operations director; Stuart Ibbotson, Contract manager, head of estates; Yasmin Qureshi, Dispatch lead; Paul Denny, Billing manager
brightwater: Fergus Lyle, Head of metering; Olivia Nash, Scheduler; Kofi Mensah, Field engineer; Jane Whitcombe, Finance controller
castellan: Martin Shaw, Service director; Leanne Foley, Dispatch coordinator; Dev Patel, Alarm engineer; Ross Atherton, IT manager
orrin: Dr Alison Peake, Head of clinical engineering; Ben Carrow, Service planner; Maria Lopes, Field engineer; Tim Hurst, Commercial finance manager
verdane: Kirsty Allan, Installations director; Marek Novotny, Planner; Sean Duffy, Heat pump engineer; Lucy Amis, Accounts manager
kronberg: Matthias Vogel, Head of service; Anke Reuter, Dispatch lead; Jürgen Pohl, Lift technician; Silke Baum, Finance controller
aldous: Neil Rasmussen, Vice president of field works; Chloe Bright, Planner; Imran Sheikh, Field supervisor; Gillian Frost, Finance systems manager
maplecross: Edward Lam, Service director; Tessa Holt, Service desk lead; Craig Muir, Refrigeration engineer; Wendy Parr, Billing team lead
stroud: Alastair Kell, Maintenance director; Joanne Reeve, Planning manager
tamarind: Sofia Pereira, Chief engineer; Daniel Ross, Finance director
fenwick: Ian Fenwick, Managing director; Carol Byrne, Service coordinator; Liam Hodge, Gas engineer
moravia: Radek Dvorak, Operations manager; Jana Kralova, Dispatcher
larchmont: Dana Whitfield, Service manager; Eric Poole, Elevator technician
gilpin: Mark Gilpin, Director; Sue Pritchard, Office manager; Ahmed Saleh, Electrician supervisor
saltmarsh: Robin Crowe, Service manager; Nell Harding, Planner
dovetail: Jess Thornley, Installations coordinator; Hugo Bates, Owner
quayside: Moira Grant, Operations manager; Euan Bain, Marine engineer
rowanlea: Patricia Dunn, Service manager; Sam Okafor, Equipment technician
bexwell: Karen Stubbs, Operations director; Jake Ferris, Scheduler
trellis: Phil Nugent, Contracts director; Amy Rudd, Planner
hartigan: Declan Hartigan, Managing director; Aoife Kenny, Dispatch lead; Niamh Walsh, Accounts manager
sundqvist: Lars Sundqvist, Owner; Elin Berg, Planner
delacroix: Antoine Delacroix, Managing director; Claire Masson, Planning coordinator
arbour: Tom Penrose, Head of installations; Grace Liu, Finance manager; Will Hendy, Solar engineer
penhale: Jago Penhale, Owner; Tamsin Rowe, Office manager
whitlock: Stella Marks, Service director; Owen Price, Engineer supervisor
copperfield: Barry Stokes, Service manager; Linda Chow, Accounts administrator
ironbeck: Judith Barr, Operations manager; Neil Sharp, Crane surveyor
nakuru: Wanjiru Kamau, Operations director; Peter Otieno, Field technician
lindal: Henrik Dahl, Service manager; Maja Lind, Coordinator
junivale: Colin Frey, Service manager; Ruby Tate, Accounts administrator
mossgate: Terry Walden, Owner; Kim Ansell, Office manager
corbel: Angus Reilly, Operations manager
ravensworth: Diane Hewitt, Service director
tully: Bernadette Tully, Owner; Rosie Tully, Office manager
beaconfold: Nick Farrow, Owner
oakes: Jim Oakes, Owner
marlowe: Craig Marlowe, Owner
sparrow: Zoe Sparrow, Owner; Kev Lunn, Electrician, foreman
hedge: Rowena Hart, Owner
pike: Alfie Pike, Owner
dunmore: Sheila Dunmore, Owner; Raj Gill, Appliance technician
ferro: Vincenzo Ferro, Owner
kestrel: Donna Kay, Owner
lowther: Simon Lowther, Owner; Pam Eccles, Bookkeeper
ashby: Gemma Ashby, Owner
rafferty: Con Rafferty, Owner; Bridget Shea, Office manager
cobbold: Les Cobbold, Owner
willowbank: Harriet Coyle, Service coordinator; Frank Coyle, Owner
tern: Morag Tern, Owner
novak: Peter Novak, Owner
yarrow: Adaeze Obi, Owner; Lorna Pyke, Rota planner
pomfret: Dean Pomfret, Owner
bramble: Sandra Cole, Office manager
carver: Joe Carver, Owner
hollis: Mike Hollis, Owner
zephyrine: Carla Dias, Operations manager
mayfield: Ted Mayer, Owner
stanton: Lee Stanwick, Owner
inkpen: Barbara Inkpen, Owner
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
        company, people = line.split(": ", 1)
        for person in people.split("; "):
            name, job = person.split(", ", 1)
            yield Caller(company, name, job, _persona(job), _address(name, domains[company]))


CONTACTS = list(_callers())
