import { Popover } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import classes from './filter.module.css';

interface Props {
  name: string;
  /** What is chosen, in words; undefined when the filter is off. */
  value: string | undefined;
  onClear: () => void;
  width?: number;
  children: (close: () => void) => ReactNode;
}

/** One filter on the line: its name, or its name with what is chosen and a way to take it off. */
export function FilterChip({ name, value, onClear, width = 220, children }: Props) {
  const { t } = useText();
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <span className={classes.chip} data-on={value !== undefined || undefined}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" offset={4} width={width} trapFocus returnFocus shadow="md">
        <Popover.Target>
          <button ref={opener} type="button" className={classes.open} aria-haspopup="dialog" onClick={() => setOpened(!opened)}>
            <span className={classes.name}>{name}</span>
            {value === undefined ? <IconChevronDown size={13} aria-hidden /> : <span className={classes.value} title={value}>{value}</span>}
          </button>
        </Popover.Target>
        <Popover.Dropdown className={classes.dropdown} aria-label={name}>
          {opened ? children(close) : null}
        </Popover.Dropdown>
      </Popover>
      {value !== undefined ? (
        <button
          type="button"
          className={classes.clear}
          aria-label={t('filter.clearOne', { name })}
          onClick={() => {
            opener.current?.focus(); // the button goes away, and the focus would with it
            onClear();
          }}
        >
          <IconX size={13} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
