"""Scope of work: the agreement's versions in force, services, tasks and deliverables."""
