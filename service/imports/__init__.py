"""Spreadsheets by which an administrator enters many people or units: which columns they have."""

from service.imports.columns import KINDS, MOST_ROWS, PEOPLE, TITLES, UNITS, columns_for

__all__ = ["KINDS", "MOST_ROWS", "PEOPLE", "TITLES", "UNITS", "columns_for"]
