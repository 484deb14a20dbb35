"""What an agreement says, in plain English: each clause as sentences."""

from entente.agreement.explain.clauses import NoSuchClause, Paragraph, explain

__all__ = ["NoSuchClause", "Paragraph", "explain"]
