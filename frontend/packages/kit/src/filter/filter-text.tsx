import { IconSearch, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useText } from '../i18n';
import { isComposing } from '../parts/composing';
import classes from './filter.module.css';

interface Props {
  name: string;
  value: string | undefined;
  /** Cleans what was typed or pasted; an empty result takes the filter off. */
  clean: (text: string) => string;
  onChange: (value: string | undefined) => void;
}

/** A filter by typed text; Enter or leaving the field applies it. */
export function FilterText({ name, value, clean, onChange }: Props) {
  const { t } = useText();
  const [draft, setDraft] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const shown = draft ?? value ?? '';
  const apply = () => {
    if (draft === undefined) return;
    const next = clean(draft);
    setDraft(undefined);
    if (next !== (value ?? '')) onChange(next || undefined);
  };
  return (
    <span className={classes.text} data-on={value !== undefined || undefined}>
      <IconSearch size={14} aria-hidden />
      <input
        ref={input}
        data-search
        value={shown}
        placeholder={name}
        aria-label={name}
        inputMode="tel"
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Enter') apply();
          if (event.key === 'Escape') setDraft(undefined);
        }}
      />
      {value !== undefined ? (
        <button
          type="button"
          className={classes.clear}
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
