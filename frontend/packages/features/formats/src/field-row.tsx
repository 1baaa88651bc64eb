import { NativeSelect, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconGripVertical, IconTrash } from '@tabler/icons-react';
import { IconButton, useText } from '@yobirin/kit';
import { LinesInput } from '@yobirin/kit/record';
import { useRef } from 'react';
import { chooses, TYPES, type AddressTo, type FieldType, type FormatField } from './format';
import classes from './formats.module.css';

const WORDS = { label: classes.partLabel, description: classes.partHint } as const;

interface Props {
  at: number;
  field: FormatField;
  fields: readonly FormatField[];
  /** It is stored: its key and type stay. */
  isKnown: boolean;
  isOpen: boolean;
  readOnly: boolean;
  /** What is wrong with a part of it. */
  fault: (inner: string) => string | undefined;
  onOpen: (open: boolean) => void;
  onChange: (patch: Partial<FormatField>) => void;
  /** `focus`: by keys, so that the handle keeps them. */
  onMove: (from: number, to: number, focus: boolean) => void;
  onRemove: () => void;
}

/** One field: its row, and below it what its type needs. */
export function FieldRow(props: Props) {
  const { at, field, isKnown, isOpen, readOnly, fault, onOpen, onChange, onRemove } = props;
  const { t } = useText();
  const name = field.name || t('formats.field.new');
  const type = t(`formats.type.${field.type}`);
  return (
    <li className={classes.item} data-row={at}>
      <div className={classes.row}>
        {readOnly ? <span /> : <Handle {...props} name={name} />}
        <TextInput size="xs" data-name aria-label={t('formats.field.nameOf', { number: at + 1 })} maxLength={64} autoComplete="off" readOnly={readOnly} error={fault('name')} value={field.name} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        {isKnown || readOnly ? (
          <span className={classes.type}>{type}</span>
        ) : (
          <NativeSelect size="xs" aria-label={t('formats.field.typeOf', { name })} error={fault('type')} data={TYPES.map((value) => ({ value, label: t(`formats.type.${value}`) }))} value={field.type} onChange={(event) => onChange({ type: event.currentTarget.value as FieldType })} />
        )}
        <input className={classes.required} type="checkbox" aria-label={t('formats.field.requiredOf', { name })} disabled={readOnly} checked={field.required ?? false} onChange={(event) => onChange({ required: event.currentTarget.checked })} />
        <TextInput
          size="xs"
          aria-label={t('formats.field.position.of', { name })}
          inputMode="numeric"
          maxLength={3}
          placeholder="–"
          readOnly={readOnly}
          error={fault('position')}
          value={field.position ?? ''}
          onChange={(event) => {
            const digits = event.currentTarget.value.normalize('NFKC').replace(/\D/g, '');
            onChange({ position: Number(digits) });
          }}
        />
        <IconButton icon={isOpen ? IconChevronDown : IconChevronRight} iconSize={15} name={t('formats.field.more', { name })} aria-expanded={isOpen} onClick={() => onOpen(!isOpen)} />
        {readOnly ? null : <IconButton icon={IconTrash} iconSize={15} name={t('formats.field.remove', { name })} onClick={onRemove} />}
      </div>
      {isOpen || fault('choices') || fault('key') ? <More {...props} /> : null}
    </li>
  );
}

/** Takes the row along: by the pointer, or by the arrow keys. */
function Handle({ at, fields, name, onMove }: Props & { name: string }) {
  const { t } = useText();
  // Where the row is that is being dragged; the handle that has the pointer stays that of the row where it began.
  const place = useRef<number>(undefined);
  return (
    <IconButton
      icon={IconGripVertical}
      iconSize={15}
      data-handle
      className={classes.handle}
      name={t('formats.field.move', { name })}
      onKeyDown={(event) => {
        const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: fields.length - 1 }[event.key];
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
        if (place.current === undefined) return;
        const rows = [...(event.currentTarget.closest('ol')?.children ?? [])];
        const over = rows.findIndex((row, i) => {
          const box = row.getBoundingClientRect();
          // Past the middle of a row on the way to it: else rows of unlike heights would change places for ever.
          const from = place.current ?? 0;
          return i > from ? event.clientY > box.top + box.height / 2 && event.clientY < box.bottom : i < from && event.clientY < box.top + box.height / 2 && event.clientY > box.top;
        });
        if (over < 0) return;
        onMove(place.current, over, false);
        place.current = over;
      }}
      onLostPointerCapture={() => (place.current = undefined)}
    />
  );
}

/** Key, choices, address: what few fields need. */
function More({ field, fields, isKnown, readOnly, fault, onChange }: Props) {
  const { t } = useText();
  return (
    <div className={classes.more}>
      <TextInput
        size="xs"
        classNames={WORDS}
        label={t('formats.field.key')}
        description={t('formats.field.key.hint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        className={classes.key}
        maxLength={32}
        autoComplete="off"
        spellCheck={false}
        readOnly={readOnly || isKnown}
        error={fault('key')}
        value={field.key}
        onChange={(event) => onChange({ key: event.currentTarget.value })}
      />
      {chooses(field.type) ? (
        <LinesInput size="xs" rows={4} classNames={WORDS} label={t('formats.field.choices')} description={t('formats.field.choices.hint')} inputWrapperOrder={['label', 'input', 'error', 'description']} readOnly={readOnly} error={fault('choices')} value={field.choices ?? []} onLines={(choices) => onChange({ choices })} />
      ) : null}
      {field.type === 'postcode' ? <Address address={field.address ?? {}} fields={fields} readOnly={readOnly} fault={fault} onChange={(address) => onChange({ address })} /> : null}
    </div>
  );
}

const PARTS = ['prefecture', 'city', 'town'] as const;

interface AddressProps {
  address: AddressTo;
  fields: readonly FormatField[];
  readOnly: boolean;
  fault: (inner: string) => string | undefined;
  onChange: (address: AddressTo) => void;
}

/** 自動入力: which fields a postcode fills. */
function Address({ address, fields, readOnly, fault, onChange }: AddressProps) {
  const { t } = useText();
  const texts = fields.filter((f) => f.type === 'text' || f.type === 'long-text').map((f) => ({ value: f.key, label: f.name || f.key }));
  return (
    <fieldset className={classes.address}>
      <legend>{t('formats.address')}</legend>
      {PARTS.map((part) => (
        <NativeSelect key={part} size="xs" classNames={WORDS} label={t(`formats.address.${part}`)} disabled={readOnly} error={fault(`address.${part}`)} data={[{ value: '', label: t('formats.address.none') }, ...texts]} value={address[part] ?? ''} onChange={(event) => onChange({ ...address, [part]: event.currentTarget.value })} />
      ))}
      <p className={classes.quiet}>{t('formats.address.hint')}</p>
    </fieldset>
  );
}
