"""Values about the parties that other parts may hold; no Django here."""
