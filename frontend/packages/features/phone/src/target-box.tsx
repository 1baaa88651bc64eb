import { IconPhoneFilled, IconUsersGroup, type Icon } from '@tabler/icons-react';
import { AgentMark, statusOf, TagSquare, useText, useViewer } from '@yobirin/kit';
import { useRows } from '@yobirin/live';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { isComposing } from './keys';
import classes from './dial.module.css';
import { findTargets, isNumber, type Target } from './targets';

interface Props {
  text: string;
  onText: (text: string) => void;
  /** A number, an extension, or whatever was typed: the seat cleans it. */
  onPick: (to: string) => void;
  label: string;
  /** Name of the button that takes what is typed. */
  submit: string;
  icon?: Icon;
  /** Groups too, and the list also before anything is typed. */
  wide?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
  tools?: ReactNode;
  /** No list: what stands in its place stays. */
  listless?: boolean;
  /** In the list's place while nothing is typed. */
  children?: ReactNode;
}

/** One field for numbers in any writing and for names of colleagues: type, choose with the arrows, Enter. */
export function TargetBox({ text, onText, onPick, label, submit, icon: Glyph = IconPhoneFilled, wide = false, inputRef, autoFocus, tools, listless = false, children }: Props) {
  const { t } = useText();
  const id = useId();
  const [at, setAt] = useState(-1);
  const targets = useTargets(text, wide);
  const listed = (text.trim() !== '' || wide) && !listless;
  const active = listed ? targets[at] : undefined;
  const pick = (to: string) => {
    setAt(-1);
    onPick(to);
  };
  // A name is no number: who alone it fits is meant; of several the first is offered, and Enter again takes it.
  const take = () => {
    if (active) pick(active.to);
    else if (listed && targets.length > 0 && text.trim() && !isNumber(text)) {
      if (targets.length === 1) pick(targets[0]!.to);
      else setAt(0);
    } else if (text.trim()) pick(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && targets.length > 0) {
      event.preventDefault();
      setAt((now) => stepped(now, step, targets.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take();
    }
  };
  return (
    <div className={classes.target}>
      <div className={classes.fieldRow}>
        <input
          ref={inputRef}
          className={classes.field}
          role="combobox"
          aria-expanded={listed && targets.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active ? `${id}-${active.id}` : undefined}
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={80}
          autoFocus={autoFocus}
          value={text}
          onChange={(event) => {
            onText(event.currentTarget.value);
            setAt(-1);
          }}
          onKeyDown={onKeyDown}
        />
        {tools}
        <button type="button" className={classes.dial} aria-label={submit} title={submit} disabled={!text.trim() && !active} onClick={take}>
          <Glyph size={17} aria-hidden />
        </button>
      </div>
      <div className={classes.below}>
        {listed ? (
          <ul id={`${id}-list`} className={classes.targets} role="listbox" aria-label={t('seat.targets')}>
            {targets.map((target, i) => (
              <TargetRow key={target.id} id={`${id}-${target.id}`} target={target} active={i === at} onPick={pick} />
            ))}
          </ul>
        ) : null}
        {listed && targets.length === 0 ? <p className={classes.none}>{t('seat.noTargets')}</p> : null}
        {listed ? null : children}
      </div>
    </div>
  );
}

/** The place after one step of the arrows: round and round, and once a round outside of the list (-1), in the field itself. */
export function stepped(now: number, step: number, length: number): number {
  const places = length + 1;
  return ((now + 1 + step + places) % places) - 1;
}

function useTargets(text: string, wide: boolean): Target[] {
  const viewer = useViewer();
  const agents = useRows('agents');
  const groups = useRows('groups');
  return useMemo(() => (text.trim() || wide ? findTargets(text, { agents: agents.values(), groups: groups.values(), self: viewer.id }, wide) : []), [text, wide, agents, groups, viewer.id]);
}

function TargetRow({ id, target, active, onPick }: { id: string; target: Target; active: boolean; onPick: (to: string) => void }) {
  const statuses = useRows('statuses');
  const { agent, group } = target;
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      className={classes.option}
      ref={active ? intoView : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(target.to)}
    >
      {agent ? <AgentMark state={agent.state} status={statusOf(agent, statuses)} bare size={15} /> : <IconUsersGroup size={15} stroke={1.8} aria-hidden />}
      {group ? <TagSquare color={group.color} /> : null}
      <span className={classes.clip}>{target.name}</span>
      <span className={classes.dim}>{target.to}</span>
    </li>
  );
}

/** No arrow: what scrolling gives back would be taken for a clean-up. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
