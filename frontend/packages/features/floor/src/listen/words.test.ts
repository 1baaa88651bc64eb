import { startI18n } from '@yobirin/kit/start';
import type { Text } from '@yobirin/kit';
import type { AgentRow, BrowserCall, CallParty, CallView, LiveCallRow, NoticeRow } from '@yobirin/live';
import i18next from 'i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { noteOf, partiesText } from '../call-list';
import { hasPhone } from './agent-actions';
import { talkersOf } from './call-menu';
import type { Line } from './listening';
import { noticeText } from './notices';
import { stateText } from './phone-bar';

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('navigator', { languages: ['ja'] });
  await startI18n();
});

const t: Text = (key, values) => i18next.t(key, values ?? {});
const party = (agent: string | undefined, state: CallParty['state'], rest: Partial<CallParty> = {}): CallParty => ({ leg: `l${agent}`, role: 'agent', agent, state, ...rest });
const call = (rest: Partial<LiveCallRow>): LiveCallRow => ({ id: 'c', direction: 'in', state: 'talking', from: { number: '09012345678' }, to: {}, since: 0, parties: [], ...rest });
const agents = new Map(['sato', 'suzuki', 'boss'].map((id) => [id, { id, name: id } as AgentRow]));
const names = (id: string | undefined) => agents.get(id ?? '');

describe('who can be listened to', () => {
  it('is who talks, the one who has the call first, never oneself', () => {
    const parties = [party(undefined, 'up', { role: 'caller' }), party('boss', 'up'), party('suzuki', 'up'), party('sato', 'up'), party('ito', 'ringing')];
    expect(talkersOf(call({ parties, agent: 'sato' }), 'boss')).toEqual(['sato', 'suzuki']);
    expect(talkersOf(call({ parties }), 'nobody')).toEqual(['boss', 'suzuki', 'sato']);
    expect(talkersOf(call({ parties, state: 'parked' }), 'boss')).toEqual([]);
    expect(talkersOf(call({ parties, watching: { leg: 'l', agent: 'sato', mode: 'monitor' } }), 'x')).toEqual([]);
  });
  it('knows whether a desk phone can ring', () => {
    expect(['available', 'paused', 'talking', 'offline', 'error'].map((state) => hasPhone({ state } as AgentRow))).toEqual([true, true, true, false, false]);
    expect(hasPhone(undefined)).toBe(false);
  });
});

describe('a row says', () => {
  it('who is in the call and what each does', () => {
    const row = call({ parties: [party(undefined, 'up', { role: 'caller', held: true }), party('sato', 'up', { muted: true }), party(undefined, 'ringing', { role: 'callee', number: '0311112222' }), party('suzuki', 'dialing')] });
    expect(partiesText(row, names, t).split('\n')).toEqual(['090-1234-5678（保留中）', 'sato（通話中、消音）', '03-1111-2222（呼出中）', 'suzuki（発信中）']);
    expect(partiesText(call({ from: { number: '0900', withheld: true }, parties: [party(undefined, 'up', { role: 'caller' })] }), names, t)).toBe('非通知（通話中）');
  });
  it('what is special about it', () => {
    expect(noteOf(call({ transfer: { how: 'attended', to: '2003', stage: 'consulting' }, slot: 9001 }), t)).toBe('2003 と相談中');
    expect(noteOf(call({ transfer: { how: 'blind', to: '0311112222', stage: 'begun' } }), t)).toBe('03-1111-2222 へ転送中');
    expect([noteOf(call({ room: 3 }), t), noteOf(call({ slot: 9001 }), t), noteOf(call({}), t)]).toEqual(['会議室 3', '9001', undefined]);
  });
});

describe('the bar says', () => {
  const line = (mode: Line['mode'], agent: string | undefined = 'sato'): Line => ({ call: {} as BrowserCall, name: '佐藤', agent, mode });
  const up: CallView = { phase: 'up', microphone: 'off', muted: false };
  it('who hears, and that the agent is in no call', () => {
    expect(stateText(line('monitor'), up, call({}), t)).toBe('聞くだけです');
    expect(stateText(line('whisper'), up, call({}), t)).toBe('あなたの声はエージェントだけに聞こえます');
    expect(stateText(line('barge'), up, call({}), t)).toBe('あなたの声は全員に聞こえます');
    expect(stateText(line('monitor'), up, undefined, t)).toBe('通話していません。次の通話から聞こえます。');
    expect(stateText(line('monitor'), up, null, t)).toBe('接続中…');
    expect(stateText(line('monitor'), { ...up, microphone: 'asking' }, call({}), t)).toBe('マイクの使用を許可してください');
    expect(stateText({ ...line('monitor'), agent: undefined }, up, null, t)).toBe('通話中');
  });
  it('why it is over', () => {
    const over = (reason: CallView['reason']) => stateText(line('monitor'), { ...up, phase: 'ended', reason }, null, t);
    expect(over({ kind: 'ended', cause: 'normal' })).toBe('終了しました');
    expect(over({ kind: 'ended', cause: 'forbidden' })).toMatch(/^つながりませんでした：(?!forbidden)/);
    expect(over({ kind: 'refused', code: 'too-many', text: 'too many' })).toBe('つながりませんでした：too many');
    expect(over({ kind: 'microphone', microphone: 'missing' })).toContain('マイクが見つからない');
    expect(over({ kind: 'lost' })).toContain('切れたため');
    expect(over({ kind: 'unsupported' })).toContain('できません');
  });
});

describe('an alarm says', () => {
  it('who did what', () => {
    const notice = (rest: Partial<NoticeRow>): NoticeRow => ({ id: 'n', kind: 'limit', at: 0, count: 1, ...rest });
    expect(noticeText(notice({ kind: 'emergency', number: '119' }), '佐藤', t)).toBe('緊急通報：佐藤 が 119 に発信しました');
    expect(noticeText(notice({ limit: 'agent-day', max: 50 }), undefined, t)).toBe('内線 の1日の外線発信が上限（50）に達しました');
    expect(noticeText(notice({ limit: 'of-tomorrow', max: 5 }), '佐藤', t)).toBe('発信が上限（5）に達しました（佐藤）');
  });
});
