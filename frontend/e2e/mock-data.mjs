// Made-up site of the mock server: one simulated afternoon that never ends.
const names = ['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村', '小林', '加藤', '吉田', '山田', '佐々木', '山口', '松本', '井上', '木村', '林', '斎藤', '清水', '山崎', '森', '池田', '橋本', '阿部', '石川', '前田', '藤田', '小川', '岡田'];
const random = (n) => Math.floor(Math.random() * n);
const pick = (list) => list[random(list.length)];
const uid = (() => {
  let n = 0;
  return (prefix) => `${prefix}_${Date.now().toString(36)}${(n++).toString(36).padStart(4, '0')}`;
})();

export const statuses = {
  st_away: { id: 'st_away', name: '離席中', color: '#f59f00', icon: 'coffee' },
  st_lunch: { id: 'st_lunch', name: '昼休み', color: '#12b886', icon: 'lunch' },
  st_meet: { id: 'st_meet', name: '会議', color: '#4c6ef5', icon: 'meeting' },
  st_acw: { id: 'st_acw', name: '後処理', color: '#868e96', icon: 'pencil' },
};
const groupNames = [['受注', '#e8590c'], ['総合', '#1c7ed6'], ['サポート', '#2f9e44'], ['解約', '#ae3ec9'], ['法人', '#f08c00']];
const numbers = [{ id: 'n_1', number: '0312345678', name: '代表' }, { id: 'n_2', number: '0120123456', name: 'フリーダイヤル' }, { id: 'n_3', number: '05031234567', name: '法人窓口' }];

/** The site with its calls; `tell(set, del)` is called with every change. */
export class MockSite {
  constructor(tell = () => undefined) {
    this.tell = tell;
    const now = Date.now();
    this.state = { groups: {}, agents: {}, waiting: {}, calls: {}, parked: {}, notices: {}, statuses };
    this.history = [];
    groupNames.forEach(([name, color], i) => {
      const id = `g_${i + 1}`;
      const answered = 80 + random(120);
      const abandoned = random(14);
      const overflow = random(4);
      const timeout = random(5);
      this.state.groups[id] = { id, name, color, extension: String(3001 + i), answered, abandoned, overflow, timeout, callback: random(4), kept: i === 0 ? 1 : 0, arrivals: answered + abandoned + overflow + timeout, members: 0, online: 0, talking: 0, available: 0, paused: 0, waiting: 0 };
    });
    const agent = (id, name, extension, state, groups) => {
      this.state.agents[id] = { id, name, nickname: name, extension, state, since: now - random(900_000), groups: groups.map((g) => ({ id: g, statusId: null })) };
    };
    names.forEach((name, i) => agent(`a_${i + 1}`, name, String(2001 + i), i % 11 === 10 ? 'offline' : 'available', [`g_${1 + (i % 5)}`, ...(i % 3 === 0 ? [`g_${1 + ((i + 2) % 5)}`] : [])]));
    agent('a_admin', '管理者', '2000', 'available', ['g_1', 'g_2', 'g_3']);
    for (const [id, status] of [['a_3', 'st_away'], ['a_9', 'st_lunch'], ['a_14', 'st_meet'], ['a_20', 'st_acw']]) this.setStatus(id, 'all', status);
    this.state.agents.a_6.state = 'error';
    this.state.agents.a_6.cause = '登録が切れました';
    for (let i = 0; i < 420; i++) this.history.push(this.record(now - i * 97_000 - random(40_000)));
    this.recount();
  }

  choices(kind) {
    if (kind === 'numbers') return numbers;
    return Object.values(this.state[kind]).map(({ id, name, extension, color }) => ({ id, name, extension, color }));
  }

  setStatus(id, scope, status) {
    const agent = this.state.agents[id];
    if (!agent) return false;
    const value = status === 'available' ? null : status;
    const groups = agent.groups.map((g) => (scope === 'all' || g.id === scope ? { ...g, statusId: value } : g));
    const next = { ...agent, groups };
    if (scope === 'all') {
      next.statusId = value ?? undefined;
      if (agent.state === 'available' || agent.state === 'paused') Object.assign(next, { state: value ? 'paused' : 'available', since: Date.now() });
    }
    this.state.agents[id] = next;
    this.change({ agents: [id] });
    return true;
  }

  /** One second of life. */
  tick() {
    if (Math.random() < 0.42) this.arrive();
    for (const call of Object.values(this.state.calls)) this.step(call);
  }

  arrive() {
    const id = uid('call');
    const group = pick(Object.keys(this.state.groups));
    const from = Math.random() < 0.06 ? { withheld: true } : { number: pick(['090', '080', '070']) + String(10_000_000 + random(89_999_999)) };
    const now = Date.now();
    this.state.calls[id] = { id, direction: 'in', state: 'waiting', from, to: { number: pick(numbers).number }, group, since: now, recording: false, started: now, parties: [{ leg: `${id}_1`, role: 'caller', state: 'up' }] };
    this.state.waiting[id] = { call: id, group, from, since: now, position: 1 };
    this.state.groups[group] = { ...this.state.groups[group], arrivals: this.state.groups[group].arrivals + 1 };
    this.change({ calls: [id], waiting: [id] });
  }

  step(call) {
    const age = Date.now() - call.since;
    const group = this.state.groups[call.group];
    const agent = this.state.agents[call.agent];
    if (call.state === 'waiting') {
      const free = Object.values(this.state.agents).filter((a) => a.id !== 'a_admin' && a.state === 'available' && a.groups.some((g) => g.id === call.group && !g.statusId));
      if (free.length > 0 && age > 1500 && Math.random() < 0.4) {
        const chosen = free.sort((a, b) => a.since - b.since)[0];
        this.set('agents', chosen.id, { state: 'ringing', since: Date.now(), call: call.id });
        this.set('calls', call.id, { state: 'ringing', agent: chosen.id, since: Date.now() });
      } else if (age > 100_000 || Math.random() < 0.004) this.finish(call, 'abandoned');
    } else if (call.state === 'ringing' && age > 2500 && Math.random() < 0.4) {
      this.set('groups', group.id, { answered: group.answered + 1 });
      this.set('agents', agent.id, { state: 'talking', since: Date.now() });
      this.set('calls', call.id, { state: 'talking', since: Date.now(), answeredAt: Date.now(), recording: true }, { waiting: [call.id] });
    } else if (call.state === 'talking' && age > 6000) {
      if (Math.random() < 0.012) this.both(call, agent, 'holding');
      else if (Math.random() < 0.022) this.finish(call, 'answered');
    } else if (call.state === 'holding' && age > 4000 && Math.random() < 0.2) this.both(call, agent, 'talking');
  }

  both(call, agent, state) {
    this.set('agents', agent.id, { state, since: Date.now() });
    this.set('calls', call.id, { state, since: Date.now() });
  }

  finish(call, outcome) {
    const agent = this.state.agents[call.agent];
    const group = this.state.groups[call.group];
    if (agent) this.set('agents', agent.id, { state: 'available', since: Date.now(), call: undefined });
    if (outcome === 'abandoned') this.set('groups', group.id, { abandoned: group.abandoned + 1 });
    const row = this.record(call.started, call, outcome);
    setTimeout(() => {
      this.history.unshift(row);
      this.history.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    }, 300);
    delete this.state.calls[call.id];
    delete this.state.waiting[call.id];
    this.recount();
    this.tell({ groups: this.state.groups }, { calls: [call.id], waiting: [call.id] });
  }

  set(collection, id, patch, del) {
    this.state[collection][id] = { ...this.state[collection][id], ...patch };
    for (const gone of del?.waiting ?? []) delete this.state.waiting[gone];
    this.change({ [collection]: [id] }, del);
  }

  change(ids, del) {
    const before = JSON.stringify(this.state.groups);
    this.recount();
    const set = {};
    for (const [collection, list] of Object.entries(ids)) set[collection] = Object.fromEntries(list.map((id) => [id, this.state[collection][id]]));
    if (before !== JSON.stringify(this.state.groups)) set.groups = this.state.groups;
    this.tell(set, del);
  }

  recount() {
    for (const group of Object.values(this.state.groups)) {
      const members = Object.values(this.state.agents).filter((a) => a.groups.some((g) => g.id === group.id));
      const waiting = Object.values(this.state.waiting).filter((w) => w.group === group.id);
      const count = (...states) => members.filter((a) => states.includes(a.state)).length;
      Object.assign(group, { members: members.length, online: members.length - count('offline'), talking: count('talking', 'ringing', 'holding'), available: count('available'), paused: count('paused'), waiting: waiting.length, longestWaitSince: waiting.length ? Math.min(...waiting.map((w) => w.since)) : undefined });
      this.state.groups[group.id] = { ...group };
    }
  }

  record(at, call, outcome) {
    const group = this.state.groups[call?.group ?? pick(Object.keys(this.state.groups))];
    const answered = outcome ? outcome === 'answered' : Math.random() < 0.88;
    const direction = call ? 'in' : pick(['in', 'in', 'in', 'out', 'internal']);
    const agent = answered || direction !== 'in' ? (this.state.agents[call?.agent] ?? pick(Object.values(this.state.agents))) : undefined;
    const wait = 3 + random(50);
    const talk = answered ? (call?.answeredAt ? Math.max(1, Math.round((Date.now() - call.answeredAt) / 1000)) : 8 + random(600)) : 0;
    const number = pick(numbers).number;
    const outside = call?.from ?? (Math.random() < 0.05 ? { withheld: true } : { number: pick(['090', '080', '03']) + String(10_000_000 + random(89_999_999)), name: Math.random() < 0.2 ? '株式会社サンプル' : undefined });
    const inside = { number: agent?.extension, name: agent?.name };
    return {
      id: call?.id ?? uid('call'), startedAt: new Date(at).toISOString(), answeredAt: answered ? new Date(at + wait * 1000).toISOString() : undefined,
      endedAt: new Date(at + (wait + talk) * 1000).toISOString(), direction, result: answered ? 'answered' : 'missed',
      from: direction === 'in' ? outside : inside, to: direction === 'in' ? { number } : direction === 'out' ? outside : { number: '2007', name: '山本' },
      phoneNumber: direction === 'internal' ? undefined : number, group: direction === 'in' ? { id: group.id, name: group.name } : undefined,
      agent: agent ? { id: agent.id, name: agent.name } : undefined, waitSeconds: wait, talkSeconds: talk, cause: answered ? 'normal' : 'caller-gone', hasRecording: answered && direction !== 'internal',
    };
  }

  page(q) {
    const after = Number(q.get('cursor') ?? 0);
    const limit = Number(q.get('limit') ?? 50);
    const want = (key, test) => !q.get(key) || test(q.get(key));
    const found = this.history.filter((c) => want('direction', (v) => c.direction === v) && want('result', (v) => c.result === v) && want('group', (v) => c.group?.id === v) && want('agent', (v) => c.agent?.id === v) && want('phoneNumber', (v) => c.phoneNumber === numbers.find((n) => n.id === v)?.number) && want('minSeconds', (v) => c.talkSeconds >= Number(v)) && want('maxSeconds', (v) => c.talkSeconds < Number(v)) && want('from', (v) => c.startedAt >= v) && want('to', (v) => c.startedAt < v) && want('number', (v) => `${c.from.number} ${c.to.number}`.includes(v)));
    if (q.get('sort') === 'startedAt') found.reverse();
    return { items: found.slice(after, after + limit), nextCursor: found.length > after + limit ? String(after + limit) : undefined };
  }

  timeline(id) {
    const call = this.history.find((c) => c.id === id);
    if (!call) return undefined;
    const start = Date.parse(call.startedAt);
    const at = (s) => new Date(start + s * 1000).toISOString();
    const w = call.waitSeconds;
    const end = w + call.talkSeconds;
    const other = Object.values(this.state.agents).find((a) => a.id !== call.agent?.id);
    const parties = [{ leg: 'l1', label: call.from.number ?? '', kind: 'trunk' }];
    const events = [['started', 0, { leg: 'l1' }], ['played', 0.4, { leg: 'l1', data: { what: 'greeting' } }]];
    if (call.group) events.push(['queued', 2, { leg: 'l1', group: call.group.id }], ['played', 2.1, { leg: 'l1', data: { what: 'music' } }]);
    if (call.agent) {
      parties.push({ leg: 'l2', label: other.name, kind: 'agent', agentId: other.id }, { leg: 'l3', label: call.agent.name, kind: 'agent', agentId: call.agent.id });
      events.push(['offered', 2.2, { data: { agents: [other.id] } }], ['ringing', 2.4, { leg: 'l2' }], ['offerEnded', w * 0.6, { leg: 'l2', agent: other.id, data: { cause: 'no-answer' } }], ['offered', w * 0.6 + 0.1, { data: { agents: [call.agent.id] } }], ['ringing', w * 0.6 + 0.3, { leg: 'l3' }]);
    }
    if (call.result === 'answered') {
      events.push(['answered', w - 0.1, { leg: 'l3' }], ['dequeued', w, { leg: 'l1', group: call.group?.id, data: { outcome: 'answered' } }], ['connected', w, { leg: 'l3', peer: 'l1', data: { waited: w * 1e9 } }], ['recordingStarted', w + 0.1, {}]);
      if (call.talkSeconds > 20) events.push(['held', w + call.talkSeconds * 0.4, { leg: 'l3' }], ['resumed', w + call.talkSeconds * 0.55, { leg: 'l3' }]);
      events.push(['legEnded', end, { leg: 'l1', data: { cause: { kind: 'normal' } } }], ['recordingEnded', end + 0.05, {}], ['legEnded', end + 0.1, { leg: 'l3' }]);
    } else events.push(['dequeued', end, { leg: 'l1', group: call.group?.id, data: { outcome: 'abandoned' } }], ['legEnded', end, { leg: 'l1', data: { cause: 'caller-gone' } }]);
    events.push(['ended', end + 0.2, { data: {} }]);
    parties.push({ leg: 'system', label: '', kind: 'system' });
    return { call, parties, events: events.map(([kind, s, rest], seq) => ({ seq, at: at(s), kind, leg: 'system', ...rest })) };
  }
}

/** Stereo 8 kHz PCM16 WAV: two voices of different pitch that take turns. */
export function speech(seconds) {
  const rate = 8000;
  const frames = Math.max(1, Math.round(seconds)) * rate;
  const wav = Buffer.alloc(44 + frames * 4);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + frames * 4, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(frames * 4, 40);
  for (let i = 0; i < frames; i++) {
    const s = i / rate;
    const turn = Math.sin(s / 1.7) + 0.4 * Math.sin(s / 0.61);
    const syllable = Math.max(0, Math.sin(s * 9 + Math.sin(s * 2.3) * 2)) ** 2;
    const voice = (hz) => (Math.sin(2 * Math.PI * hz * s) + 0.5 * Math.sin(4 * Math.PI * hz * s) + 0.25 * Math.sin(6 * Math.PI * hz * s)) / 1.75;
    wav.writeInt16LE(Math.round(9000 * syllable * Math.max(0, turn) * voice(210)), 44 + i * 4);
    wav.writeInt16LE(Math.round(9000 * syllable * Math.max(0, -turn) * voice(130)), 46 + i * 4);
  }
  return wav;
}
