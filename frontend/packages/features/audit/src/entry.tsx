import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconFilter } from '@tabler/icons-react';
import { Sheet, useMay, useText, useTimes, type Permission } from '@yobirin/kit';
import { Dim, Fact, Facts } from '@yobirin/kit/list';
import type { ReactNode } from 'react';
import { actionText, kindText, NOUNS } from './actions';
import classes from './audit.module.css';
import type { Filters } from './filters';
import type { Row } from './use-audit';
import { actorText, detailParts, objectText, type Names } from './words';

interface Props {
  row: Row;
  names: Names;
  /** Narrows the list to what is alike. */
  onOnly: (change: Filters) => void;
  onClose: () => void;
}

/** Everything that was noted of one action. */
export function Entry({ row, names, onOnly, onClose }: Props) {
  const { t } = useText();
  const times = useTimes();
  const call = row.kind === 'call' ? row.object : row.detail?.['call'];
  return (
    <Sheet title={actionText(row.action, t)} onClose={onClose}>
      <Facts>
        <Fact name={t('audit.at')}>{times.moment(row.at)}</Fact>
        <Alike name={t('audit.actor')} only={row.actor ? () => onOnly({ actor: row.actor }) : undefined}>
          {actorText(row, t)}
        </Alike>
        <Alike name={t('audit.action')} only={() => onOnly({ action: row.action })}>
          {actionText(row.action, t)} <Dim><code>{row.action}</code></Dim>
        </Alike>
        {row.kind ? (
          <Alike name={t('audit.object')} only={row.object ? () => onOnly({ object: row.object, kind: row.kind }) : undefined}>
            {[kindText(row.kind, t), objectText(row, names, t)].filter(Boolean).join(' · ')}
            {row.object ? <code className={classes.id}>{row.object}</code> : null}
          </Alike>
        ) : null}
        {detailParts(row, names, t, true).map(({ key, name, value }) => (
          <Fact key={key} name={name}>
            {value}
          </Fact>
        ))}
        <Fact name={t('audit.via')}>{t(`audit.via.${row.via}`)}</Fact>
        {row.address ? (
          <Alike name={t('audit.address')} only={() => onOnly({ address: row.address })}>
            {row.address}
          </Alike>
        ) : null}
        <Fact name={t('audit.number')}>{row.number}</Fact>
      </Facts>
      <div className={classes.links}>
        {call ? (
          <Button size="xs" variant="default" component={Link} to="/history/$callId" params={{ callId: call } as never}>
            {t('audit.openCall')}
          </Button>
        ) : null}
        <ToRecord row={row} />
      </div>
    </Sheet>
  );
}

/** A fact that narrows the list to what is alike. */
function Alike({ name, only, children }: { name: string; only?: () => void; children: ReactNode }) {
  const { t } = useText();
  const tool = only ? (
    <button type="button" className={classes.only} title={t('audit.only')} aria-label={t('part.said', { what: name, detail: t('audit.only') })} onClick={only}>
      <IconFilter size={13} aria-hidden />
    </button>
  ) : undefined;
  return (
    <Fact name={name} tool={tool}>
      {children}
    </Fact>
  );
}

/** The record as it is now, for who may see it. */
function ToRecord({ row }: { row: Row }) {
  const { t } = useText();
  const noun = row.kind ? NOUNS[row.kind] : undefined;
  const may = useMay(PERMISSIONS[noun ?? ''] ?? (`${noun}.view` as Permission));
  if (!noun || !row.object || !may || row.action.endsWith('.deleted')) return null;
  return (
    <Button size="xs" variant="default" component={Link} to={`/admin/${noun}/${encodeURIComponent(row.object)}` as never}>
      {t('audit.openRecord')}
    </Button>
  );
}

/** Where the permission to see a noun has another name. */
const PERMISSIONS: Readonly<Record<string, Permission>> = {
  ivrs: 'routing.see', holidays: 'routing.see', audios: 'audio.see', fields: 'formats.view', rejected: 'lists.view', barred: 'lists.view', callers: 'lists.view',
};
