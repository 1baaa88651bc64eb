import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en, ja } from '@yobirin/kit/texts';
import { ACTIONS, KINDS, OTHER_KINDS, VERBS } from './actions';

const rooms = fileURLToPath(new URL('../../../../../server/internal/', import.meta.url));
/** The rooms that write the audit. */
const ROOMS = ['access', 'archive', 'chat', 'desk', 'directory', 'history', 'mail', 'resource'];
const lines = ROOMS.flatMap((room) =>
  readdirSync(path.join(rooms, room))
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .flatMap((name) => readFileSync(path.join(rooms, room, name), 'utf8').split('\n').map((text) => ({ at: `${room}/${name}`, text }))),
);
/** Places where an action is written down. */
const PLACES = /\.By\(|Entry\{|\.Action\b.* = |\baction :?= |denied\(|noteDevice\(|\.audit\(ctx|^\s*return "(pin|seat)\.|h\.hold\(/;
const ACTION = /"([a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*)"/g;

/** Every action of the server's source: those written out, and those made of a family and a word. */
function written(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (action: string, at: string) => found.set(action, at);
  for (const { at, text } of lines) {
    if (PLACES.test(text)) for (const [, action] of text.matchAll(ACTION)) add(action!, at);
    for (const [, outcome] of text.matchAll(/refuse\(ctx, "([a-z-]+)"|d\.note\(ctx, [^"]*"([a-z-]+)"/g)) if (outcome) add(`login.${outcome}`, at);
    for (const [, outcome] of text.matchAll(/\.note\(ctx, [^"]*"([a-z-]+)"/g)) if (at.startsWith('access/')) add(`login.${outcome}`, at);
    for (const [, outcome] of text.matchAll(/pinEntry\("([a-z-]+)"/g)) add(`pin.${outcome}`, at);
    const commands = /path:"command" enum:"([a-z,-]+)"/.exec(text);
    if (commands) for (const command of commands[1]!.split(',')) add(`call.${command}`, at);
    // resource.Noun and resource.Entry: what is noted of every record.
    const kind = /Noun\[|Name: "[a-z-]+", Kind: "([^"]+)"|Noun: "[a-z-]+", Kind: "([^"]+)"/.exec(text);
    const name = kind?.[1] ?? kind?.[2];
    if (name) for (const verb of VERBS) add(`${name}.${verb}`, at);
  }
  return found;
}

const known = new Set([...Object.entries(ACTIONS).flatMap(([family, verbs]) => verbs.map((verb) => `${family}.${verb}`)), ...KINDS.flatMap((kind) => VERBS.map((verb) => `${kind}.${verb}`))]);

describe('what the server notes', () => {
  const found = written();
  it('is found in its source', () => {
    // Should the patterns above find less one day, they are what is wrong.
    expect(found.size).toBeGreaterThan(120);
    for (const sure of ['login.in', 'login.unknown', 'pin.wrong', 'seat.out', 'call.park', 'hold.lifted', 'agent.updated', 'codes.updated', 'monitor.mode', 'trunk.test']) expect([...found.keys()], sure).toContain(sure);
  });
  it('is in words in both languages', () => {
    for (const [action, at] of found) expect(known, `${action} of ${at}`).toContain(action);
    for (const texts of [ja, en] as Record<string, string>[]) {
      for (const [family, verbs] of Object.entries(ACTIONS)) {
        expect(texts[`audit.family.${family}`], family).toBeTruthy();
        for (const verb of verbs) expect(texts[`audit.did.${family}.${verb}`], `${family}.${verb}`).toBeTruthy();
      }
      for (const kind of [...KINDS, ...OTHER_KINDS]) expect(texts[`audit.kind.${kind}`], kind).toBeTruthy();
      for (const verb of VERBS) expect(texts[`audit.verb.${verb}`]).toContain('{{kind}}');
    }
  });
  it('makes no action out of pieces that this test does not know', () => {
    const pieces = lines.filter(({ text }) => /"[a-z-]*\."\s*\+|\+\s*"\.[a-z]*"/.test(text) && PLACES.test(text)).map(({ at, text }) => `${at}: ${/"[a-z-]*\.[a-z]*"/.exec(text)![0]}`);
    expect(pieces.sort()).toEqual(['access/access.go: "login."', 'access/pin.go: "pin."', 'desk/command.go: "call."', 'resource/export.go: ".exported"', 'resource/note.go: "."', 'resource/undo.go: ".undone"']);
  });
});
