import { IconSearch } from '@tabler/icons-react';
import { isComposing } from './composing';
import classes from './search-box.module.css';

interface Props {
  value: string;
  onChange: (text: string) => void;
  /** Its name and its placeholder. */
  label: string;
}

/** A field that narrows what stands below it while one types. Escape empties it. */
export function SearchBox({ value, onChange, label }: Props) {
  return (
    <label className={classes.box}>
      <IconSearch size={14} aria-hidden />
      <input
        type="search"
        value={value}
        placeholder={label}
        aria-label={label}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && !isComposing(event.nativeEvent) && onChange('')}
      />
    </label>
  );
}
