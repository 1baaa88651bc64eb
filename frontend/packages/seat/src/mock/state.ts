import type { Action, Call, CallPhase, Person, State } from '../types';

/** A seat that nobody has touched yet: a server is known, nobody is logged in. */
export function firstState(): State {
  return {
    rev: 1,
    language: 'ja',
    server: { url: 'https://call.example.jp', managed: false, phase: 'connecting', since: Date.now(), trouble: null, ahead: 0 },
    session: null,
    phone: { on: true, state: 'off', trouble: null, transport: '', media: '', device: '' },
    sound: {
      microphones: [{ id: 'm1', name: 'Jabra Evolve2 40', default: true }, { id: 'm2', name: '内蔵マイク', default: false }],
      speakers: [{ id: 's1', name: 'Jabra Evolve2 40', default: true }, { id: 's2', name: '内蔵スピーカー', default: false }],
      microphone: '',
      speaker: '',
      ringer: 's2',
      trouble: null,
      metering: false,
      echo: true,
    },
    calls: [],
    numbers: [],
    callerId: '',
    noOutside: false,
    lastDialed: '',
    codes: { echo: '', monitor: '', whisper: '', barge: '' },
    settings: {
      answerKey: 'Ctrl+Alt+A',
      hangUpKey: '',
      startAtLogin: true,
      ringVolume: 0.8,
      speakerGain: 1,
      micGain: 1,
      echo: '',
      noise: false,
      forceMedia: '',
      popup: true,
      notifyChat: true,
      notifyExternal: true,
      notifyInternal: true,
      popupOnRing: false,
      popupOnAnswer: true,
      popupTarget: 'tab',
    },
    dial: '',
    dialRev: 0,
    hotkeys: [],
    update: null,
    notices: [],
    leaving: null,
  };
}

export const person = (number = '', name = '', agent = ''): Person => ({ number, name, withheld: false, agent });

/** A call as it is when it begins. */
export function newCall(line: string, phase: CallPhase, party: Person, more: Partial<Call> = {}): Call {
  return {
    line, phase, party,
    call: `c_${line}`, leg: `l_${line}`, outbound: phase === 'dialing', internal: false, called: person(),
    group: '', groupName: '', groupColor: '', waited: 0, since: Date.now(), answeredAt: 0, muted: false, farHeld: false,
    recording: false, paused: false, back: null, consult: null, others: [], listener: false, listenMode: '', quality: null, media: '', codec: '',
    busy: '', trouble: null, can: [], endedBy: '', after: '' as Call['after'], ...more,
  };
}

/** What the seat would offer for a call (desktop/internal/seat decides in the app). */
export function canDo(call: Call): Action[] {
  switch (call.phase) {
    case 'offered':
      return ['answer', 'reject'];
    case 'dialing':
    case 'ringing':
      return ['hangup'];
    case 'ended':
      return [];
    case 'holding':
      return ['hangup', 'resume', ...handing(call)];
    case 'talking':
      return ['hangup', 'hold', 'mute', 'digits', 'record', ...(call.recording ? (['pause'] as const) : []), ...handing(call)];
  }
}

function handing(call: Call): Action[] {
  if (call.listener) return [];
  if (!call.consult) return ['transfer', 'consult', 'add', 'park'];
  if (call.consult.stage === 'begun') return call.consult.how === 'add' ? ['cancel'] : ['complete', 'cancel'];
  return ['swap', 'complete', 'cancel', 'merge'];
}
