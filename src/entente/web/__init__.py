"""The Django project: the page shell, the design system, settings; on top of every part."""
