import { comboText, isComposing } from '@yobirin/feature-phone';
import { useText } from '@yobirin/kit';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Side } from '../shell/side';
import { useCallees, useEntries, type Entry } from './entries';
import { best } from './fuzzy';
import classes from './palette.module.css';

/** Everything that can be done is in the list before one types. */
const MOST = 80;

/** Ctrl+K: call somebody, do something with the call, change the status, open a page — by typing. */
export function Palette({ side, onClose }: { side: Side; onClose: () => void }) {
  const { t } = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const callees = useCallees(typed);
  const entries = useEntries(side);
  const shown = [...callees, ...best(typed, entries, (e) => `${e.text} ${e.also ?? ''}`, MOST)].slice(0, MOST);
  const active = Math.min(at, shown.length - 1);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    // After the dialog is gone, so that what is focused next keeps the focus.
    setTimeout(entry.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((active + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(shown[active]);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-label={t('agent.palette')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={classes.box}>
        <input
          className={classes.field}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[active] ? `${id}-${active}` : undefined}
          aria-label={t('agent.palette.field')}
          placeholder={t('agent.palette.field')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <ul id={`${id}-list`} className={classes.list} role="listbox" aria-label={t('agent.palette')}>
          {shown.map((entry, i) => (
            <EntryRow key={entry.id} id={`${id}-${i}`} entry={entry} active={i === active} onPoint={() => setAt(i)} onChoose={() => choose(entry)} />
          ))}
        </ul>
        {shown.length === 0 ? <p className={classes.none}>{t('agent.palette.none')}</p> : null}
      </div>
    </dialog>
  );
}

interface RowProps {
  id: string;
  entry: Entry;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function EntryRow({ id, entry, active, onPoint, onChoose }: RowProps) {
  const { t } = useText();
  return (
    <li id={id} role="option" aria-selected={active} className={classes.entry} ref={active ? intoView : undefined} onMouseMove={onPoint} onClick={onChoose}>
      <span className={classes.kind}>{t(entry.kind)}</span>
      <span className={classes.text}>{entry.text}</span>
      {entry.combo ? <kbd>{comboText(entry.combo)}</kbd> : null}
    </li>
  );
}

/** No arrow: what scrolling gives back would be taken for a clean-up. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
