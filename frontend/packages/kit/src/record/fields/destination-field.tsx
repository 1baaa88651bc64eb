import { NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useText, type Key } from '../../i18n';
import { useField } from '../form-context';
import type { ChoiceNoun } from '../types';
import { PlayButton } from './audio-field';
import { Picker } from './reference-field';
import type { FieldProps } from './props';
import classes from './fields.module.css';

/** Where a call is sent (server: route.Destination). The field that its kind names is set. */
export interface Destination {
  kind?: string;
  group?: string;
  agent?: string;
  extension?: string;
  ivr?: string;
  audio?: string;
  voicemail?: boolean;
  transfer?: string;
  conference?: number;
  cause?: string;
}

export type DestinationKind = 'group' | 'agent' | 'extension' | 'ivr' | 'audio' | 'transfer' | 'conference' | 'hangup';

export const KINDS: Record<DestinationKind, { label: Key; noun?: ChoiceNoun }> = {
  group: { label: 'record.to.group', noun: 'groups' },
  agent: { label: 'record.to.agent', noun: 'agents' },
  ivr: { label: 'record.to.ivr', noun: 'ivrs' },
  audio: { label: 'record.to.audio', noun: 'audios' },
  transfer: { label: 'record.to.transfer', noun: 'transfers' },
  extension: { label: 'record.to.extension' },
  conference: { label: 'record.to.conference' },
  hangup: { label: 'record.to.hangup' },
};

interface Props extends FieldProps {
  /** Which kinds may be chosen; without it all. */
  kinds?: readonly DestinationKind[];
  /** What is done when nothing is chosen. */
  none?: string;
}

/** Where calls go: first the kind of place, then which one. */
export function DestinationField({ kinds, none, ...own }: Props) {
  const { t } = useText();
  const field = useField<Destination>(own.name);
  const id = useId();
  const value = field.value ?? {};
  const kind = value.kind ?? '';
  const offered = (kinds ?? (Object.keys(KINDS) as DestinationKind[])).map((k) => ({ value: k as string, label: t(KINDS[k].label) }));
  if (kind !== '' && !offered.some((o) => o.value === kind)) offered.push({ value: kind, label: kind in KINDS ? t(KINDS[kind as DestinationKind].label) : kind });
  return (
    <div className={classes.field} role="group" aria-labelledby={id} data-field={own.name}>
      <span id={id} className={classes.label}>
        {own.label}
      </span>
      <div className={classes.destination}>
        <NativeSelect
          size="xs"
          aria-label={t('record.to.kind')}
          disabled={field.readOnly}
          ref={field.ref}
          data={[{ value: '', label: none ?? t('record.to.unset') }, ...offered]}
          value={kind}
          onBlur={field.onBlur}
          classNames={{ input: classes.input }}
          onChange={(event) => field.set(event.currentTarget.value === '' ? null : begun(event.currentTarget.value))}
        />
        <Target value={value} readOnly={field.readOnly} onChange={field.set} onBlur={field.onBlur} />
      </div>
      {field.error ? (
        <span role="alert" className={classes.error}>
          {field.error}
        </span>
      ) : null}
      {own.hint ? <span className={classes.hint}>{own.hint}</span> : null}
    </div>
  );
}

/** What callers can be told when they are turned away (server: hangups). */
const CAUSES = ['busy', 'rejected', 'congestion', 'not-found', 'normal'] as const;

/** A destination of a kind, of which no place is chosen yet. */
const begun = (kind: string): Destination => (kind === 'hangup' ? { kind, cause: CAUSES[0] } : { kind });

interface TargetProps {
  value: Destination;
  readOnly: boolean;
  onChange: (value: Destination) => void;
  onBlur: () => void;
}

function Target({ value, readOnly, onChange, onBlur }: TargetProps) {
  const { t } = useText();
  const kind = value.kind as DestinationKind | undefined;
  const known = kind === undefined ? undefined : KINDS[kind];
  if (!kind || !known) return null;
  const name = t(known.label);
  if (kind === 'hangup') {
    return <NativeSelect size="xs" aria-label={name} disabled={readOnly} data={CAUSES.map((cause) => ({ value: cause as string, label: t(`cause.${cause}`) }))} value={value.cause ?? 'busy'} onBlur={onBlur} onChange={(event) => onChange({ kind, cause: event.currentTarget.value })} />;
  }
  if (kind === 'extension') {
    return <TextInput size="xs" aria-label={name} inputMode="tel" autoComplete="off" readOnly={readOnly} value={value.extension ?? ''} onBlur={onBlur} onChange={(event) => onChange({ kind, extension: event.currentTarget.value })} />;
  }
  if (kind === 'conference') {
    return <NumberInput size="xs" aria-label={name} hideControls readOnly={readOnly} value={value.conference ?? ''} onBlur={onBlur} onChange={(next) => onChange({ kind, conference: Number(next) || undefined })} />;
  }
  if (kind === 'audio') return <AudioTarget value={value} readOnly={readOnly} onChange={onChange} onBlur={onBlur} />;
  const key = kind as 'group' | 'agent' | 'ivr' | 'transfer';
  return <Picker noun={known.noun!} value={value[key]} onChange={(id) => onChange({ kind, [key]: id ?? undefined })} input={{ 'aria-label': name, readOnly, size: 'xs', onBlur }} />;
}

/** An audio file, and whether a message is taken after it (C-ROUTE-1). */
function AudioTarget({ value, readOnly, onChange, onBlur }: TargetProps) {
  const { t } = useText();
  const put = (audio: string | undefined, voicemail: boolean) => onChange({ kind: 'audio', audio, ...(voicemail ? { voicemail } : {}) });
  return (
    <div>
      <div className={classes.audio} data-bare="">
        <Picker noun="audios" value={value.audio} onChange={(id) => put(id ?? undefined, value.voicemail === true)} input={{ 'aria-label': t('record.to.audio'), readOnly, size: 'xs', onBlur, classNames: { root: classes.grow } as never }} />
        <PlayButton id={value.audio} />
      </div>
      <Switch size="xs" mt={6} label={t('record.to.voicemail')} checked={value.voicemail === true} disabled={readOnly} onBlur={onBlur} onChange={(event) => put(value.audio, event.currentTarget.checked)} />
    </div>
  );
}
