/** Icons from lucide, always beside a word. */

import {
  AlarmClock,
  BadgeCheck,
  Camera,
  CameraOff,
  CircleQuestionMark,
  CircleDashed,
  CircleDot,
  DoorOpen,
  Download,
  FileText,
  Gavel,
  GripVertical,
  Hourglass,
  Languages,
  LogOut,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  NotebookPen,
  CirclePause,
  Settings,
  Unplug,
  UserRound,
  Users,
  Lock,
  Maximize2,
  Minimize2,
  MessageSquareLock,
  PlugZap,
  Volume2,
  ListOrdered,
  X,
} from "lucide";
import type { JSX } from "preact";
import { h } from "preact";

const ICONS = {
  agenda: FileText,
  alarm: AlarmClock,
  camera: Camera,
  cameraOff: CameraOff,
  chair: Gavel,
  closed: Lock,
  dashed: CircleDashed,
  dotted: CircleDot,
  door: DoorOpen,
  download: Download,
  grace: Hourglass,
  grip: GripVertical,
  help: CircleQuestionMark,
  language: Languages,
  leave: LogOut,
  linked: PlugZap,
  list: ListOrdered,
  wide: Maximize2,
  narrow: Minimize2,
  mic: Mic,
  micOff: MicOff,
  paused: CirclePause,
  person: UserRound,
  quiet: MessageSquareLock,
  screen: MonitorUp,
  screenOff: MonitorX,
  seal: BadgeCheck,
  seats: Users,
  secretary: NotebookPen,
  settings: Settings,
  sound: Volume2,
  unplugged: Unplug,
  x: X,
} as const;

export type IconName = keyof typeof ICONS;

interface IconProps {
  readonly name: IconName;
  /** Says what the icon means where no word stands beside it. */
  readonly label?: string;
}

export function Icon({ name, label }: IconProps): JSX.Element {
  const said = label ? { role: "img" as const, "aria-label": label } : { "aria-hidden": true };
  return (
    <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" {...said}>
      {label && <title>{label}</title>}
      {ICONS[name].map(([tag, attributes]) => h(tag, attributes as Record<string, unknown>))}
    </svg>
  );
}
