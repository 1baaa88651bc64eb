import { asProblem } from '@yobirin/wire';
import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import { useText } from '../i18n';
import { useToast } from '../parts';
import type { Checks } from '../table';
import { useMay } from '../viewer';
import { allIds, MOST } from './all-ids';
import { BulkBar } from './bulk-bar';
import { BulkDialog } from './bulk-dialog';
import { recordClient } from './client';
import { takeChecked, takeCsv } from './csv-menu';
import { DeleteDialog } from './delete-dialog';
import { check, checkAll, checkLoaded, headOf, NOTHING, type Selection } from '../list/selection';
import type { BulkField, Recorded, RecordNoun } from './types';
import type { ListQuery } from './use-record-list';

type Asked<T> = { kind: 'delete' } | { kind: 'set'; field: BulkField } | { kind: 'one'; row: T };

/** Boxes before the rows, and what is asked about those that are checked. */
export function useChecks<T extends Recorded>(noun: RecordNoun<T>, rows: readonly T[], total: number, query: ListQuery) {
  const { t } = useText();
  const mayEdit = useMay(noun.edit);
  const mayTake = useMay('csv.export') && noun.csv === true;
  const mayBulk = mayEdit && !noun.without?.includes('bulk');
  const mayDelete = mayEdit && !noun.without?.includes('delete');
  // What was checked under other filters is not in sight and therefore not checked any more.
  const scope = JSON.stringify({ ...query, sort: undefined });
  const [state, setState] = useState<{ scope: string; selection: Selection }>({ scope, selection: NOTHING });
  const selection = state.scope === scope ? state.selection : NOTHING;
  const set = useCallback((next: Selection) => setState({ scope, selection: next }), [scope]);
  const [asked, ask] = useState<Asked<T>>();
  const table = useMemo<Checks<T> | undefined>(
    () =>
      mayBulk || mayTake
        ? {
            isChecked: (row) => selection.all || selection.ids.has(row.id),
            onCheck: (row, on, range) => set(check(selection, rows, row.id, on, range)),
            all: headOf(selection, rows),
            onAll: (on) => set(checkLoaded(rows, on)),
            allName: t('record.checkLoaded'),
            name: (row) => t('record.checkOne', { name: noun.rowName(row) }),
          }
        : undefined,
    [mayBulk, mayTake, noun, rows, selection, set, t],
  );
  const count = selection.all ? Math.min(total, MOST) : selection.ids.size;
  const onKey = (event: KeyboardEvent<HTMLElement>, row: T) => {
    if (event.key === 'Delete' && mayDelete) {
      event.preventDefault();
      ask(count > 0 && mayBulk ? { kind: 'delete' } : { kind: 'one', row });
    }
    if (event.key === 'Escape' && count > 0) {
      event.preventDefault();
      set(NOTHING);
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'a' && table) {
      event.preventDefault();
      set(checkLoaded(rows, true));
    }
  };
  const allLoaded = rows.length > 0 && rows.every((row) => selection.ids.has(row.id));
  return { table, onKey, selection, set, asked, ask, count, rows, more: !selection.all && allLoaded && total > rows.length ? Math.min(total, MOST) : undefined };
}

/** The bar for what is checked, and the questions that it asks. */
export function Checked<T extends Recorded>({ noun, checks, query }: { noun: RecordNoun<T>; checks: ReturnType<typeof useChecks<T>>; query: ListQuery }) {
  const { selection, set, asked, ask, count, rows, more } = checks;
  const toast = useToast();
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const ids = useCallback(async () => (selection.all ? allIds(client as never, query) : [...selection.ids]), [client, query, selection]);
  const close = () => ask(undefined);
  const take = () => {
    if (selection.all) takeCsv(client.csvUrl(query), noun.name);
    else takeChecked(client.csvUrl, noun.name, [...selection.ids]).catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }));
  };
  return (
    <>
      {count > 0 ? (
        <BulkBar
          noun={noun}
          count={count}
          more={more}
          onAll={() => set(checkAll(rows))}
          onSet={(field) => ask({ kind: 'set', field })}
          onDelete={() => ask({ kind: 'delete' })}
          onTake={take}
          onClear={() => set(NOTHING)}
        />
      ) : null}
      {asked?.kind === 'one' ? <DeleteDialog noun={noun} record={asked.row} onDeleted={close} onClose={close} /> : null}
      {asked?.kind === 'set' || asked?.kind === 'delete' ? (
        <BulkDialog
          noun={noun}
          ids={ids}
          count={count}
          field={asked.kind === 'set' ? asked.field : undefined}
          onDone={(left) => {
            set(left.length > 0 ? { ids: new Set(left), all: false, anchor: undefined } : NOTHING);
            close();
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}
