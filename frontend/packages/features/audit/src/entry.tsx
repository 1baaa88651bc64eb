import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconFilter } from '@tabler/icons-react';
import { Sheet, useMay, useText, useTimes, type Permission } from '@yobirin/kit';
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
      <dl className={classes.facts}>
        <Fact name={t('audit.at')}>{`${times.wall(row.at).slice(0, 10).replaceAll('-', '/')} ${times.clock(row.at)}`}</Fact>
        <Fact name={t('audit.actor')} only={row.actor ? () => onOnly({ actor: row.actor }) : undefined}>
          {actorText(row, t)}
        </Fact>
        <Fact name={t('audit.action')} only={() => onOnly({ action: row.action })}>
          {actionText(row.action, t)} <code className={classes.dim}>{row.action}</code>
        </Fact>
        {row.kind ? (
          <Fact name={t('audit.object')} only={row.object ? () => onOnly({ object: row.object, kind: row.kind }) : undefined}>
            {[kindText(row.kind, t), objectText(row, names)].filter(Boolean).join(' · ')}
            {row.object ? <code className={classes.id}>{row.object}</code> : null}
          </Fact>
        ) : null}
        {detailParts(row, names, t, true).map(({ key, name, value }) => (
          <Fact key={key} name={name}>
            {value}
          </Fact>
        ))}
        <Fact name={t('audit.via')}>{t(`audit.via.${row.via}`)}</Fact>
        {row.address ? (
          <Fact name={t('audit.address')} only={() => onOnly({ address: row.address })}>
            {row.address}
          </Fact>
        ) : null}
        <Fact name={t('audit.number')}>{row.number}</Fact>
      </dl>
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

function Fact({ name, only, children }: { name: string; only?: () => void; children: ReactNode }) {
  const { t } = useText();
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span>{children}</span>
        {only ? (
          <button type="button" className={classes.only} title={t('audit.only')} aria-label={`${name}：${t('audit.only')}`} onClick={only}>
            <IconFilter size={13} aria-hidden />
          </button>
        ) : null}
      </dd>
    </>
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
