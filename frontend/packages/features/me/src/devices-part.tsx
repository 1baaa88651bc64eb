import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconTrash } from '@tabler/icons-react';
import { Failure, IconButton, ink, Loading, useText, useTimes, type Key, type Tone } from '@yobirin/kit';
import { addMyDevice, asProblem, getMyDevices, removeMyDevice, UNREACHABLE, type MyDevice, type NewDevice } from '@yobirin/wire';
import { useState, type FormEvent } from 'react';
import classes from './me.module.css';
import { NewDeviceCard } from './new-device-card';

const STATES: Record<MyDevice['state'], [Key, Tone]> = {
  registered: ['me.devices.registered', 'available'],
  unreachable: ['me.devices.unreachable', 'error'],
  offline: ['me.devices.offline', 'offline'],
};
const KINDS: Record<MyDevice['kind'], Key> = { desk: 'me.devices.kind.desk', app: 'me.devices.kind.app', 'hot-desk': 'me.devices.kind.hot-desk' };
/** Registrations change by themselves; nobody tells the page. */
const LOOK = 15_000;

/** 自分の端末: see, add, remove one's own phones (J-ME-1). */
export function DevicesPart({ device }: { device?: string }) {
  const { t } = useText();
  const queries = useQueryClient();
  const [made, setMade] = useState<NewDevice>();
  const { data, isPending, isError, error, refetch } = useQuery({ queryKey: ['me', 'devices'], queryFn: ({ signal }) => getMyDevices(signal), refetchInterval: LOOK });
  const again = () => queries.invalidateQueries({ queryKey: ['me', 'devices'] });
  const remove = useMutation({ mutationFn: removeMyDevice, onSettled: again });
  const add = useMutation({ mutationFn: addMyDevice, onSuccess: setMade, onSettled: again });
  const failed = add.error ?? remove.error;
  if (isPending) return <Loading rows={3} />;
  if (isError) return <Failure unreachable={asProblem(error).code === UNREACHABLE} detail={asProblem(error).message} onRetry={() => void refetch()} />;
  return (
    <>
      <p className={classes.hint}>{t('me.devices.hint')}</p>
      <DeviceTable devices={data.items} own={device} onRemove={(id) => remove.mutate(id)} />
      <AddForm busy={add.isPending} onAdd={(name) => add.mutateAsync(name).then(() => true, () => false)} />
      {failed ? (
        <p className={classes.fault} role="alert">
          {t('me.personal.failed', { detail: asProblem(failed).message })}
        </p>
      ) : null}
      {made ? <NewDeviceCard made={made} onDone={() => setMade(undefined)} /> : null}
    </>
  );
}

function DeviceTable({ devices, own, onRemove }: { devices: MyDevice[]; own?: string; onRemove: (id: string) => void }) {
  const { t } = useText();
  if (devices.length === 0) return <p className={classes.none}>{t('me.devices.none')}</p>;
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('me.devices')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('me.devices.name')}</th>
            <th>{t('me.devices.state')}</th>
            <th>{t('me.devices.address')}</th>
            <th className={classes.model}>{t('me.devices.agent')}</th>
            <th>{t('me.devices.seen')}</th>
            <th>
              <span className="sr-only">{t('me.devices.remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} own={device.id === own} onRemove={() => onRemove(device.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DeviceRow({ device, own, onRemove }: { device: MyDevice; own: boolean; onRemove: () => void }) {
  const { t } = useText();
  const times = useTimes();
  const [sure, setSure] = useState(false);
  const [word, tone] = STATES[device.state];
  const mayGo = !own && device.kind !== 'hot-desk';
  return (
    <>
      <tr data-device={device.id}>
        <td>
          <strong title={device.userAgent || undefined}>{device.name}</strong> <span className={classes.dim}>{t(own ? 'me.devices.this' : KINDS[device.kind])}</span>
        </td>
        <td style={{ color: ink(tone) }}>{t(word)}</td>
        <td>{device.address || '–'}</td>
        <td className={classes.model}>{device.userAgent || '–'}</td>
        <td>{device.lastSeen ? times.short(device.lastSeen) : t('me.devices.never')}</td>
        <td>{mayGo ? <IconButton icon={IconTrash} name={t('me.devices.removeOf', { name: device.name })} aria-expanded={sure} onClick={() => setSure(!sure)} /> : null}</td>
      </tr>
      {sure ? (
        <tr>
          <td colSpan={6} className={classes.sure}>
            <span role="alert">{t('me.devices.sure', { name: device.name })}</span>
            <Button size="compact-sm" color="red" variant="light" c="var(--error-ink)" onClick={onRemove}>
              {t('me.devices.remove')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setSure(false)}>
              {t('act.no')}
            </Button>
          </td>
        </tr>
      ) : null}
    </>
  );
}

function AddForm({ busy, onAdd }: { busy: boolean; onAdd: (name: string) => Promise<boolean> }) {
  const { t } = useText();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || !name.trim()) return;
    void onAdd(name.trim()).then((done) => done && setName(''));
  };
  return (
    <form className={classes.inline} onSubmit={submit}>
      <label>
        {t('me.devices.newName')}
        <input className={classes.input} value={name} maxLength={60} onChange={(event) => setName(event.currentTarget.value)} />
      </label>
      <Button type="submit" variant="default" disabled={!name.trim()} aria-busy={busy}>
        {t('me.devices.add')}
      </Button>
    </form>
  );
}
