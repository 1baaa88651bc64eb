// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import type { Key, Text } from '@yobirin/kit';
import { startI18n } from '@yobirin/kit/start';
import { en, ja } from '@yobirin/kit/texts';
import type { components } from '@yobirin/wire';
import { stateText, wayOf } from './steps';

type Step = components['schemas']['SetupStep'];
const t: Text = (key: Key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)), ja[key] as string);
const said = (step: Step) => stateText(step, t, () => '10:05');
beforeAll(() => startI18n());

/** What the server says of each step (server: directory/setup.go). */
const WRONGS: Record<Step['what'], NonNullable<Step['wrong']>[]> = {
  password: ['unchanged'],
  trunk: ['none', 'disabled', 'unknown', 'unreachable', 'failed'],
  number: ['none', 'unrouted', 'trunkless'],
  agents: ['none', 'no-extension'],
  group: ['none', 'empty', 'silent'],
  phone: ['none', 'offline', 'unreachable'],
  call: ['none', 'unanswered'],
};

describe('the first steps', () => {
  it('say what is wrong in both languages, and name a way on', () => {
    for (const [what, wrongs] of Object.entries(WRONGS) as [Step['what'], NonNullable<Step['wrong']>[]][]) {
      for (const texts of [ja, en] as Record<string, string>[]) {
        for (const wrong of wrongs) expect(texts[`welcome.wrong.${what}.${wrong}`], `${what} ${wrong}`).toBeTruthy();
        expect(texts[`welcome.${what}.ok`]).toBeTruthy();
        expect(texts[`welcome.${what}.why`]).toBeTruthy();
      }
      for (const wrong of wrongs) {
        const way = wayOf({ what, ok: false, wrong });
        if (what !== 'call') expect((en as Record<string, string>)[way!.label], `${what} ${wrong}`).toBeTruthy();
      }
    }
  });
  it('lead to a new record, or to the one that is wrong', () => {
    expect(wayOf({ what: 'trunk', ok: false, wrong: 'none' })).toMatchObject({ to: '/admin/trunks/new', needs: 'trunks.edit' });
    expect(wayOf({ what: 'trunk', ok: false, wrong: 'failed', id: 'x' })).toMatchObject({ to: '/admin/trunks/x', label: 'welcome.trunk.fix' });
    expect(wayOf({ what: 'password', ok: true })).toBeUndefined();
    expect(wayOf({ what: 'call', ok: true, id: 'c' })).toMatchObject({ to: '/history/c' });
  });
  it('say how things stand', () => {
    expect(said({ what: 'trunk', ok: true, title: '光', detail: 'registered' })).toBe('「光」は登録済みです。');
    expect(said({ what: 'number', ok: false, wrong: 'unrouted', title: '0312345678' })).toBe('03-1234-5678 の着信先が設定されていません。この番号への着信は拒否されます。');
    expect(said({ what: 'phone', ok: true })).toBe('完了');
    expect(said({ what: 'call', ok: false })).toBe('未完了');
    expect(said({ what: 'password', ok: true })).toBe('変更済みです。');
    expect(said({ what: 'call', ok: true, wrong: 'unanswered', since: '2026-11-23T01:05:00Z' })).toBe('10:05 に 非通知の番号 から着信しました。 着信しましたが、応答されませんでした。経路を確認してください。');
  });
});
