import { IconCheck } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useText } from '../i18n';
import { FilterChip } from './filter-chip';
import classes from './filter.module.css';

interface Option {
  value: string;
  label: string;
  note?: string;
}

interface Props {
  name: string;
  options: readonly Option[];
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

function Choices({ options, value, onChoose }: { options: readonly Option[]; value: string | undefined; onChoose: (value: string) => void }) {
  const { t } = useText();
  const [words, setWords] = useState('');
  const needle = words.normalize('NFKC').trim().toLowerCase();
  const found = needle ? options.filter((o) => `${o.label}\n${o.note ?? ''}`.toLowerCase().includes(needle)) : options;
  const step = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[Math.max(0, Math.min(all.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  };
  return (
    <div onKeyDown={step}>
      {options.length > 8 ? (
        <input className={classes.find} type="search" value={words} placeholder={t('filter.search')} aria-label={t('filter.search')} onChange={(event) => setWords(event.currentTarget.value)} />
      ) : null}
      <div className={classes.options}>
        {found.slice(0, 200).map((option) => (
          <button key={option.value} type="button" className={classes.option} aria-pressed={option.value === value} onClick={() => onChoose(option.value)}>
            <span>{option.label}</span>
            {option.note ? <span className={classes.note}>{option.note}</span> : null}
            {option.value === value ? <IconCheck size={14} aria-hidden /> : null}
          </button>
        ))}
        {found.length === 0 ? <p className={classes.none}>{t('filter.noMatch')}</p> : null}
      </div>
    </div>
  );
}
