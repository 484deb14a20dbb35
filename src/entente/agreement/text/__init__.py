"""The text of an agreement: YAML with places, misfits as findings there, and edits of it."""
