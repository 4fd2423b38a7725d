"""The tables, one module a noun."""

from service.models.calling import AccessToken, RepeatedCall, Webhook
from service.models.catalogue import AwardKind, AwardRound, Campaign, Choice, LawEdition
from service.models.columns import Base
from service.models.councils import Ballot, Council, CouncilMembership, CouncilSession, RollEntry
from service.models.desk import SavedFilter, Sheet
from service.models.documents import Attachment
from service.models.dossiers import Dossier, DossierCode, Exclusion, Nominee, RegisterEntry, Status, Submission
from service.models.events import Event, EventDetail, EventStream
from service.models.jobs import Job
from service.models.people import Absence, Delegation, Person, Role, RoleGrant, Scope
from service.models.processes import Process, ProcessFile, ProcessVersion
from service.models.sign_ins import PasswordReset, SignIn, SignInAttempt
from service.models.talk import Comment, Following, Notice
from service.models.units import Cluster, ClusterMembership, Province, Unit
from service.models.work import Answer, Draft, Incident, WorkItem

__all__ = [
    "Absence",
    "AccessToken",
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
    "Comment",
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
    "Following",
    "Incident",
    "Job",
    "LawEdition",
    "Nominee",
    "Notice",
    "PasswordReset",
    "Person",
    "Process",
    "ProcessFile",
    "ProcessVersion",
    "Province",
    "RegisterEntry",
    "RepeatedCall",
    "Role",
    "RoleGrant",
    "RollEntry",
    "SavedFilter",
    "Scope",
    "Sheet",
    "SignIn",
    "SignInAttempt",
    "Status",
    "Submission",
    "Unit",
    "Webhook",
    "WorkItem",
]
