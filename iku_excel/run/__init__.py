"""A batch from end to end: paths -> chunks -> workers -> atomic, sealed, resumable files and a ``Report`` each.

The rooms are the doors: ``batch`` runs it, ``workers`` are its processes, ``store`` is the disk,
``reports`` what is told of each input.
"""
