import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { hasText, useText, type Key } from '../i18n';
import { Failure, Loading } from '../parts';
import type { Permission } from '../viewer';
import { ask } from './client';
import classes from './permission-matrix.module.css';

/** What may be seen and changed of an item, and what else may be allowed (server: access.Part). */
export interface PermissionPart {
  item: string;
  view?: Permission;
  edit?: Permission;
  actions?: readonly Permission[] | null;
}

interface Props {
  value: readonly Permission[];
  onChange: (value: Permission[]) => void;
  readOnly?: boolean;
  /** Whether the viewer may give it; without it everything. */
  mayGive?: (permission: Permission) => boolean;
  /** Another set of permissions; what differs from it is marked. */
  compare?: ReadonlySet<Permission>;
}

/** GET /permissions: every permission there is, in the order of the screen. */
export function useCatalogue() {
  return useQuery({ queryKey: ['permissions'], queryFn: ({ signal }) => ask<{ items: PermissionPart[] }>('GET', '/api/v1/permissions', { signal }).then((page) => page.items), staleTime: 300_000 });
}

/** To read names to choose from. */
const NAMES: Permission = 'directory.read';

/** What a permission is of use with: without these, who has it finds no place on any screen for it. */
const WITH: Readonly<Record<Permission, readonly Permission[]>> = {
  'floor.see-all': ['floor.see'],
  'status.set-other': ['floor.see'],
  'levels.set': ['floor.see', 'floor.see-all'],
  'calls.see-all': ['calls.see-own'],
  'calls.command': ['floor.see', 'floor.see-all'],
  'calls.watch': ['floor.see', 'floor.see-all'],
  'recordings.play': ['calls.see-own'],
  'recordings.take': ['calls.see-own', 'recordings.play'],
  'recordings.hold': ['calls.see-own', 'recordings.play'],
  'recordings.free': ['calls.see-own', 'recordings.play'],
};

/** The permissions of an item. */
export const permissionsOf = (part: PermissionPart): Permission[] => [part.view, part.edit, ...(part.actions ?? [])].filter((p): p is Permission => p !== undefined && p !== '');

/**
 * A set with permissions put in or taken out. Who may change something may see it: `edit` brings `view` along, and
 * without `view` there is no `edit`. Forms name and offer other records, so who sees or changes any may read names, too.
 * What is done on a page brings the page along.
 */
export function withPermissions(parts: readonly PermissionPart[], value: readonly Permission[], which: readonly Permission[], on: boolean): Permission[] {
  const next = new Set(value);
  for (const permission of which) {
    if (on) next.add(permission);
    else next.delete(permission);
    for (const page of (on && WITH[permission]) || []) if (parts.some((p) => permissionsOf(p).includes(page))) next.add(page);
    const part = parts.find((p) => p.view === permission || p.edit === permission);
    if (!part?.view || !part.edit) continue;
    if (on && parts.some((p) => p.view === NAMES)) next.add(NAMES);
    if (on && permission === part.edit) next.add(part.view);
    if (!on && permission === part.view) next.delete(part.edit);
  }
  const order = parts.flatMap(permissionsOf);
  return [...next].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Items by what may be done with them, as a table of boxes with one for each row and column. */
export function PermissionMatrix({ value, onChange, readOnly = false, mayGive = always, compare }: Props) {
  const { t } = useText();
  const catalogue = useCatalogue();
  const parts = useMemo(() => catalogue.data ?? [], [catalogue.data]);
  const has = useMemo(() => new Set(value), [value]);
  const set = (which: readonly Permission[], on: boolean) => onChange(withPermissions(parts, value, which.filter((p) => !on || mayGive(p)), on).filter((p) => has.has(p) || mayGive(p)));
  if (catalogue.isPending) return <Loading rows={10} height={26} />;
  if (catalogue.isError) return <Failure unreachable={false} detail={catalogue.error.message} onRetry={() => void catalogue.refetch()} />;
  const all = parts.flatMap(permissionsOf);
  const box: Shared = { has, set, readOnly, mayGive, compare };
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix} aria-label={t('permission.table')}>
        <thead>
          <tr>
            <th scope="col">
              <ManyBox {...box} which={all} name={t('permission.all')} label={t('permission.item')} note={t('permission.count', { count: all.filter((p) => has.has(p)).length, all: all.length })} />
            </th>
            <th scope="col">
              <ManyBox {...box} which={parts.flatMap((p) => p.view ?? [])} name={t('permission.allOf', { name: t('permission.view') })} label={t('permission.view')} />
            </th>
            <th scope="col">
              <ManyBox {...box} which={parts.flatMap((p) => p.edit ?? [])} name={t('permission.allOf', { name: t('permission.edit') })} label={t('permission.edit')} />
            </th>
            <th scope="col">
              <ManyBox {...box} which={parts.flatMap((p) => p.actions ?? [])} name={t('permission.allOf', { name: t('permission.actions') })} label={t('permission.actions')} />
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <Row key={part.item} part={part} box={box} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const always = () => true;

interface Shared {
  has: ReadonlySet<Permission>;
  set: (which: readonly Permission[], on: boolean) => void;
  readOnly: boolean;
  mayGive: (permission: Permission) => boolean;
  compare?: ReadonlySet<Permission>;
}

function Row({ part, box }: { part: PermissionPart; box: Shared }) {
  const { t } = useText();
  const item = wordOf(`permission.item.${part.item}`, part.item, t);
  return (
    <tr>
      <th scope="row">
        <ManyBox {...box} which={permissionsOf(part)} name={t('permission.allOf', { name: item })} label={item} />
      </th>
      <td>{part.view ? <OneBox {...box} permission={part.view} item={item} usual="permission.view" /> : null}</td>
      <td>{part.edit ? <OneBox {...box} permission={part.edit} item={item} usual="permission.edit" /> : null}</td>
      <td>
        <div className={classes.actions}>
          {(part.actions ?? []).map((permission) => (
            <OneBox key={permission} {...box} permission={permission} item={item} shown />
          ))}
        </div>
      </td>
    </tr>
  );
}

interface OneProps extends Shared {
  permission: Permission;
  item: string;
  /** What the column says, when the permission has no word of its own. */
  usual?: Key;
  shown?: boolean;
}

function OneBox({ has, set, readOnly, mayGive, compare, permission, item, usual, shown }: OneProps) {
  const { t } = useText();
  const own = wordOf(`permission.${permission}`, undefined, t);
  const word = own ?? (usual ? t(usual) : permission);
  const on = has.has(permission);
  const barred = !on && !mayGive(permission);
  const differs = compare === undefined || compare.has(permission) === on ? undefined : on ? 'added' : 'removed';
  return (
    <label className={classes.one} data-differs={differs} title={[barred ? t('permission.beyond') : undefined, differs ? t(`permission.${differs}`) : undefined].filter(Boolean).join(' ') || undefined}>
      <input type="checkbox" aria-label={t('permission.of', { item, action: word })} checked={on} disabled={readOnly || barred} onChange={(event) => set([permission], event.currentTarget.checked)} />
      {shown || own ? <span>{word}</span> : null}
      {differs ? (
        <>
          <span className={classes.mark} aria-hidden>
            {differs === 'added' ? '+' : '−'}
          </span>
          <span className="sr-only">{t(`permission.${differs}`)}</span>
        </>
      ) : null}
    </label>
  );
}

interface ManyProps extends Shared {
  which: readonly Permission[];
  name: string;
  label: string;
  note?: string;
}

/** One box for several permissions: all of them, none, or some. */
function ManyBox({ has, set, readOnly, mayGive, which, name, label, note }: ManyProps) {
  const on = which.filter((p) => has.has(p)).length;
  const can = which.some((p) => has.has(p) || mayGive(p));
  return (
    <label className={classes.many}>
      <input
        type="checkbox"
        aria-label={name}
        checked={which.length > 0 && on === which.length}
        ref={(el) => {
          if (el) el.indeterminate = on > 0 && on < which.length;
        }}
        disabled={readOnly || !can}
        onChange={() => set(which, which.some((p) => !has.has(p) && mayGive(p)))}
      />
      <span>{label}</span>
      {note ? <span className={classes.note}>{note}</span> : null}
    </label>
  );
}

function wordOf<D>(key: string, without: D, t: (key: Key) => string): string | D {
  return hasText(key) ? t(key) : without;
}
