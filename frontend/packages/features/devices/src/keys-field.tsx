import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCopy, IconListDetails, IconPlus } from '@tabler/icons-react';
import { useText, useToast } from '@yobirin/kit';
import { ask, useFaults, useField } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useRef, useState } from 'react';
import { CopyKeys } from './copy-keys';
import { KeyRow } from './key-row';
import { misfits, MOST_KEYS, moved, type PhoneKey, type PhoneModel } from './keys';
import classes from './keys.module.css';
import { MAKER_NAMES, isMaker } from './maker';

const NONE: PhoneKey[] = [];
const INNER = ['kind', 'feature', 'agent', 'group', 'slot', 'number', 'label'] as const;

/** The kinds of phones, asked once. */
export function useModels(): readonly PhoneModel[] {
  const { data } = useQuery({ queryKey: ['phone-models'], queryFn: ({ signal }) => ask<{ items: PhoneModel[] }>('GET', '/api/v1/devices/models', { signal }), staleTime: Infinity });
  return data?.items ?? [];
}

/** The programmable keys as rows: their order by dragging or keys, what each does. */
export function KeysField({ id }: { id: string }) {
  const { t } = useText();
  const field = useField<PhoneKey[]>('keys');
  const keys = field.value ?? NONE;
  const fault = useFaults(keys.flatMap((_, i) => INNER.map((inner) => `keys.${i}.${inner}`)));
  const name = useField<string>('model').value;
  const model = useModels().find((one) => one.model !== undefined && one.model === name);
  const bad = misfits(keys, model);
  const { said, list, change, move, add, remove, put } = useEdits(keys, field.set);
  const room = [...bad.values()].filter((why) => why === 'room').length;
  return (
    <div data-field="keys" onBlur={field.onBlur} className={classes.keys}>
      <p className={classes.quiet}>
        {model ? t('devices.keys.has', { maker: isMaker(model.maker) ? MAKER_NAMES[model.maker] : model.maker, model: model.model ?? '', count: model.keys }) : t('devices.keys.unknown')}
        {keys.length === 0 ? ` ${t('devices.keys.none')}` : null}
      </p>
      {room > 0 ? (
        <p className={classes.misfit} role="status">
          {t('devices.keys.room', { count: room })}
        </p>
      ) : null}
      {keys.length > 0 ? (
        <ol className={classes.rows} ref={list} aria-label={t('devices.keys')}>
          {keys.map((key, i) => (
            <KeyRow key={i} at={i} count={keys.length} value={key} readOnly={field.readOnly} misfit={bad.get(i)} fault={(inner) => fault(`keys.${i}.${inner}`)} onChange={(next) => change(i, next)} onMove={move} onRemove={() => remove(i)} />
          ))}
        </ol>
      ) : null}
      {field.error && keys.length > MOST_KEYS ? (
        <p role="alert" className={classes.fault}>
          {field.error}
        </p>
      ) : null}
      {field.readOnly ? null : <Tools id={id} keys={keys} onAdd={add} onPut={put} />}
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </div>
  );
}

interface ToolsProps {
  id: string;
  keys: readonly PhoneKey[];
  onAdd: () => void;
  onPut: (keys: PhoneKey[]) => void;
}

/** What is done to the list as a whole. */
function Tools({ id, keys, onAdd, onPut }: ToolsProps) {
  const { t } = useText();
  const toast = useToast();
  const agent = useField<string>('agent').value;
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const usual = () => {
    setBusy(true);
    ask<{ items: PhoneKey[] }>('GET', `/api/v1/devices/usual-keys${agent ? `?agent=${encodeURIComponent(agent)}` : ''}`)
      .then(({ items }) => onPut(items), (error: unknown) => toast({ tone: 'error', text: asProblem(error).message }))
      .finally(() => setBusy(false));
  };
  return (
    <div className={classes.tools}>
      <Button size="compact-sm" variant="default" data-add leftSection={<IconPlus size={14} aria-hidden />} disabled={keys.length >= MOST_KEYS} onClick={onAdd}>
        {t('devices.keys.add')}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<IconListDetails size={14} aria-hidden />} loading={busy} title={t('devices.keys.usual.hint')} onClick={usual}>
        {t('devices.keys.usual')}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<IconCopy size={14} aria-hidden />} onClick={() => setOpen(true)}>
        {t('devices.keys.copy')}
      </Button>
      {open ? (
        <CopyKeys
          but={id}
          onClose={() => setOpen(false)}
          onChosen={(chosen) => {
            setOpen(false);
            onPut(chosen);
          }}
        />
      ) : null}
    </div>
  );
}

function useEdits(keys: readonly PhoneKey[], set: (keys: PhoneKey[]) => void) {
  const { t } = useText();
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const focus = (row: number, what: string) => requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${row}"] ${what}`)?.focus());
  return {
    said,
    list,
    change: (at: number, key: PhoneKey) => set(keys.map((one, i) => (i === at ? key : one))),
    move: (from: number, to: number, byKeys: boolean) => {
      if (to < 0 || to >= keys.length || to === from) return;
      set(moved(keys, from, to));
      setSaid(t('devices.keys.moved', { from: from + 1, to: to + 1 }));
      if (byKeys) focus(to, '[data-handle]');
    },
    add: () => {
      set([...keys, { kind: 'lamp' }]);
      focus(keys.length, 'select');
    },
    remove: (at: number) => set(keys.toSpliced(at, 1)),
    put: (next: PhoneKey[]) => {
      set(next);
      setSaid(t('devices.keys.given', { count: next.length }));
    },
  };
}
