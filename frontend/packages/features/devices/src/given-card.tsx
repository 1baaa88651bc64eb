import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { CopyButton, useText, useToast } from '@yobirin/kit';
import { QrCode } from '@yobirin/kit/qr';
import { ask } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { accountOf, type DeviceRecord, type Provisioning } from './device';
import classes from './devices.module.css';
import { givenKey, type Given } from './given';
import { useMaker } from './maker';
import { MakerSelect } from './maker-select';

const provisioning = (id: string, json: { kind: Provisioning['kind']; password: string; language?: string }, signal?: AbortSignal) => ask<Provisioning>('POST', `/api/v1/devices/${encodeURIComponent(id)}/provisioning`, { json, signal });

/** How the phone is set up, with its password, this once: to copy, to scan, and as files for desk phones. */
export function GivenCard({ record }: { record: DeviceRecord }) {
  const { t } = useText();
  const queries = useQueryClient();
  const { data: given } = useQuery<Given | null>({ queryKey: givenKey(record.user), queryFn: () => null, enabled: false });
  const saved = given && record.version > given.over ? given.password : undefined;
  const code = useQuery({ queryKey: [...givenKey(record.user), 'code', record.version], queryFn: ({ signal }) => provisioning(record.id, { kind: 'qr', password: saved! }, signal), enabled: saved !== undefined, retry: false, gcTime: 0, staleTime: Infinity });
  const account = code.data ? accountOf(code.data.text) : undefined;
  if (!saved || !code.data || !account) return null;
  const rows = [
    [t('devices.user'), account.user],
    [t('devices.password'), account.password],
    [t('devices.server'), `${account.domain}:${account.port}`],
    [t('devices.transport'), account.transport.toUpperCase()],
  ] as const;
  return (
    <section className={classes.given} aria-label={t('devices.given')}>
      <QrCode text={code.data.text} label={t('devices.qr', { name: record.name })} size={148} />
      <div className={classes.givenFacts}>
        <p>{t('devices.given.hint')}</p>
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
                <CopyButton text={value} name={t('devices.copyOf', { name })} />
              </dd>
            </div>
          ))}
        </dl>
        <div className={classes.givenTools}>
          <Files record={record} password={saved} />
          <Button size="xs" onClick={() => queries.removeQueries({ queryKey: givenKey(record.user) })}>
            {t('devices.noted')}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** The files of a maker, one after the other. */
function Files({ record, password }: { record: DeviceRecord; password: string }) {
  const { t, language } = useText();
  const toast = useToast();
  const [maker, setMaker] = useMaker();
  const download = () => {
    provisioning(record.id, { kind: maker, password, language })
      .then((file) => [file, ...(file.more ?? [])].forEach(save))
      .catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }));
  };
  return (
    <>
      <MakerSelect bare value={maker} onChange={setMaker} />
      <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={download}>
        {t('devices.file')}
      </Button>
    </>
  );
}

/** Gives a text to the browser as a file. */
function save({ fileName, mime, text }: Pick<Provisioning, 'fileName' | 'mime' | 'text'>): void {
  const url = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
  link.click();
  // A browser may still be reading it when the next one is given.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
