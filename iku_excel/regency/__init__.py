"""The regency's side: a roster -> templates handed out; outputs and inputs of many offices -> one recap.

The rooms are the doors: ``roster``, ``handout``, ``recap``, ``verify``.
"""
