"""Robot participants over real WebRTC: for the demo, trials, tests and load."""

from vcsession.attend.company import attend, run
from vcsession.attend.invitation import BadLink
from vcsession.attend.manners import Manners

__all__ = ["BadLink", "Manners", "attend", "run"]
