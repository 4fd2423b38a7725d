"""Definitions: bundles of diagrams and forms, compiled once and then shared by all their dossiers and threads."""

from workflows.definition.bundle import bundle_name, compile_bundle, forms_named_by, process_name
from workflows.definition.compiled import Definition
from workflows.definition.expressions import EVERYTHING

__all__ = ["EVERYTHING", "Definition", "bundle_name", "compile_bundle", "forms_named_by", "process_name"]
