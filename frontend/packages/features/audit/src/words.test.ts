// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { startI18n } from '@yobirin/kit/start';
import { ja } from '@yobirin/kit/texts';
import type { Key, Text } from '@yobirin/kit';
import type { AuditRow } from '@yobirin/wire';
import { actionText } from './actions';
import { actorText, agentsOf, detailText, objectText } from './words';

const t: Text = (key: Key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)), ja[key] as string);
const id = '01900000-0000-7000-8000-000000000001';
const names = new Map([[id, { name: '佐藤 美咲' }]]);
const row = (of: Partial<AuditRow>): AuditRow => ({ number: 1, at: '2026-11-23T00:00:00Z', via: 'console', action: 'login.in', ...of });

beforeAll(() => startI18n());

describe('an entry of the audit in words', () => {
  it('says what was done', () => {
    expect(actionText('recording.played', t)).toBe('録音を再生');
    expect(actionText('group.updated', t)).toBe('グループを変更');
    expect(actionText('of.tomorrow', t)).toBe('of.tomorrow');
  });
  it('says who', () => {
    expect(actorText(row({ actor: id, actorName: '佐藤 美咲' }), t)).toBe('佐藤 美咲');
    expect(actorText(row({ actor: id }), t)).toBe('削除されたエージェント');
    expect(actorText(row({ via: 'system' }), t)).toBe('システム');
    expect(actorText(row({ action: 'login.wrong' }), t)).toBe('（ログインなし）');
  });
  it('says to what, by name where there is one', () => {
    expect(objectText(row({ kind: 'group', object: id, detail: { title: '受注', fields: 'name' } }), names, t)).toBe('受注');
    expect(objectText(row({ kind: 'agent', object: id }), names, t)).toBe('佐藤 美咲');
    expect(objectText(row({ detail: { login: 'nobody' } }), names, t)).toBe('nobody');
    expect(objectText(row({ kind: 'recording', object: id }), names, t)).toBe('');
    expect(objectText(row({ kind: 'code', object: id, detail: { title: 'echo' } }), names, t)).toBe('エコーテスト');
    expect(objectText(row({ kind: 'codes', object: id, detail: { title: 'codes', fields: 'park' } }), names, t)).toBe('');
    expect(objectText(row({ kind: 'archive', object: '2026-11-22' }), names, t)).toBe('2026-11-22');
    expect(agentsOf(row({ kind: 'agent', object: id, detail: { of: id, agent: 'x' } }))).toEqual([id, id]);
  });
  it('names fields as their form does, and shows no identifiers', () => {
    expect(detailText(row({ kind: 'agent', object: id, detail: { title: '佐藤', fields: 'nickname, extension, zzz' } }), names, t)).toBe('変更項目：ニックネーム、内線、zzz');
    expect(detailText(row({ kind: 'agent', object: id, detail: { call: id, mode: 'whisper' } }), names, t)).toBe('方法：ウィスパリング');
    expect(detailText(row({ kind: 'call', object: id, detail: { of: id } }), names, t)).toBe('相手：佐藤 美咲');
  });
});
