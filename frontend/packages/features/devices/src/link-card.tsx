import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconLink } from '@tabler/icons-react';
import { useMay, useText, useTimes, useToast } from '@yobirin/kit';
import { ask, Confirm, listKey, recordKey } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useState } from 'react';
import type { DeviceRecord, NewPhoneLink, PhoneLink } from './device';
import classes from './devices.module.css';
import { givenKey } from './given';
import { isMaker, MAKER_NAMES } from './maker';
import { NewLink } from './new-link';
import { NewLinkMade } from './new-link-made';

export const linkPath = (id: string) => `/api/v1/devices/${encodeURIComponent(id)}/link`;
const linkKey = (id: string) => ['records', 'devices', 'link', id] as const;

/** Whether the phone may take its settings from an address of its own, and when it did. */
export function LinkCard({ record }: { record: DeviceRecord }) {
  const { t } = useText();
  const may = useMay('devices.edit');
  const queries = useQueryClient();
  const [open, setOpen] = useState<'new' | 'end'>();
  const [made, setMade] = useState<NewPhoneLink>();
  const id = record.id;
  const { data: link, error } = useQuery({ queryKey: [...linkKey(id), record.version], queryFn: ({ signal }) => ask<PhoneLink>('GET', linkPath(id), { signal }), placeholderData: (before) => before });
  if (error && !link) return <p className={classes.linkFault}>{t('devices.link.unknown', { detail: asProblem(error).message })}</p>;
  if (!link) return null;
  const anew = () => {
    for (const queryKey of [linkKey(id), recordKey('devices', id), listKey('devices')]) void queries.invalidateQueries({ queryKey });
  };
  return (
    <section className={classes.link} aria-label={t('devices.link')}>
      <header>
        <h3>{t('devices.link')}</h3>
        <span className={classes.linkState} data-state={link.state}>
          {t(`devices.link.${link.state}`)}
        </span>
        {may && link.state !== 'off' ? (
          <span className={classes.linkTools}>
            <Button size="compact-xs" variant="default" leftSection={<IconLink size={13} aria-hidden />} disabled={!record.mac} onClick={() => setOpen('new')}>
              {t(link.state === 'none' ? 'devices.link.make' : 'devices.link.renew')}
            </Button>
            {link.state === 'open' || link.state === 'expired' ? (
              <Button size="compact-xs" variant="default" onClick={() => setOpen('end')}>
                {t('devices.link.end')}
              </Button>
            ) : null}
          </span>
        ) : null}
      </header>
      <p className={classes.quiet}>{t(record.mac ? `devices.link.${link.state}.why` : 'devices.link.noMac')}</p>
      {link.state === 'none' || link.state === 'off' ? null : <LinkFacts link={link} />}
      {open === 'new' ? (
        <NewLink
          record={record}
          link={link}
          onClose={() => setOpen(undefined)}
          onMade={(link) => {
            queries.removeQueries({ queryKey: givenKey(record.user) }); // that password is of no use any more
            setOpen(undefined);
            setMade(link);
          }}
        />
      ) : null}
      {open === 'end' ? (
        <EndLink
          id={id}
          onClose={() => {
            setOpen(undefined);
            anew();
          }}
        />
      ) : null}
      {made ? (
        <NewLinkMade
          made={made}
          name={record.name}
          onClose={() => {
            setMade(undefined);
            anew();
          }}
        />
      ) : null}
    </section>
  );
}

function LinkFacts({ link }: { link: PhoneLink }) {
  const { t } = useText();
  const times = useTimes();
  const rows: [string, string][] = [
    [t('devices.maker'), isMaker(link.maker) ? MAKER_NAMES[link.maker] : (link.maker ?? '')],
    [t('devices.link.madeAt'), link.madeAt ? times.short(link.madeAt) : ''],
    [t('devices.link.until'), link.until ? times.short(link.until) : t('devices.link.until.none')],
    [t('devices.link.lastAt'), link.lastAt ? [times.short(link.lastAt), link.lastFrom].filter(Boolean).join(' · ') : t('devices.link.lastAt.none')],
  ];
  if (link.lastBy) rows.push([t('devices.link.lastBy'), link.lastBy]);
  return (
    <dl>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function EndLink({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const end = () => ask('DELETE', linkPath(id)).catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }));
  return <Confirm danger title={t('devices.link.end.title')} hint={t('devices.link.end.hint')} action={t('devices.link.end')} onSure={end} onClose={onClose} />;
}
