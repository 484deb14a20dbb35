"""The demonstration alliance: a generated, seeded, lifelike history of Harbour Bank and Quay IT."""
