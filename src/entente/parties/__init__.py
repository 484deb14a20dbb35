"""The two sides of an alliance: organisations, people, their roles, and who may see what."""
