"""The shapes of what a browser shows: one dataclass for each slice of the view.

The server sends them and the browser folds nothing: after each commit it gets the slices that
changed, whole. Times are aware UTC. The client's types are generated from these.
"""

from __future__ import annotations

from vcsession.core.slices.agreeing import AlternativeRow as AlternativeRow
from vcsession.core.slices.agreeing import Answers as Answers
from vcsession.core.slices.agreeing import ConditionRow as ConditionRow
from vcsession.core.slices.agreeing import ConfirmRow as ConfirmRow
from vcsession.core.slices.agreeing import DecisionRow as DecisionRow
from vcsession.core.slices.agreeing import DecisionsSlice as DecisionsSlice
from vcsession.core.slices.agreeing import DraftRow as DraftRow
from vcsession.core.slices.agreeing import LateRow as LateRow
from vcsession.core.slices.agreeing import ReservationRow as ReservationRow
from vcsession.core.slices.agreeing import ReservationsSlice as ReservationsSlice
from vcsession.core.slices.agreeing import TextSlice as TextSlice
from vcsession.core.slices.agreeing import UnitRow as UnitRow
from vcsession.core.slices.agreeing import VoteRow as VoteRow
from vcsession.core.slices.bureau import BureauSlice as BureauSlice
from vcsession.core.slices.bureau import PadNote as PadNote
from vcsession.core.slices.bureau import ScriptRow as ScriptRow
from vcsession.core.slices.bureau import SpokenRow as SpokenRow
from vcsession.core.slices.folder import FolderDraft as FolderDraft
from vcsession.core.slices.folder import FolderSlice as FolderSlice
from vcsession.core.slices.folder import NoteRow as NoteRow
from vcsession.core.slices.following import ApprovalRow as ApprovalRow
from vcsession.core.slices.following import CommentRow as CommentRow
from vcsession.core.slices.following import CommuniqueRow as CommuniqueRow
from vcsession.core.slices.following import FollowingSlice as FollowingSlice
from vcsession.core.slices.following import ForwardingRow as ForwardingRow
from vcsession.core.slices.following import PublicRow as PublicRow
from vcsession.core.slices.following import StepRow as StepRow
from vcsession.core.slices.me import Act as Act
from vcsession.core.slices.me import CaucusRow as CaucusRow
from vcsession.core.slices.me import ChannelRow as ChannelRow
from vcsession.core.slices.me import LanguagesSlice as LanguagesSlice
from vcsession.core.slices.me import MeSlice as MeSlice
from vcsession.core.slices.me import MissedRow as MissedRow
from vcsession.core.slices.me import QuietLineRow as QuietLineRow
from vcsession.core.slices.me import StatementRow as StatementRow
from vcsession.core.slices.me import TimeAccount as TimeAccount
from vcsession.core.slices.minutes import CopyRow as CopyRow
from vcsession.core.slices.minutes import CorrectionRow as CorrectionRow
from vcsession.core.slices.minutes import CorrigendumRow as CorrigendumRow
from vcsession.core.slices.minutes import MinutesRow as MinutesRow
from vcsession.core.slices.minutes import OverlayRow as OverlayRow
from vcsession.core.slices.minutes import SignatureRow as SignatureRow
from vcsession.core.slices.minutes import VersionRow as VersionRow
from vcsession.core.slices.proposals import PositionRow as PositionRow
from vcsession.core.slices.proposals import ProposalRow as ProposalRow
from vcsession.core.slices.rectifying import FactRow as FactRow
from vcsession.core.slices.rectifying import RectificationRow as RectificationRow
from vcsession.core.slices.rectifying import RectifyingSlice as RectifyingSlice
from vcsession.core.slices.registry import CredentialsRow as CredentialsRow
from vcsession.core.slices.registry import CredentialsSlice as CredentialsSlice
from vcsession.core.slices.registry import PaperRow as PaperRow
from vcsession.core.slices.registry import PapersSlice as PapersSlice
from vcsession.core.slices.registry import PersonRow as PersonRow
from vcsession.core.slices.room import AgendaSlice as AgendaSlice
from vcsession.core.slices.room import AppealRow as AppealRow
from vcsession.core.slices.room import DelegationPlate as DelegationPlate
from vcsession.core.slices.room import FloorSlice as FloorSlice
from vcsession.core.slices.room import IncidentRow as IncidentRow
from vcsession.core.slices.room import ItemRow as ItemRow
from vcsession.core.slices.room import LineCheckRow as LineCheckRow
from vcsession.core.slices.room import PresenceRow as PresenceRow
from vcsession.core.slices.room import PresidingPlate as PresidingPlate
from vcsession.core.slices.room import QuorumFigures as QuorumFigures
from vcsession.core.slices.room import RequestRow as RequestRow
from vcsession.core.slices.room import RollCallSlice as RollCallSlice
from vcsession.core.slices.room import SeatPlate as SeatPlate
from vcsession.core.slices.room import SessionSlice as SessionSlice
from vcsession.core.slices.room import SittingPlate as SittingPlate
from vcsession.core.slices.room import SittingSlice as SittingSlice

Slice = (
    SessionSlice
    | SittingSlice
    | RollCallSlice
    | AgendaSlice
    | FloorSlice
    | RectifyingSlice
    | DecisionsSlice
    | ReservationsSlice
    | TextSlice
    | FollowingSlice
    | PapersSlice
    | CredentialsSlice
    | LanguagesSlice
    | FolderSlice
    | BureauSlice
    | MeSlice
)
