"""Imported by a job after the jail has closed, to see that it cannot be."""
