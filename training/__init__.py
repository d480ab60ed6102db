"""How the models are trained and everything is scored: commands for development, no part of the service."""
