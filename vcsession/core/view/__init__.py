"""State -> the slices a browser shows, and what this seat may do now."""

from __future__ import annotations

from vcsession.core.view.agreeing import reservations as reservations
from vcsession.core.view.agreeing import text as text
from vcsession.core.view.agreeing import the_decisions as the_decisions
from vcsession.core.view.bureau import behind_bureau as behind_bureau
from vcsession.core.view.bureau import bureau as bureau
from vcsession.core.view.everybody import APART as APART
from vcsession.core.view.everybody import READ_BY as READ_BY
from vcsession.core.view.everybody import SHARED as SHARED
from vcsession.core.view.folder import behind_folder as behind_folder
from vcsession.core.view.folder import folder as folder
from vcsession.core.view.following import following as following
from vcsession.core.view.minutes import minutes as minutes
from vcsession.core.view.minutes import readable as readable
from vcsession.core.view.registry import the_credentials as the_credentials
from vcsession.core.view.registry import the_papers as the_papers
from vcsession.core.view.room import agenda as agenda
from vcsession.core.view.room import presence as presence
from vcsession.core.view.room import session as session
from vcsession.core.view.room import sitting as sitting
from vcsession.core.view.room import the_floor as the_floor
from vcsession.core.view.room import the_languages as the_languages
from vcsession.core.view.seat import lobby as lobby
from vcsession.core.view.seat import me as me
