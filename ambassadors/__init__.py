"""Who speaks: people, teams, theme links, roles and their support."""
