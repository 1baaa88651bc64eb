import type { Call, Person } from '../types';

type Row = Record<string, unknown>;
type Rows = Record<string, Row>;

const NAMES = ['佐藤 花子', '鈴木 一郎', '高橋 健', '田中 美咲', '伊藤 翔', '渡辺 直子', '山本 大輔', '中村 優', '小林 彩', '加藤 亮', '吉田 舞', '山田 太郎'];
const GROUPS: [string, string][] = [['受注', '#e8590c'], ['総合', '#1c7ed6'], ['サポート', '#2f9e44']];
const STATES = ['available', 'talking', 'available', 'paused', 'available', 'ringing', 'offline', 'holding', 'available', 'talking', 'error', 'available'];
/** The agent who is logged in. */
export const SELF = 'a_1';

/** The floor around the seat, as the live socket tells it: rows of agents, groups and parked callers. */
export class MockSite {
  readonly state: Record<string, Rows> = { groups: {}, agents: {}, waiting: {}, calls: {}, parked: {}, notices: {}, statuses: {} };
  private seq = 1;
  private open = false;
  offline = false;

  constructor(private readonly send: (event: string, data?: unknown) => void) {
    const now = Date.now();
    this.state['statuses'] = {
      st_away: { id: 'st_away', name: '離席中', color: '#f59f00', icon: 'coffee' },
      st_lunch: { id: 'st_lunch', name: '昼休み', color: '#12b886', icon: 'lunch' },
      st_acw: { id: 'st_acw', name: '後処理', color: '#868e96', icon: 'pencil' },
    };
    GROUPS.forEach(([name, color], i) => {
      const counts = { answered: 80 + i * 31, abandoned: 4, overflow: 1, timeout: 2, callback: 0, kept: 0, arrivals: 87 + i * 31, members: 6, online: 5, talking: 2, available: 2, paused: 1, waiting: i };
      this.state['groups']![`g_${i + 1}`] = { id: `g_${i + 1}`, name, color, extension: String(3001 + i), ...counts };
    });
    NAMES.forEach((name, i) => {
      const id = `a_${i + 1}`;
      const paused = STATES[i] === 'paused';
      const groups = [`g_${1 + (i % 3)}`, ...(i % 4 === 0 ? [`g_${1 + ((i + 1) % 3)}`] : [])].map((g) => ({ id: g, statusId: paused ? 'st_away' : null, paused }));
      this.state['agents']![id] = { id, name, nickname: name.split(' ')[0], extension: String(2001 + i), state: STATES[i], statusId: paused ? 'st_away' : undefined, since: now - i * 71_000, groups };
    });
    this.state['parked']!['c_p1'] = { slot: 9001, call: 'c_p1', from: { number: '0312340001', name: '' }, by: 'a_3', since: now - 42_000 };
    setInterval(() => this.open && this.send('live.message', '{"type":"ping"}'), 20_000);
  }

  readonly live = {
    open: () => {
      if (this.offline) return void setTimeout(() => this.send('live.close', 1006), 20);
      this.open = true;
      setTimeout(() => this.open && (this.send('live.open'), this.snapshot()), 10);
    },
    send: () => this.snapshot(),
    close: () => void (this.open = false),
  };

  /** The server goes away or comes back. */
  connect(on: boolean): void {
    this.offline = !on;
    if (on || !this.open) return;
    this.open = false;
    this.send('live.close', 1006);
  }

  set(collection: string, id: string, row: Row | undefined): void {
    if (row) this.state[collection]![id] = row;
    else delete this.state[collection]![id];
    if (!this.open) return;
    const delta = row ? { set: { [collection]: { [id]: row } } } : { del: { [collection]: [id] } };
    this.send('live.message', JSON.stringify({ type: 'delta', seq: ++this.seq, ...delta }));
  }

  setStatus(id: string, scope: string, status: string): boolean {
    const agent = this.state['agents']![id];
    if (!agent) return false;
    const rests = status !== 'available';
    const groups = (agent['groups'] as Row[]).map((g) => (scope === 'all' || g['id'] === scope ? { ...g, paused: rests, statusId: rests ? status : null } : g));
    const whole = scope === 'all' ? { state: rests ? 'paused' : 'available', statusId: rests ? status : undefined, since: Date.now() } : {};
    this.set('agents', id, { ...agent, groups, ...whole });
    return true;
  }

  readonly named = (extension: string): Person | undefined => {
    const found = [...Object.values(this.state['agents']!), ...Object.values(this.state['groups']!)].find((row) => row['extension'] === extension);
    return found && { number: extension, name: String(found['name']), withheld: false, agent: String(found['id']).startsWith('a_') ? String(found['id']) : '' };
  };

  readonly park = (call: Call): void => {
    const taken = new Set(Object.values(this.state['parked']!).map((p) => p['slot']));
    let slot = 9001;
    while (taken.has(slot)) slot++;
    this.set('parked', call.call, { slot, call: call.call, from: call.party, by: SELF, since: Date.now() });
  };

  readonly pickUp = (slot: number): Person | undefined => {
    const row = Object.values(this.state['parked']!).find((p) => p['slot'] === slot);
    if (!row) return undefined;
    this.set('parked', String(row['call']), undefined);
    return { withheld: false, agent: '', name: '', number: '', ...(row['from'] as Partial<Person>) };
  };

  private snapshot(): void {
    this.send('live.message', JSON.stringify({ type: 'snapshot', seq: this.seq, serverTime: Date.now(), state: this.state }));
  }
}
