"""The page in the browser: bytes dropped on it -> findings beside the official form, and what build would write.

``server`` listens and ends, ``guard`` lets in who knows the token, ``app`` is the table of addresses, ``line`` is the
one queue of work, ``work`` is what is done for a file (in a process of its own), ``view`` what is shown of it,
``shelf`` the temporary folder where all of it lies; ``static`` are the page's own files. Nothing is printed or logged.
"""

from __future__ import annotations

from iku_excel.page.server import IDLE, PortError, serve

__all__ = ["IDLE", "PortError", "serve"]
