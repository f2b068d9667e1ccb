"""The regency's side: a roster -> templates handed out; what offices send -> filed once, and one recap of it all.

The rooms are the doors: ``roster``, ``handout``; ``intake`` with its ``ledger``, and ``late``; ``recap``, ``verify``.
"""
