"""Appreciation: the ledger, badges, kudos."""
