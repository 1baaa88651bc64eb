import { describe, expect, it } from 'vitest';
import { permissionsOf, withPermissions, type PermissionPart } from './permission-matrix';

const parts: PermissionPart[] = [
  { item: 'calls', view: 'calls.see-own', actions: ['calls.see-all'] },
  { item: 'agents', view: 'agents.view', edit: 'agents.edit', actions: ['login.unlock'] },
  { item: 'keys', edit: 'keys.manage', actions: null },
];

describe('withPermissions', () => {
  it('brings sight along with change, and keeps the order of the catalogue', () => {
    expect(withPermissions(parts, ['login.unlock'], ['agents.edit'], true)).toEqual(['agents.view', 'agents.edit', 'login.unlock']);
  });
  it('takes change away with sight, and nothing else', () => {
    expect(withPermissions(parts, ['agents.view', 'agents.edit', 'login.unlock'], ['agents.view'], false)).toEqual(['login.unlock']);
    expect(withPermissions(parts, ['agents.view', 'agents.edit'], ['agents.edit'], false)).toEqual(['agents.view']);
  });
  it('gives each once, and leaves what it does not know', () => {
    expect(withPermissions(parts, ['newer.thing', 'calls.see-own'], ['calls.see-own', 'calls.see-all'], true).sort()).toEqual(['calls.see-all', 'calls.see-own', 'newer.thing']);
  });
  it('lets who sees or changes records read the names that forms show, and takes that away alone', () => {
    const named: PermissionPart[] = [...parts, { item: 'directory', view: 'directory.read' }];
    expect(withPermissions(named, [], ['agents.view'], true)).toEqual(['agents.view', 'directory.read']);
    expect(withPermissions(named, [], ['calls.see-own'], true)).toEqual(['calls.see-own']);
    expect(withPermissions(named, ['agents.view', 'directory.read'], ['directory.read'], false)).toEqual(['agents.view']);
    expect(withPermissions(named, ['agents.view', 'directory.read'], ['agents.view'], false)).toEqual(['directory.read']);
  });
  it('has nothing to bring where there is no view', () => {
    expect(withPermissions(parts, [], ['keys.manage'], true)).toEqual(['keys.manage']);
    expect(permissionsOf(parts[2]!)).toEqual(['keys.manage']);
  });
});
