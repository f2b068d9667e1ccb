"""The regency's side: a roster -> templates handed out; mail and files -> taken in; many of them -> one recap.

The rooms are the doors: ``roster``, ``handout``, ``intake`` (what comes in, once), ``late`` (who has not sent), ``recap``,
``verify``.
"""
