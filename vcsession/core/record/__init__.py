"""The Record: every fact of a session that a document prints, read from its commits and from nothing else.

A document is a pure function of a Record and a language. Times are aware UTC; the session's zone
is `convocation.time_zone`.
"""

from __future__ import annotations

from vcsession.core.record.agreed import AlternativeRecord as AlternativeRecord
from vcsession.core.record.agreed import Confirmation as Confirmation
from vcsession.core.record.agreed import DecisionRecord as DecisionRecord
from vcsession.core.record.agreed import FormerText as FormerText
from vcsession.core.record.agreed import ItemRecord as ItemRecord
from vcsession.core.record.agreed import Reopening as Reopening
from vcsession.core.record.agreed import ReservationRecord as ReservationRecord
from vcsession.core.record.agreed import SilenceRecord as SilenceRecord
from vcsession.core.record.agreed import UnitRecord as UnitRecord
from vcsession.core.record.deciding import ConditionRecord as ConditionRecord
from vcsession.core.record.deciding import LateRecord as LateRecord
from vcsession.core.record.deciding import VoteRecord as VoteRecord
from vcsession.core.record.following import ApprovalRecord as ApprovalRecord
from vcsession.core.record.following import ClearanceRecord as ClearanceRecord
from vcsession.core.record.following import CommentRecord as CommentRecord
from vcsession.core.record.following import CommuniqueRecord as CommuniqueRecord
from vcsession.core.record.following import FirstConvened as FirstConvened
from vcsession.core.record.following import ForwardingRecord as ForwardingRecord
from vcsession.core.record.following import StatementRecord as StatementRecord
from vcsession.core.record.following import StepRecord as StepRecord
from vcsession.core.record.minutes import CopyRecord as CopyRecord
from vcsession.core.record.minutes import CorrectionRecord as CorrectionRecord
from vcsession.core.record.minutes import CorrigendumRecord as CorrigendumRecord
from vcsession.core.record.minutes import MinutesRecord as MinutesRecord
from vcsession.core.record.minutes import NoteRecord as NoteRecord
from vcsession.core.record.minutes import SignatureRecord as SignatureRecord
from vcsession.core.record.minutes import VersionRecord as VersionRecord
from vcsession.core.record.proposals import PositionRecord as PositionRecord
from vcsession.core.record.proposals import ProposalRecord as ProposalRecord
from vcsession.core.record.rectified import RectificationRecord as RectificationRecord
from vcsession.core.record.registry import CredentialsRecord as CredentialsRecord
from vcsession.core.record.registry import Headed as Headed
from vcsession.core.record.registry import PaperRecord as PaperRecord
from vcsession.core.record.registry import PersonRecord as PersonRecord
from vcsession.core.record.sittings import CouldNotHear as CouldNotHear
from vcsession.core.record.sittings import Interruption as Interruption
from vcsession.core.record.sittings import LineRecord as LineRecord
from vcsession.core.record.sittings import PointOfOrder as PointOfOrder
from vcsession.core.record.sittings import PresenceChange as PresenceChange
from vcsession.core.record.sittings import PresidingInterval as PresidingInterval
from vcsession.core.record.sittings import ReplyRecord as ReplyRecord
from vcsession.core.record.sittings import RollCallAnswer as RollCallAnswer
from vcsession.core.record.sittings import SittingRecord as SittingRecord
from vcsession.core.record.sittings import Speech as Speech
from vcsession.core.record.whole import Record as Record
from vcsession.core.record.whole import Verification as Verification
