import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconGripVertical, IconTrash } from '@tabler/icons-react';
import { IconButton, parsePhone, useText, type Key } from '@yobirin/kit';
import { Picker } from '@yobirin/kit/record';
import { useRef } from 'react';
import classes from './keys.module.css';
import { changedKey, mayBeOpen, needsOf, resorted, SORTS, sortOf, type PhoneKey, type Sort } from './keys';

interface Props {
  at: number;
  count: number;
  value: PhoneKey;
  readOnly: boolean;
  /** Why the phone's file leaves it out. */
  misfit: 'room' | 'press' | undefined;
  /** What is wrong with a part of it. */
  fault: (inner: string) => string | undefined;
  onChange: (key: PhoneKey) => void;
  /** `focus`: by keys, so that the handle keeps them. */
  onMove: (from: number, to: number, focus: boolean) => void;
  onRemove: () => void;
}

/** One key: what it does, for whom, and what stands on it. */
export function KeyRow(props: Props) {
  const { at, value, readOnly, misfit, fault, onChange, onRemove } = props;
  const { t } = useText();
  const sort = sortOf(value);
  const number = at + 1;
  return (
    <li className={classes.item} data-row={at} data-misfit={misfit || undefined}>
      <div className={classes.row}>
        {readOnly ? <span /> : <Handle {...props} />}
        <span className={classes.number}>{number}</span>
        <NativeSelect
          size="xs"
          data-sort
          aria-label={t('devices.keys.sortOf', { number })}
          disabled={readOnly}
          error={fault('kind') ?? fault('feature')}
          data={SORTS.map((one) => ({ value: one, label: t(`devices.key.${one}` as Key) }))}
          value={sort}
          onChange={(event) => onChange(resorted(value, event.currentTarget.value as Sort))}
        />
        <Target {...props} sort={sort} />
        {sort === 'none' ? (
          <span />
        ) : (
          <TextInput size="xs" aria-label={t('devices.keys.labelOf', { number })} placeholder={t('devices.keys.label')} maxLength={32} autoComplete="off" readOnly={readOnly} error={fault('label')} value={value.label ?? ''} onChange={(event) => onChange(changedKey(value, { label: event.currentTarget.value }))} />
        )}
        {readOnly ? <span /> : <IconButton icon={IconTrash} iconSize={15} name={t('devices.keys.remove', { number })} onClick={onRemove} />}
      </div>
      {misfit ? <p className={classes.misfit}>{t(`devices.keys.misfit.${misfit}`)}</p> : null}
    </li>
  );
}

/** Whom or what the key is about. */
function Target({ at, value, readOnly, fault, onChange, sort }: Props & { sort: Sort }) {
  const { t } = useText();
  const needs = needsOf(sort);
  const name = t('devices.keys.targetOf', { number: at + 1 });
  switch (needs) {
    case 'agent':
    case 'group':
      return (
        <Picker
          noun={needs === 'agent' ? 'agents' : 'groups'}
          value={value[needs] || undefined}
          onChange={(id) => onChange(changedKey(value, { [needs]: id ?? (needs === 'group' ? '' : undefined) }))}
          clearable={mayBeOpen(sort)}
          none={mayBeOpen(sort) ? t('devices.keys.open') : undefined}
          input={{ size: 'xs', 'aria-label': name, error: fault(needs) ?? fault('agent') ?? fault('group'), readOnly }}
        />
      );
    case 'slot':
      return <NumberInput size="xs" aria-label={name} min={1} max={99} hideControls allowDecimal={false} readOnly={readOnly} error={fault('slot')} value={value.slot ?? ''} onChange={(slot) => onChange(changedKey(value, { slot: Number(slot) || undefined }))} />;
    case 'number':
      return <TextInput size="xs" aria-label={name} inputMode="tel" maxLength={40} autoComplete="off" readOnly={readOnly} error={fault('number')} value={value.number ?? ''} onChange={(event) => onChange(changedKey(value, { number: event.currentTarget.value }))} onBlur={(event) => onChange(changedKey(value, { number: parsePhone(event.currentTarget.value) }))} />;
    default:
      return <span />;
  }
}

/** Takes the row along: by the pointer, or by the arrow keys. */
function Handle({ at, count, onMove }: Props) {
  const { t } = useText();
  // Where the row is that is being dragged; the handle that has the pointer stays that of the row where it began.
  const place = useRef<number>(undefined);
  return (
    <IconButton
      icon={IconGripVertical}
      iconSize={15}
      data-handle
      className={classes.handle}
      name={t('devices.keys.move', { number: at + 1 })}
      onKeyDown={(event) => {
        const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: count - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        onMove(at, to, true);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        place.current = at;
      }}
      onPointerMove={(event) => {
        const from = place.current;
        if (from === undefined) return;
        const rows = [...(event.currentTarget.closest('ol')?.children ?? [])];
        const over = rows.findIndex((row, i) => {
          const box = row.getBoundingClientRect();
          const middle = box.top + box.height / 2;
          return i > from ? event.clientY > middle && event.clientY < box.bottom : i < from && event.clientY < middle && event.clientY > box.top;
        });
        if (over < 0) return;
        onMove(from, over, false);
        place.current = over;
      }}
      onLostPointerCapture={() => (place.current = undefined)}
    />
  );
}
