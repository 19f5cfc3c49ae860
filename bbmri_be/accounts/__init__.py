"""Accounts of staff. Nobody but their owner ever knows a password: whoever looks after accounts
sends a link, by which the owner chooses one.
"""
