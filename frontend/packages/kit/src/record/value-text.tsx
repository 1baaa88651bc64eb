import { useMemo } from 'react';
import { hasText, useText, type Key } from '../i18n';
import type { ChoiceNoun, Recorded, RecordNoun } from './types';
import { KINDS, type Destination, type DestinationKind } from './fields/destination-field';
import { choiceText, useNamed } from './use-choices';

/** How the fields of a noun, or of a document, are called and read. */
export type NounWords = Pick<RecordNoun<Recorded>, 'name' | 'fields' | 'references' | 'valueText'>;

/** Name of a field in words: the noun's own key, else `agents.extension`, else as it is called. */
export function useFieldName(noun: NounWords): (field: string) => string {
  const { t } = useText();
  return useMemo(
    () => (field: string) => {
      const own = noun.fields?.[field];
      if (own) return t(own);
      const key = `${noun.name}.${field}`;
      return hasText(key) ? t(key) : field;
    },
    [noun, t],
  );
}

interface Props {
  noun: NounWords;
  field: string;
  value: unknown;
}

/** A field's value in words: names in place of ids, yes and no, lists. */
export function ValueText({ noun, field, value }: Props) {
  const { t } = useText();
  const own = noun.valueText?.(field, value, (key: Key) => t(key));
  const reference = noun.references?.[field];
  if (own !== undefined) return <>{own}</>;
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return <span data-none>–</span>;
  if (reference && (typeof value === 'string' || Array.isArray(value))) return <Names noun={reference} ids={Array.isArray(value) ? value.map(String) : [value]} />;
  if (isDestination(value)) return <DestinationText value={value} />;
  return <>{textOf(value, t)}</>;
}

const isDestination = (value: unknown): value is Destination & { kind: DestinationKind } => typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && value.kind in KINDS;

/** Where calls go, by name. */
export function DestinationText({ value }: { value: Destination & { kind: DestinationKind } }) {
  const { t } = useText();
  const { label, noun } = KINDS[value.kind];
  const target = noun ? value[value.kind as 'group'] : undefined;
  return (
    <>
      {t(label)} {noun && target ? <Names noun={noun} ids={[target]} /> : (value.extension ?? value.conference ?? (value.cause && hasText(`cause.${value.cause}`) ? t(`cause.${value.cause}` as Key) : ''))}
    </>
  );
}

function Names({ noun, ids }: { noun: ChoiceNoun; ids: string[] }) {
  const named = useNamed(noun, ids);
  return <>{ids.map((id) => named.get(id)).map((choice, i) => (choice ? choiceText(choice).name : ids[i])).join(', ')}</>;
}

function textOf(value: unknown, t: (key: Key) => string): string {
  if (typeof value === 'boolean') return t(value ? 'record.on' : 'record.off');
  if (Array.isArray(value)) return value.map((item) => textOf(item, t)).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, item]) => `${key}: ${textOf(item, t)}`)
      .join(', ');
  }
  return String(value);
}
