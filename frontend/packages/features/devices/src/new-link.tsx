import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useText } from '@yobirin/kit';
import { ask, Dialog } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useState, type FormEvent } from 'react';
import type { DeviceRecord, NewPhoneLink, PhoneLink } from './device';
import classes from './devices.module.css';
import { linkPath } from './link-card';
import { useMaker } from './maker';
import { MakerSelect } from './maker-select';

/** How many days an address is good; 0: until it is switched off. */
const DAYS = [0, 1, 7, 30] as const;

interface Props {
  record: DeviceRecord;
  link: PhoneLink;
  onClose: () => void;
  onMade: (made: NewPhoneLink) => void;
}

/** Asks how the phone is to be, and makes its address. */
export function NewLink({ record, link, onClose, onMade }: Props) {
  const { t, language } = useText();
  const [maker, setMaker] = useMaker(link.maker);
  const [speaks, setSpeaks] = useState(link.maker ? (link.language ?? '') : language);
  const [ntp, setNtp] = useState(link.ntp ?? '');
  const [days, setDays] = useState(0);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ ntp?: string; other?: string }>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault({});
    ask<NewPhoneLink>('POST', linkPath(record.id), { json: { maker, language: speaks, ntp: ntp.trim(), days } })
      .then(onMade, (error: unknown) => {
        const problem = asProblem(error);
        const wrong = problem.body.errors?.find((one) => one.location === 'ntp')?.message;
        setFault(wrong ? { ntp: wrong } : { other: problem.body.errors?.[0]?.message ?? problem.message });
      })
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={t('devices.link.title', { name: record.name })}
      size={520}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" type="submit" form="new-link" loading={busy}>
            {t(link.state === 'none' ? 'devices.link.make' : 'devices.link.renew')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('devices.link.cancel')}
          </Button>
          {fault.other ? (
            <span role="alert" className={classes.fault}>
              {fault.other}
            </span>
          ) : null}
        </>
      }
    >
      <p className={classes.words}>{t('devices.link.newPassword')}</p>
      <form id="new-link" className={classes.linkForm} onSubmit={submit} noValidate>
        <MakerSelect value={maker} onChange={setMaker} />
        <NativeSelect
          size="xs"
          name="language"
          label={t('devices.link.language')}
          value={speaks}
          onChange={(event) => setSpeaks(event.currentTarget.value)}
          data={[
            { value: '', label: t('devices.link.asIs') },
            { value: 'ja', label: '日本語' },
            { value: 'en', label: 'English' },
          ]}
        />
        <TextInput size="xs" name="ntp" label={t('devices.link.ntp')} placeholder="ntp.example.jp" description={t('devices.link.ntp.hint')} inputWrapperOrder={['label', 'input', 'error', 'description']} spellCheck={false} maxLength={253} value={ntp} error={fault.ntp} onChange={(event) => setNtp(event.currentTarget.value)} />
        <NativeSelect size="xs" name="days" label={t('devices.link.until')} value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))} data={DAYS.map((n) => ({ value: String(n), label: t(`devices.link.days.${n}`) }))} />
      </form>
    </Dialog>
  );
}
