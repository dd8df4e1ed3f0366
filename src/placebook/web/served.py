"""The application as `placebook serve` runs it, in a process of its own beside the one that a person stops.

Ctrl-C in a terminal reaches both processes at once. The first is told to end and ends the second; were the second to
hear Ctrl-C as well, it would be told twice, and the server it runs in (granian 2.8) then waits for ever.
"""

import signal
import sys

if sys.platform != "win32":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

from placebook.web.wsgi import application

__all__ = ["application"]
