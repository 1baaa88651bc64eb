import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SearchBox, useText } from '@yobirin/kit';
import { ask, Dialog } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useState } from 'react';
import { AgentName } from './agent-name';
import type { DeviceRecord } from './device';
import type { PhoneKey } from './keys';
import classes from './keys.module.css';

interface Props {
  /** The phone that is edited. */
  but: string;
  onClose: () => void;
  onChosen: (keys: PhoneKey[]) => void;
}

/** Takes the keys of another phone over. */
export function CopyKeys({ but, onClose, onChosen }: Props) {
  const { t } = useText();
  const [words, setWords] = useState('');
  const { data, error } = useQuery({
    queryKey: ['records', 'devices', 'with-keys', words],
    queryFn: ({ signal }) => ask<{ items: DeviceRecord[] }>('GET', `/api/v1/devices?limit=100&sort=name&q=${encodeURIComponent(words.trim())}`, { signal }),
    placeholderData: (before) => before,
  });
  const phones = (data?.items ?? []).filter((one) => one.id !== but && (one.keys?.length ?? 0) > 0);
  return (
    <Dialog
      title={t('devices.keys.copy.title')}
      size={520}
      onClose={onClose}
      foot={
        <Button size="xs" variant="default" onClick={onClose}>
          {t('devices.link.cancel')}
        </Button>
      }
    >
      <p className={classes.quiet}>{t('devices.keys.copy.hint')}</p>
      <SearchBox label={t('devices.keys.copy.find')} value={words} onChange={setWords} />
      {error ? <p role="alert">{asProblem(error).message}</p> : null}
      <ul className={classes.phones} aria-label={t('devices.keys.copy.title')}>
        {phones.map((phone) => (
          <li key={phone.id}>
            <button type="button" onClick={() => onChosen(phone.keys ?? [])}>
              <span>{phone.name}</span>
              <span className={classes.quiet}>
                <AgentName id={phone.agent} />
              </span>
              <span className={classes.quiet}>{t('devices.keys.count', { count: phone.keys?.length ?? 0 })}</span>
            </button>
          </li>
        ))}
      </ul>
      {data && phones.length === 0 ? <p className={classes.quiet}>{t('devices.keys.copy.none')}</p> : null}
    </Dialog>
  );
}
