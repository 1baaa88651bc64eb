import { Menu, TextInput } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { parsePhone } from '../../formats';
import { useText } from '../../i18n';
import { IconButton } from '../../parts';
import { ask } from '../client';
import { useField } from '../form-context';
import classes from './fields.module.css';
import { inputProps, type FieldProps } from './props';

interface Props extends FieldProps {
  /** What kind of record it belongs to: the free ones beside those of its kind are offered. */
  of: 'agents' | 'groups' | 'ivrs';
}

/** 内線: typed, or chosen among those that nobody has (内線選択). What is typed narrows the choice. */
export function ExtensionField({ of, ...own }: Props) {
  const field = useField<string>(own.name);
  // The extension that a record has is no beginning of others.
  const [had] = useState(field.value);
  const near = field.value && field.value !== had && /^[0-9]{1,8}$/.test(field.value) ? field.value : '';
  const clean = () => {
    const cleaned = field.value ? parsePhone(field.value) : field.value;
    if (cleaned !== field.value) field.set(cleaned);
    field.onBlur();
  };
  return (
    <TextInput
      {...inputProps(field as never, own)}
      ref={field.ref}
      value={field.value ?? ''}
      inputMode="tel"
      autoComplete="off"
      spellCheck={false}
      data-1p-ignore
      onBlur={clean}
      onChange={(event) => field.set(event.currentTarget.value)}
      rightSectionPointerEvents="all"
      rightSection={field.readOnly ? null : <Free of={of} near={near} onPick={(extension) => field.set(extension)} />}
    />
  );
}

/** The button with the menu of free extensions; it opens when they are there, so that the keyboard is at the first of them. */
function Free({ of, near, onPick }: { of: Props['of']; near: string; onPick: (extension: string) => void }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [items, setItems] = useState<readonly string[]>([]);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const look = () => {
    setBusy(true);
    ask<{ items: string[] }>('GET', '/api/v1/extensions/free', { query: { of, near: near || undefined, limit: 30 } })
      .then((free) => (setItems(free.items), setFailed(false)))
      .catch(() => (setItems([]), setFailed(true)))
      .finally(() => {
        setBusy(false);
        setOpen(true);
      });
  };
  return (
    <Menu opened={open} onChange={(next) => (next ? look() : setOpen(false))} position="bottom-end" width={190} withinPortal>
      <Menu.Target>
        <IconButton icon={IconListSearch} name={t('record.freeExtensions')} iconSize={15} aria-busy={busy || undefined} />
      </Menu.Target>
      <Menu.Dropdown className={classes.free}>
        <Menu.Label>{t('record.freeExtension')}</Menu.Label>
        {items.length === 0 ? <Menu.Item disabled>{t(failed ? 'record.choicesFailed' : 'record.noFreeExtension')}</Menu.Item> : null}
        {items.map((extension) => (
          <Menu.Item key={extension} onClick={() => onPick(extension)}>
            {extension}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
