import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { useMemo } from 'react';
import { hasText, useText } from '../i18n';
import { Blank, Failure, Loading } from '../parts';
import { recordClient } from './client';
import classes from './record.module.css';
import type { Recorded, RecordNoun, Use } from './types';

/** Where a record is used: what would have to be changed before it can be deleted. */
export function UsesTab<T extends Recorded>({ noun, id }: { noun: RecordNoun<T>; id: string }) {
  const { t } = useText();
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const uses = useQuery({ queryKey: ['records', noun.name, 'uses', id], queryFn: ({ signal }) => client.uses(id, signal), staleTime: 0 });
  if (uses.isPending) return <Loading rows={3} />;
  if (uses.isError) return <Failure unreachable={asProblem(uses.error).code === 'unreachable'} detail={asProblem(uses.error).message} onRetry={() => void uses.refetch()} />;
  const items = uses.data.items ?? [];
  return items.length === 0 ? <Blank title={t('record.unused')} hint={t('record.unusedHint')} /> : <UseList uses={items} />;
}

/** Places where a record is used, with links to them. */
export function UseList({ uses }: { uses: readonly Use[] }) {
  const { t } = useText();
  return (
    <ul className={classes.uses}>
      {uses.map((use, i) => {
        const title = `${use.noun}.title`;
        const field = `${use.noun}.${use.field ?? ''}`;
        return (
          <li key={`${use.noun}/${use.id || i}/${use.field ?? ''}`}>
            <span className={classes.useNoun}>{hasText(title) ? t(title) : use.noun}</span>
            {use.id || use.title ? <Link to={`/admin/${use.noun}/${encodeURIComponent(use.id)}` as never}>{use.title || use.id}</Link> : <span className={classes.dim}>{t('record.notYours')}</span>}
            {use.field ? <span className={classes.dim}>{hasText(field) ? t(field) : use.field}</span> : null}
          </li>
        );
      })}
    </ul>
  );
}
