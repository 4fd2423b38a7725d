"""The tables, one module a noun."""

from service.models.catalogue import AwardKind, AwardRound, Campaign, Choice, LawEdition
from service.models.columns import Base
from service.models.councils import Ballot, Council, CouncilMembership, CouncilSession, RollEntry
from service.models.documents import Attachment
from service.models.dossiers import Dossier, DossierCode, Exclusion, Nominee, RegisterEntry, Status, Submission
from service.models.events import Event, EventDetail, EventStream
from service.models.people import Delegation, Person, Role, RoleGrant, Scope
from service.models.processes import Process, ProcessFile, ProcessVersion
from service.models.sign_ins import SignIn, SignInAttempt
from service.models.units import Cluster, ClusterMembership, Province, Unit
from service.models.work import Answer, Draft, Incident, WorkItem

__all__ = [
    "Answer",
    "Attachment",
    "AwardKind",
    "AwardRound",
    "Ballot",
    "Base",
    "Campaign",
    "Choice",
    "Cluster",
    "ClusterMembership",
    "Council",
    "CouncilMembership",
    "CouncilSession",
    "Delegation",
    "Dossier",
    "DossierCode",
    "Draft",
    "Event",
    "EventDetail",
    "EventStream",
    "Exclusion",
    "Incident",
    "LawEdition",
    "Nominee",
    "Person",
    "Process",
    "ProcessFile",
    "ProcessVersion",
    "Province",
    "RegisterEntry",
    "Role",
    "RoleGrant",
    "RollEntry",
    "Scope",
    "SignIn",
    "SignInAttempt",
    "Status",
    "Submission",
    "Unit",
    "WorkItem",
]
