import { readdirSync, readFileSync } from 'node:fs';
import { switchLanguage, startI18n } from '@yobirin/kit/start';
import { hasText, type Text } from '@yobirin/kit';
import type { CallEvent, CallRow } from '@yobirin/wire';
import i18next from 'i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { eventText } from './event-text';
import { joinedOf, startOf } from './joined';

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('navigator', { languages: ['ja'] });
  await startI18n();
});

const call = { direction: 'in', from: { number: '09012345678', name: '' }, to: { number: '0312345678', name: '代表' }, cause: 'normal' } as unknown as CallRow;
const sato = { id: 'a1', name: '佐藤 花子' };
const t: Text = (key, values) => i18next.t(key, values ?? {});
const say = (kind: string, data: Record<string, unknown> = {}, rest: Partial<CallEvent> = {}) =>
  eventText({ seq: 1, at: '2026-11-22T09:00:00Z', kind, leg: 'system', data, ...rest } as CallEvent, call, { agent: () => undefined }, t);

describe('eventText', () => {
  it('has words for every kind of event that the server knows', () => {
    const folder = new URL('../../../../../server/internal/journal/', import.meta.url);
    const source = readdirSync(folder).filter((f) => f.endsWith('.go')).map((f) => readFileSync(new URL(f, folder), 'utf8')).join('\n');
    const kinds = [...source.matchAll(/\) Kind\(\) string \{ return "(\w+)" \}/g)].map((m) => m[1]!);
    expect(kinds.length).toBeGreaterThan(40);
    const ofFloor = ['floorStarted', 'agentChanged', 'statusChosen', 'groupArrived', 'groupLeft']; // in no call's timeline
    for (const kind of kinds.filter((k) => !ofFloor.includes(k))) expect(say(kind, {}, { agent: sato }), kind).not.toMatch(new RegExp(`^${kind}$|\\{\\{|undefined|event\\.`));
  });

  it.each([
    ['transferred', { how: 'blind', to: '2003', stage: 'begun' }, '佐藤 花子 が 2003 へ直転送', '佐藤 花子 transfers to 2003'],
    ['transferred', { how: 'attended', to: '09011112222', stage: 'consulting' }, '佐藤 花子 が 090-1111-2222 に相談（保留転送）', '佐藤 花子 consults 090-1111-2222 (attended transfer)'],
    ['transferred', { how: 'attended', to: '2003', stage: 'begun' }, '佐藤 花子 が 2003 を相談に呼出し（保留転送）', '佐藤 花子 rings 2003 to consult (attended transfer)'],
    ['transferred', { how: 'attended', to: '2003', stage: 'swapped' }, '佐藤 花子 が元の相手との通話に切替', '佐藤 花子 swapped back to the first party'],
    ['transferred', { how: 'add', to: '2003', stage: 'begun' }, '佐藤 花子 が 2003 を通話に招待', '佐藤 花子 calls 2003 to join'],
    ['transferred', { how: 'add', to: '2003', stage: 'joined' }, '2003 が通話に参加', '2003 joined the call'],
    ['transferred', { how: 'add', to: '2003', stage: 'cancelled' }, '佐藤 花子 が招待を取りやめ', '佐藤 花子 gave up calling the third party'],
    ['transferred', { how: 'add', to: '2003', stage: 'returned', failed: 'busy' }, '2003 は参加しませんでした：話中', '2003 did not join: busy'],
    ['transferred', { stage: 'done' }, '佐藤 花子 の転送が完了', '佐藤 花子 completed the transfer'],
    ['transferred', { stage: 'returned', failed: 'busy' }, '転送先につながらず 佐藤 花子 に戻りました：話中', 'The transfer came back to 佐藤 花子: busy'],
    ['transferred', { stage: 'joined' }, '佐藤 花子 が三者通話にしました', '佐藤 花子 joined all three'],
    ['parked', { slot: 9001 }, '佐藤 花子 が 9001 にパーク保留', '佐藤 花子 parked the call in slot 9001'],
    ['unparked', { slot: 9001, why: 'picked-up' }, '佐藤 花子 がパーク 9001 を応答', '佐藤 花子 picked up slot 9001'],
    ['unparked', { slot: 9001, why: 'rang-back' }, 'パーク 9001 が時間切れで呼び戻し', 'Slot 9001 rang back: nobody picked it up'],
    ['muted', { muted: true }, '消音', 'Muted'],
    ['muted', { muted: false }, '消音を解除', 'Unmuted'],
    ['legLeft', { why: 'supervise' }, 'モニタリングへ', 'Went to listen'],
    ['legJoined', { why: 'pick-up' }, '佐藤 花子 が代理応答', '佐藤 花子 answered for the group'],
    ['supervisorJoined', { mode: 'whisper' }, '佐藤 花子 がモニタリング開始（ウィスパリング）', '佐藤 花子 began to listen (Whisper)'],
    ['supervisorMode', { mode: 'barge' }, '聞き方を変更：割り込み', 'Now: Barge in'],
    ['roomEntered', { room: 2 }, '会議室 2 に入室', 'Entered room 2'],
    ['recordingPaused', { paused: true }, '佐藤 花子 が録音を一時停止', '佐藤 花子 paused the recording'],
    ['recordingPaused', { paused: false }, '佐藤 花子 が録音を再開', '佐藤 花子 resumed the recording'],
    ['recordingStarted', { of: 'voicemail' }, 'メッセージの録音を開始', 'Message recording started'],
    ['voicemailLeft', { length: 65e9 }, 'メッセージを残しました（1:05）', 'Left a message (1:05)'],
    ['voicemailLeft', { length: 1e9, discard: true }, 'メッセージは短すぎるため保存しませんでした', 'The message was too short and was not kept'],
    ['callback', { stage: 'still-there' }, '切断前に順番が来たのでそのまま接続', 'Its turn while still on the line: connected'],
    ['callback', { stage: 'unanswered', failed: 'no-answer' }, 'つながらなかったため（応答なし）、後でもう一度発信します', 'Not reached (no answer): will be called again'],
    ['callback', { stage: 'reached' }, '折返しの相手とつながりました', 'Called back and connected'],
    ['callback', { stage: 'expired' }, '期限までに順番が来なかったため、折返しを終了しました', 'Not called back: its turn did not come in time'],
    ['timeLimit', { limit: 'outside-time', stage: 'announced' }, 'あと1分で通話が終了することを案内', 'Told that the call will end in one minute'],
    ['timeLimit', { limit: 'outside-time', stage: 'ended' }, '外線同士の通話の上限時間に達したため終了', 'Ended: outside parties had been connected without an agent for as long as allowed'],
    ['timeLimit', { limit: 'call-time', stage: 'ended' }, '外線通話の上限時間に達したため終了', 'Ended: the outside party had been connected for as long as allowed'],
    ['callback', { stage: 'failed', failed: 'no-answer' }, '折返しできませんでした：応答なし', 'Could not be called back: no answer'],
    ['emergency', { number: '119' }, '緊急通報 119', 'Emergency call 119'],
    ['seatChanged', { refused: 'wrong-pin' }, '電話機へのログインを拒否：PIN が違います', 'Login to the phone refused: wrong PIN'],
    ['commanded', { what: 'hang-up' }, '佐藤 花子 が画面から操作：切断', '佐藤 花子, from the screen: hang up'],
    ['routed', { to: 'feature', number: 'monitor 2001', why: 'dialed' }, '機能番号：モニタリング 佐藤 花子', 'Feature code: monitoring 佐藤 花子'],
    ['routed', { to: 'group', why: 'overflow' }, '佐藤 花子 へ（あふれ）', 'Routed to 佐藤 花子 (overflow)'],
  ])('%s %j', async (kind, data, ja, en) => {
    await switchLanguage('ja');
    const inJapanese = say(kind, data, { agent: sato });
    await switchLanguage('en');
    expect([inJapanese, say(kind, data, { agent: sato })]).toEqual([ja, en]);
  });

  it('shows a code that is newer than this page as it is', () => {
    expect(say('commanded', { what: 'levitate' }, { agent: sato })).toContain('levitate');
    expect(say('quantum')).toBe('quantum');
    expect(hasText('event.quantum')).toBe(false);
  });
});

describe('joinedOf', () => {
  const record = (events: Partial<CallEvent>[]) => ({ call, parties: [], events }) as never;
  it('takes the record at the end, and before it what legs did', () => {
    expect(joinedOf(record([{ kind: 'ended', data: { record: { joinedTo: 'b', joinedBy: ['c'] } } }]))).toEqual({ to: 'b', by: ['c'] });
    const joined = (from: string, why: string) => ({ kind: 'legJoined', data: { from, why } });
    expect(joinedOf(record([joined('b', 'slot'), joined('b', 'slot'), joined('s', 'supervise')]))).toEqual({ by: ['b'] });
    expect(joinedOf(record([]))).toEqual({ by: [] });
  });
  it('reads the time out of an identifier', () => {
    expect(startOf('00dc6acf-ac00-74f2-af33-8e5df74d0000')).toBe(Date.parse('2000-01-01T00:00:00Z'));
    expect(startOf('nonsense')).toBeUndefined();
  });
});
