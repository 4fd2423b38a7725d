"""The bytes of a dossier's papers: looked at when they arrive, kept under their SHA-256."""

from service.documents.inspection import ACCEPTED, inspect
from service.documents.names import clean_name
from service.documents.receiving import LIMIT, File, Received, Upload, receive
from service.documents.store import Arrived, Store

__all__ = [
    "ACCEPTED",
    "LIMIT",
    "Arrived",
    "File",
    "Received",
    "Store",
    "Upload",
    "clean_name",
    "inspect",
    "receive",
]
