import { readFileSync } from 'node:fs';
import { permissionsOf, withPermissions, type PermissionPart } from '@yobirin/kit/record';
import { describe, expect, it } from 'vitest';
import { homeFor, opens, TABS, tabsFor, type For } from './nav';

/** The server's own catalogue: its constants, and the parts that name them. */
function catalogue(): PermissionPart[] {
  const source = readFileSync(new URL('../../../../../server/internal/access/role.go', import.meta.url), 'utf8');
  const names = new Map([...source.matchAll(/(\w+)\s+Permission = "([a-z.-]+)"/g)].map(([, name, value]) => [name!, value!]));
  const named = (name: string | undefined) => (name === undefined ? undefined : names.get(name));
  const parts = [...source.matchAll(/\{Item: "([a-z-]+)"(?:, View: (\w+))?(?:, Edit: (\w+))?(?:, Actions: \[\]Permission\{([^}]*)\})?\}/g)].map(([, item, view, edit, actions]) => ({
    item: item!,
    view: named(view),
    edit: named(edit),
    actions: (actions ?? '').split(', ').flatMap((name) => named(name) ?? []),
  }));
  expect(parts.flatMap(permissionsOf).sort()).toEqual([...names.values()].sort());
  return parts;
}

/** What the frame around every page is for: it needs no page. */
const FRAME: Readonly<Record<string, string>> = {
  'floor.see': 'the presence pane',
  'status.set-own': 'the tags of the status bar',
  'status.set-other': 'the menus on agents, in the presence pane',
  'calls.make': 'the menus on agents, in the presence pane and the chat',
  'chat.use': 'the chat pane',
  'directory.read': 'names to write to and to choose from, in the chat pane and every form',
  'csv.export': 'a button on every list that is open',
  'csv.import': 'a button on every list that may be changed',
};

const viewer = (role: string, permissions: readonly string[]): For => ({ role, allowed: (permission) => permissions.includes(permission) });
const paths = (of: For) => tabsFor(of, false).flatMap((tab) => tab.pages.map((page) => page.path)).filter((path) => !path.startsWith('/me/'));

describe('the pages of the console', () => {
  const parts = catalogue();
  const all = parts.flatMap(permissionsOf);

  it.each(all)('%s has a place', (permission) => {
    const given = withPermissions(parts, [], [permission], true);
    const shown = paths(viewer('clerk', given));
    if (permission in FRAME) expect(shown).toEqual([]);
    else expect(shown).not.toEqual([]);
  });

  it.each(all)('%s alone leads where it opens', (permission) => {
    const alone = viewer('clerk', [permission]);
    const home = TABS.flatMap((tab) => tab.pages).find((page) => page.path === homeFor(alone));
    expect(home && opens(home.needs, alone.allowed)).toBe(true);
  });

  it('asks for nothing that the server does not know', () => {
    for (const { needs, path } of TABS.flatMap((tab) => tab.pages)) for (const permission of [needs ?? []].flat()) expect([path, all.includes(permission)]).toEqual([path, true]);
  });

  it('offers the site\'s sounds to who may hear them, but spares the menu of agents at work', () => {
    expect(paths(viewer('clerk', ['audio.see']))).toEqual(['/admin/audios', '/admin/prompts']);
    expect(paths(viewer('supervisor', ['audio.see']))).toContain('/admin/audios');
    expect(paths(viewer('agent', ['audio.see', 'calls.see-own']))).toEqual(['/history']);
  });

  it('opens the settings for the keys of recordings alone', () => expect(paths(viewer('clerk', ['recordings.keys']))).toEqual(['/admin/settings']));
});
