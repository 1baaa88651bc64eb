import { IconCheck } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useText } from '../i18n';
import { FilterChip } from './filter-chip';
import classes from './filter.module.css';

export interface FilterOption {
  value: string;
  label: string;
  note?: string;
}

interface Props {
  name: string;
  options: readonly FilterOption[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A filter by one of several choices; long lists can be searched by typing. */
export function FilterChoice({ name, options, value, onChange }: Props) {
  const shown = value === undefined ? undefined : (options.find((o) => o.value === value)?.label ?? value);
  return (
    <FilterChip name={name} value={shown} onClear={() => onChange(undefined)}>
      {(close) => (
        <Choices
          options={options}
          value={value}
          onChoose={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

interface ChoicesProps {
  options: readonly FilterOption[];
  value: string | undefined;
  onChoose: (value: string) => void;
}

function Choices({ options, value, onChoose }: ChoicesProps) {
  const [words, setWords] = useState('');
  const needle = words.normalize('NFKC').trim().toLowerCase();
  const found = needle ? options.filter((o) => `${o.label}\n${o.note ?? ''}`.toLowerCase().includes(needle)) : options;
  return <FoundChoices options={found} value={value} words={options.length > 8 ? words : undefined} onWords={setWords} onChoose={onChoose} />;
}

/** Choices below the words that found them; without words there is nothing to search by. */
export function FoundChoices({ options: found, value, words, busy, onWords, onChoose }: ChoicesProps & { words: string | undefined; busy?: boolean; onWords: (words: string) => void }) {
  const { t } = useText();
  const step = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[Math.max(0, Math.min(all.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  };
  return (
    <div onKeyDown={step}>
      {words !== undefined ? (
        <input className={classes.find} type="search" value={words} placeholder={t('filter.search')} aria-label={t('filter.search')} onChange={(event) => onWords(event.currentTarget.value)} />
      ) : null}
      <div className={classes.options} aria-busy={busy || undefined}>
        {found.slice(0, 200).map((option) => (
          <button key={option.value} type="button" className={classes.option} aria-pressed={option.value === value} onClick={() => onChoose(option.value)}>
            <span>{option.label}</span>
            {option.note ? <span className={classes.note}>{option.note}</span> : null}
            {option.value === value ? <IconCheck size={14} aria-hidden /> : null}
          </button>
        ))}
        {found.length === 0 ? <p className={classes.none}>{t(busy ? 'app.loading' : 'filter.noMatch')}</p> : null}
      </div>
    </div>
  );
}
