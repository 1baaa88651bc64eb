import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { FilterChoice, FilterLine, FilterText, type FilterOption } from '../filter';
import { useText } from '../i18n';
import { isComposing } from '../parts';
import { FilterReference } from './filter-reference';
import classes from './record.module.css';
import type { Recorded, RecordFilter, RecordNoun } from './types';

type Change = (change: Record<string, string | undefined>) => void;

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  filters: Readonly<Record<string, string | undefined>>;
  change: Change;
  clear: () => void;
  active: boolean;
}

/** Search and filters of a list, kept in the URL. */
export function RecordFilters<T extends Recorded>({ noun, filters, change, clear, active }: Props<T>) {
  return (
    <FilterLine active={active} onClear={clear}>
      <Search value={filters['q']} onChange={(q) => change({ q })} />
      {(noun.filters ?? []).map((filter) => (
        <One key={filter.column} filter={filter} value={filters[filter.column]} onChange={(value) => change({ [filter.column]: value })} />
      ))}
    </FilterLine>
  );
}

/** Time after the last key until the list is asked. */
const PAUSE = 250;

/** The search follows what is typed; Escape takes it off, the arrow down goes to the list. */
function Search({ value, onChange }: { value: string | undefined; onChange: (q: string | undefined) => void }) {
  const { t } = useText();
  const [draft, setDraft] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const name = t('record.search');
  useEffect(() => () => clearTimeout(timer.current), []);
  const apply = (text: string) => {
    clearTimeout(timer.current);
    const next = text.trim() || undefined;
    if (next !== value) onChange(next);
  };
  return (
    <span className={classes.search} data-on={value !== undefined || undefined}>
      <IconSearch size={14} aria-hidden />
      <input
        ref={input}
        data-search
        type="text"
        maxLength={100}
        value={draft ?? value ?? ''}
        placeholder={name}
        aria-label={name}
        title={t('record.searchKey')}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setDraft(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => apply(text), PAUSE);
        }}
        onBlur={() => {
          if (draft !== undefined) apply(draft);
          setDraft(undefined);
        }}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Enter') apply(draft ?? value ?? '');
          if (event.key === 'Escape' && (draft ?? value)) {
            event.preventDefault();
            event.stopPropagation();
            setDraft('');
            apply('');
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            document.querySelector<HTMLElement>('#page [role=row][tabindex="0"]')?.focus();
          }
        }}
      />
      {value !== undefined ? (
        <button
          type="button"
          aria-label={t('filter.clearOne', { name })}
          onClick={() => {
            input.current?.focus(); // the button goes away, and the focus would with it
            onChange(undefined);
          }}
        >
          <IconX size={13} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}

function One({ filter, value, onChange }: { filter: RecordFilter; value: string | undefined; onChange: (value: string | undefined) => void }) {
  const { t } = useText();
  const name = t(filter.label);
  switch (filter.kind) {
    case 'text':
      return <FilterText name={name} value={value} clean={(text) => text.trim()} onChange={onChange} />;
    case 'yes-no':
      return <FilterChoice name={name} value={value} options={[{ value: 'true', label: t('record.yes') }, { value: 'false', label: t('record.no') }]} onChange={onChange} />;
    case 'reference':
      return <FilterReference noun={filter.noun} name={name} value={value} onChange={onChange} />;
    case 'loaded':
      return <ByOptions name={name} value={value} onChange={onChange} useOptions={filter.useOptions} />;
    default:
      return <FilterChoice name={name} value={value} options={filter.options.map((o) => ({ value: o.value, label: t(o.label) }))} onChange={onChange} />;
  }
}

function ByOptions({ name, value, onChange, useOptions }: { name: string; value: string | undefined; onChange: (value: string | undefined) => void; useOptions: () => readonly FilterOption[] }) {
  return <FilterChoice name={name} value={value} options={useOptions()} onChange={onChange} />;
}
