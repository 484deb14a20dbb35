"""Service credits: from failures to money, split by subject; `month` puts the parts together."""
