/* eslint-disable max-lines */
// Written from desktop/internal/seat by its typescript_test.go. Do not edit:
// cd desktop && go test ./internal/seat -run TestTypeScript -rewrite

/** PhoneOn switches the softphone on or off (C-PHONE-1). */
export interface PhoneOnCommand {
  type: 'phoneOn';
  on: boolean;
}

/** Dial calls somebody. To is anything people paste: it is cleaned. */
export interface DialCommand {
  type: 'dial';
  to: string;
  /** a number's id; "": the chosen one */
  callerId?: string;
}

/** Redial dials LastDialed. */
export interface RedialCommand {
  type: 'redial';
}

/** ChooseCallerID is remembered; "" is the agent's default. */
export interface ChooseCallerIDCommand {
  type: 'chooseCallerID';
  id: string;
}

/** Answer takes an offered call, the oldest when Line is empty. Another that is being talked with is held first. */
export interface AnswerCommand {
  type: 'answer';
  line?: Line;
}

/** Reject refuses an offered call, the oldest when Line is empty. */
export interface RejectCommand {
  type: 'reject';
  line?: Line;
}

/** HangUp ends our part, of the call being talked with when Line is empty. */
export interface HangUpCommand {
  type: 'hangUp';
  line?: Line;
}

/** Hold keeps the far side with music; On false resumes it, and holds whichever other call is being talked with. */
export interface HoldCommand {
  type: 'hold';
  line: Line;
  on: boolean;
}

/** Mute keeps our microphone from the far side. */
export interface MuteCommand {
  type: 'mute';
  line: Line;
  on: boolean;
}

/** Press sends keys (RFC 4733). */
export interface PressCommand {
  type: 'press';
  line: Line;
  digits: string;
}

/** Transfer hands the far side on at once. */
export interface TransferCommand {
  type: 'transfer';
  line: Line;
  to: string;
}

/** Consulting rings somebody while the far side hears music. */
export interface ConsultingCommand {
  type: 'consulting';
  line: Line;
  to: string;
}

/** Add rings somebody who then takes part in the conversation. */
export interface AddCommand {
  type: 'add';
  line: Line;
  to: string;
}

/** Swap changes between the one consulted and the first party. */
export interface SwapCommand {
  type: 'swap';
  line: Line;
}

/** Complete connects the one consulted with the far side, and leaves. */
export interface CompleteCommand {
  type: 'complete';
  line: Line;
}

/** Cancel gives the one who is consulted or added up. */
export interface CancelCommand {
  type: 'cancel';
  line: Line;
}

/** Merge lets everybody talk together. */
export interface MergeCommand {
  type: 'merge';
  line: Line;
}

/** Park puts the far side into the lowest free slot. */
export interface ParkCommand {
  type: 'park';
  line: Line;
}

/** PickUp takes a parked caller with this phone. */
export interface PickUpCommand {
  type: 'pickUp';
  slot: number;
}

/** Record starts or ends recording on demand. */
export interface RecordCommand {
  type: 'record';
  line: Line;
  on: boolean;
}

/** Pause keeps the recording from hearing. */
export interface PauseCommand {
  type: 'pause';
  line: Line;
  on: boolean;
}

/** TestCall dials the echo test. */
export interface TestCallCommand {
  type: 'testCall';
}

/** ChooseSound chooses devices; absent ones stay. */
export interface ChooseSoundCommand {
  type: 'chooseSound';
  microphone?: string;
  speaker?: string;
  ringer?: string;
}

/** Meter measures levels while the settings page is open. */
export interface MeterCommand {
  type: 'meter';
  on: boolean;
}

/** TryRinger rings for two seconds, so that one hears where. */
export interface TryRingerCommand {
  type: 'tryRinger';
}

/** ChangeSettings changes this computer's settings; absent ones stay. */
export interface ChangeSettingsCommand {
  type: 'changeSettings';
  answerKey?: string;
  hangUpKey?: string;
  startAtLogin?: boolean;
  ringVolume?: number;
  speakerGain?: number;
  micGain?: number;
  echo?: Echo;
  noise?: boolean;
  forceMedia?: Media | '';
  popup?: boolean;
  notifyChat?: boolean;
  language?: string;
}

/** UseServer connects to another server; refused while one is logged in or when IT has given it. */
export interface UseServerCommand {
  type: 'useServer';
  url: string;
}

/** PutAway removes a notice. */
export interface PutAwayCommand {
  type: 'putAway';
  id: string;
}

/** ShowWindow brings the main window to the front: the only command that may take the keyboard, as only a person gives it. */
export interface ShowWindowCommand {
  type: 'showWindow';
}

/** LogOut ends the session; calls are hung up. In a call State.Leaving asks first, unless Sure. */
export interface LogOutCommand {
  type: 'logOut';
  sure?: boolean;
}

/** Quit ends the app; calls are hung up and the phone is unregistered first. In a call State.Leaving asks first, unless Sure. */
export interface QuitCommand {
  type: 'quit';
  sure?: boolean;
}

/** Stay answers State.Leaving: no. */
export interface StayCommand {
  type: 'stay';
}

/** ChooseStatus changes one's own status for all groups: Available, or an id of the site's statuses. In a call the server keeps it for afterwards. */
export interface ChooseStatusCommand {
  type: 'chooseStatus';
  status: string;
}

/** SetUnread tells how many chat messages are unread, for the tray. */
export interface SetUnreadCommand {
  type: 'setUnread';
  n: number;
}

/** Command is a wish of the person, from the screen, the tray, the popup, a notification or a hot key. Sealed: the types below are all there are. As JSON it has the field "type" with the name in commands besides its own. */
export type Command =
  | PhoneOnCommand
  | DialCommand
  | RedialCommand
  | ChooseCallerIDCommand
  | AnswerCommand
  | RejectCommand
  | HangUpCommand
  | HoldCommand
  | MuteCommand
  | PressCommand
  | TransferCommand
  | ConsultingCommand
  | AddCommand
  | SwapCommand
  | CompleteCommand
  | CancelCommand
  | MergeCommand
  | ParkCommand
  | PickUpCommand
  | RecordCommand
  | PauseCommand
  | TestCallCommand
  | ChooseSoundCommand
  | MeterCommand
  | TryRingerCommand
  | ChangeSettingsCommand
  | UseServerCommand
  | PutAwayCommand
  | ShowWindowCommand
  | LogOutCommand
  | QuitCommand
  | StayCommand
  | ChooseStatusCommand
  | SetUnreadCommand;

/** State is all that the screen shows of the seat. Times are milliseconds since 1970 by this computer's clock, unless said otherwise. It is written as JSON; its TypeScript is made from it (typescript_test.go). */
export interface State {
  /** one more with every change */
  rev: number;
  /** "ja" or "en", before a login the one last used */
  language: string;
  server: Server;
  /** null: nobody is logged in */
  session: Session | null;
  phone: Phone;
  sound: Sound;
  /** in the order they came; one that has ended stays for a few seconds with its reason */
  calls: Call[];
  /** caller IDs that this agent may present */
  numbers: CallerNumber[];
  /** the chosen one of Numbers; "": the agent's default */
  callerId: string;
  /** 外線発信禁止 */
  noOutside: boolean;
  /** for redial */
  lastDialed: string;
  codes: Codes;
  settings: Settings;
  /** a number that a tel: link or another program left in the dial field, until something is dialed */
  dial: string;
  /** one more each time Dial was left */
  dialRev: number;
  /** why a global hot key does not work */
  hotkeys: Trouble[];
  update: Update | null;
  /** what the person should know and may put away */
  notices: Notice[];
  /** a question for the person; null: none */
  leaving: Leaving | null;
}

/** Line is one SIP dialog of this app's phone. The seat names those it dials, the phone those that come in; names are never used twice in a run. */
export type Line = string;

/** Echo is when the loudspeaker's echo is taken out of the microphone. */
export type Echo =
  | '' // while the speaker in use is no headset by its name
  | 'on'
  | 'off';

/** Media is how audio travels. */
export type Media =
  | 'plain' // RTP
  | 'sdes' // SRTP with keys in SDP
  | 'ice'; // DTLS-SRTP with ICE

/** Server is the connection to yobirind. */
export interface Server {
  /** "https://call.example.jp" */
  url: string;
  /** given by IT: the person cannot change it */
  managed: boolean;
  phase: Phase;
  since: number;
  /** why it is not online */
  trouble: Trouble | null;
  /** milliseconds by which the server's clock is ahead of this computer's */
  ahead: number;
}

/** Session is who is logged in. */
export interface Session {
  /** id */
  agent: string;
  login: string;
  name: string;
  nickname: string;
  extension: string;
  role: string;
  language: string;
}

/** Phone is the softphone. */
export interface Phone {
  /** what the person wants */
  on: boolean;
  state: PhoneState;
  trouble: Trouble | null;
  /** "tls", "tcp", "udp"; "" before the first registration */
  transport: string;
  media: Media | '';
  /** id of this softphone as the server knows it */
  device: string;
}

/** Sound is the sound devices (C-PHONE-6). A choice "" is the system's default; a chosen device that is not there is replaced by the default until it comes back. */
export interface Sound {
  microphones: SoundDevice[];
  speakers: SoundDevice[];
  microphone: string;
  speaker: string;
  ringer: string;
  /** no_microphone, no_speaker, microphone_refused, device_busy … */
  trouble: Trouble | null;
  /** levels are being measured for the settings page */
  metering: boolean;
  /** the loudspeaker's echo is taken out of the microphone */
  echo: boolean;
}

/** Call is one call at this seat. */
export interface Call {
  /** names it in commands */
  line: Line;
  /** the server's call; "" until known */
  call: string;
  leg: string;
  outbound: boolean;
  internal: boolean;
  phase: CallPhase;
  party: Person;
  /** the number the caller dialed, with its display string */
  called: Person;
  /** id of the group it came through */
  group: string;
  groupName: string;
  groupColor: string;
  /** why it rings although it was here before; null: for no such reason */
  back: Back | null;
  /** since when the caller waits, server's clock; 0: does not */
  waited: number;
  /** of the phase */
  since: number;
  answeredAt: number;
  muted: boolean;
  /** the far side holds us */
  farHeld: boolean;
  recording: boolean;
  /** the recording */
  paused: boolean;
  consult: Consult | null;
  /** further people in the conversation */
  others: Person[];
  /** we listen as supervisor */
  listener: boolean;
  /** "monitor", "whisper", "barge"; "" for others */
  listenMode: string;
  quality: Quality | null;
  media: Media | '';
  codec: string;
  /** an action that is under way; "": none */
  busy: Action | '';
  /** the last action failed, no audio … */
  trouble: Trouble | null;
  can: Action[];
  /** "": it has not ended */
  endedBy: EndedBy | '';
  /** what ended it well: "transfer", "complete", "park"; "" else */
  after: Action;
}

/** Number is a caller ID. */
export interface CallerNumber {
  id: string;
  number: string;
  name: string;
  default: boolean;
}

/** Codes are the site's feature codes that the app dials by itself; "" where the site has switched one off. */
export interface Codes {
  echo: string;
  monitor: string;
  whisper: string;
  barge: string;
}

/** Settings are this computer's (D-APP-4). What belongs to the agent wherever he sits is the server's and comes with the profile. */
export interface Settings {
  /** global hot key, "Ctrl+Alt+A"; "": none */
  answerKey: string;
  hangUpKey: string;
  startAtLogin: boolean;
  /** 0 to 1 */
  ringVolume: number;
  /** 0 to 2, 1 unchanged */
  speakerGain: number;
  micGain: number;
  echo: Echo;
  /** the room's noise is made quieter */
  noise: boolean;
  /** "": by itself; "ice": always */
  forceMedia: Media | '';
  /** the popup window */
  popup: boolean;
  /** notifications of chat messages */
  notifyChat: boolean;
  /** NotifyExternal and the rest below are the agent's, kept by the server (J-ME-3); they are shown here, and changed by REST. */
  notifyExternal: boolean;
  notifyInternal: boolean;
  popupOnRing: boolean;
  popupOnAnswer: boolean;
  /** "browser" or "tab" */
  popupTarget: string;
}

/** Trouble is something that is wrong, for the screen to say in the agent's language: Code is a key of its texts ("trouble.<code>"), Detail is for IT and not translated, Params fill the text's places. */
export interface Trouble {
  code: string;
  detail?: string;
  params?: Record<string, string>;
}

/** Update is a newer version that IT may install. */
export interface Update {
  version: string;
  notes: string;
  url: string;
}

/** Notice is one thing that the person should know. */
export interface Notice extends Trouble {
  id: string;
  at: number;
}

/** Leaving asks whether to log out, or to quit, although that hangs up: LogOut or Quit with Sure is the one answer, Stay the other. */
export interface Leaving {
  quit: boolean;
}

/** Phase is where the connection to the server stands. */
export type Phase =
  | 'unset' // no server is known yet: the screen asks for it
  | 'connecting' // for the first time since the start or the login
  | 'online'
  | 'offline'; // was online; tried again by itself

/** PhoneState is where the softphone's registration stands (C-PHONE-1). */
export type PhoneState =
  | 'off'
  | 'registering'
  | 'registered'
  | 'failed'; // tried again by itself

/** SoundDevice is a microphone or a loudspeaker. */
export interface SoundDevice {
  /** survives unplugging and restarts as far as the system allows */
  id: string;
  name: string;
  /** the system's choice at present */
  default: boolean;
}

/** CallPhase is where a call stands at this seat. */
export type CallPhase =
  | 'dialing' // ours, nothing heard of it yet
  | 'ringing' // ours, the far end rings
  | 'offered' // rings here
  | 'talking'
  | 'holding' // we hold it
  | 'ended';

/** Person is a party as shown. Name is the customer's, the colleague's or what the network says. */
export interface Person {
  number: string;
  name: string;
  withheld: boolean;
  /** id, of a colleague */
  agent: string;
}

/** Back says why a call rings that was dealt with already: whoever it was handed to did not take it, or nobody fetched it from where it was parked. */
export interface Back {
  /** "transfer", "park" */
  how: string;
  /** this agent handed it on or parked it */
  mine: boolean;
  /** or somebody else did */
  by: Person;
  /** of a transfer */
  to: Person;
  /** of a transfer, as in the call's record: "busy", "no-answer" …; "" not known */
  cause: string;
  /** of a parked call */
  slot: number;
}

/** Consult is a transfer with consultation, or a party being added. */
export interface Consult {
  /** "attended", "blind", "add" */
  how: string;
  party: Person;
  /** "begun": it rings; "consulting": they talk with us */
  stage: string;
  /** we talk with the one consulted, not with the first party */
  with: boolean;
}

/** Quality is how a call sounds (C-PHONE-7). */
export interface Quality {
  /** of what we receive */
  lossPercent: number;
  /** percent of ours that the far side missed */
  farLoss: number;
  jitterMs: number;
  roundTripMs: number;
  /** the jitter buffer's present depth */
  bufferMs: number;
  /** 1 to 4.5; 0: not known yet */
  mos: number;
}

/** Action is something that can be done with a call now. What is not listed is not offered: seat alone decides. */
export type Action =
  | 'answer'
  | 'reject'
  | 'hangup'
  | 'hold'
  | 'resume'
  | 'mute'
  | 'digits'
  | 'transfer' // blind
  | 'consult'
  | 'swap'
  | 'complete'
  | 'cancel' // the consultation, or the party being added
  | 'merge'
  | 'add'
  | 'park'
  | 'record'
  | 'pause'; // the recording

/** EndedBy is who ended a line. */
export type EndedBy =
  | 'us'
  | 'them'
  | 'elsewhere' // another phone answered (Reason: SIP;cause=200)
  | 'missed' // the caller gave up before we answered
  | 'failed';
