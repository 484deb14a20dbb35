"""Entente: one shared, verifiable record for both sides of an IT outsourcing alliance."""
