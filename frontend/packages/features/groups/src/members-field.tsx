import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp, IconSearch, IconX } from '@tabler/icons-react';
import { Failure, IconButton, Loading, useText } from '@yobirin/kit';
import { getChoices, useField, useNamed } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { LOWEST_LEVEL, type Member } from './group';
import classes from './groups.module.css';
import { LevelInput } from './level-input';
import { found, levelOf, ordered, withAgents, withLevel, type Agent, type Order } from './members';
import { Pane } from './pane';

type Row = Agent & { level: number };
const NONE: Member[] = [];

/** Who serves the group, and at which level: all agents at the left with boxes, the members at the right (C-Q-2). */
export function MembersField() {
  const field = useField<Member[]>('members');
  const members = field.value ?? NONE;
  const everybody = useQuery({ queryKey: ['choices', 'agents', 'all'], queryFn: ({ signal }) => getChoices('agents', {}, signal), staleTime: 60_000 });
  const rows = useRows(members, everybody.data);
  if (everybody.isPending) return <Loading rows={6} />;
  if (everybody.isError) return <Failure unreachable={asProblem(everybody.error).code === 'unreachable'} detail={asProblem(everybody.error).message} onRetry={() => void everybody.refetch()} />;
  return (
    <div className={classes.members} data-one={field.readOnly || undefined} data-field="members">
      {field.readOnly ? null : <Everybody agents={everybody.data} members={members} onChange={field.set} />}
      <Members rows={rows} members={members} readOnly={field.readOnly} onChange={field.set} />
      {field.error ? (
        <p role="alert" className={classes.fault}>
          {field.error}
        </p>
      ) : null}
    </div>
  );
}

/** The members by name. Those who are no choice any more (disabled) are named all the same. */
function useRows(members: readonly Member[], agents: readonly Agent[] | undefined): Row[] {
  const { t } = useText();
  const byId = useMemo(() => new Map((agents ?? []).map((agent) => [agent.id, agent])), [agents]);
  const strangers = useMemo(() => (agents ? members.filter((m) => !byId.has(m.agent)).map((m) => m.agent) : []), [agents, byId, members]);
  const named = useNamed('agents', strangers);
  return useMemo(() => members.map((m) => ({ ...(byId.get(m.agent) ?? { id: m.agent, name: t('groups.disabled', { name: named.get(m.agent)?.name ?? '…' }) }), level: m.level })), [byId, members, named, t]);
}

interface EverybodyProps {
  agents: readonly Agent[];
  members: readonly Member[];
  onChange: (members: Member[]) => void;
}

/** The agents of the site; a box puts one into the group or takes it out. */
function Everybody({ agents, members, onChange }: EverybodyProps) {
  const { t } = useText();
  const [words, setWords] = useState('');
  const there = useMemo(() => new Set(members.map((m) => m.agent)), [members]);
  const shown = useMemo(() => found(agents, words), [agents, words]);
  const on = shown.reduce((n, agent) => n + (there.has(agent.id) ? 1 : 0), 0);
  const put = (which: readonly string[], into: boolean) => onChange(withAgents(members, which, into, LOWEST_LEVEL));
  return (
    <section className={classes.pane} aria-label={t('groups.everybody')}>
      <div className={classes.paneHead}>
        <Search label={t('groups.findAgent')} value={words} onChange={setWords} />
      </div>
      <div className={classes.paneHead} data-columns>
        <label className={classes.all}>
          <input
            type="checkbox"
            aria-label={t('groups.allFound', { count: shown.length })}
            disabled={shown.length === 0}
            checked={shown.length > 0 && on === shown.length}
            ref={(el) => {
              if (el) el.indeterminate = on > 0 && on < shown.length;
            }}
            onChange={() => put(shown.map((a) => a.id), on < shown.length)}
          />
          <span>{t('groups.everybodyCount', { count: shown.length })}</span>
        </label>
        <span className={classes.extension}>{t('groups.extension')}</span>
      </div>
      <Pane items={shown} label={t('groups.everybody')} empty={t(agents.length === 0 ? 'groups.noAgents' : 'groups.nobodyFound')}>
        {(agent, keys) => (
          <label className={classes.row}>
            <input type="checkbox" {...keys} checked={there.has(agent.id)} onChange={(event) => put([agent.id], event.currentTarget.checked)} />
            <span className={classes.who}>{agent.name}</span>
            <span className={classes.extension}>{agent.extension}</span>
          </label>
        )}
      </Pane>
    </section>
  );
}

interface MembersProps {
  rows: readonly Row[];
  members: readonly Member[];
  readOnly: boolean;
  onChange: (members: Member[]) => void;
}

/** The members with their levels; a level for all that are checked. */
function Members({ rows, members, readOnly, onChange }: MembersProps) {
  const { t, language } = useText();
  const [words, setWords] = useState('');
  const [order, setOrder] = useState<{ by: Order; down: boolean }>({ by: 'level', down: false });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => ordered(found(rows, words) as Row[], order.by, order.down, language), [rows, words, order, language]);
  const chosen = shown.filter((row) => picked.has(row.id));
  const pick = (ids: readonly string[], on: boolean) => {
    const next = new Set(picked);
    for (const id of ids) if (on) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  const head = (by: Order, name: string, className?: string) => (
    <button type="button" className={[classes.sort, className].filter(Boolean).join(' ')} aria-pressed={order.by === by} aria-label={t(order.by === by && !order.down ? 'groups.sortDown' : 'groups.sortUp', { name })} onClick={() => setOrder({ by, down: order.by === by && !order.down })}>
      {name}
      {order.by === by ? order.down ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden /> : null}
    </button>
  );
  return (
    <section className={classes.pane} aria-label={t('groups.chosen')}>
      <div className={classes.paneHead}>
        <Search label={t('groups.findMember')} value={words} onChange={setWords} />
        {readOnly ? null : <LevelForAll count={chosen.length} onLevel={(level) => onChange(withLevel(members, new Set(chosen.map((row) => row.id)), level))} onRemove={() => onChange(withAgents(members, chosen.map((row) => row.id), false, LOWEST_LEVEL))} />}
      </div>
      <div className={classes.paneHead} data-columns>
        {readOnly ? null : (
          <input
            type="checkbox"
            aria-label={t('groups.allMembers')}
            disabled={shown.length === 0}
            checked={shown.length > 0 && chosen.length === shown.length}
            ref={(el) => {
              if (el) el.indeterminate = chosen.length > 0 && chosen.length < shown.length;
            }}
            onChange={() => pick(shown.map((row) => row.id), chosen.length < shown.length)}
          />
        )}
        {head('name', t('groups.memberCount', { count: rows.length }), classes.who)}
        {head('extension', t('groups.extension'), classes.extension)}
        {head('level', t('groups.level'), classes.level)}
        {readOnly ? null : <span className={classes.spacer} />}
      </div>
      <Pane items={shown} label={t('groups.chosen')} empty={t(rows.length === 0 ? 'groups.noMembers' : 'groups.nobodyFound')}>
        {(row, keys) => (
          <div className={classes.row}>
            {readOnly ? null : <input type="checkbox" {...keys} aria-label={t('groups.pick', { name: row.name })} checked={picked.has(row.id)} onChange={(event) => pick([row.id], event.currentTarget.checked)} />}
            <span className={classes.who}>{row.name}</span>
            <span className={classes.extension}>{row.extension}</span>
            <LevelInput label={t('groups.levelOf', { name: row.name })} value={row.level} readOnly={readOnly} onLevel={(level) => onChange(withLevel(members, new Set([row.id]), level))} />
            {readOnly ? null : <IconButton icon={IconX} iconSize={14} name={t('groups.remove', { name: row.name })} onClick={() => onChange(withAgents(members, [row.id], false, LOWEST_LEVEL))} />}
          </div>
        )}
      </Pane>
    </section>
  );
}

interface ForAllProps {
  count: number;
  onLevel: (level: number) => void;
  onRemove: () => void;
}

/** Acts on the checked members. */
function LevelForAll({ count, onLevel, onRemove }: ForAllProps) {
  const { t } = useText();
  const [text, setText] = useState('1');
  const level = levelOf(text);
  const set = () => {
    if (level !== undefined && count > 0) onLevel(level);
  };
  return (
    <div className={classes.forAll}>
      <input
        className={classes.levelInput}
        aria-label={t('groups.levelForAll')}
        inputMode="numeric"
        maxLength={2}
        value={text}
        aria-invalid={level === undefined || undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          set();
        }}
      />
      <Button size="compact-xs" variant="default" disabled={count === 0 || level === undefined} title={t('groups.levelForAll')} onClick={set}>
        {t('groups.setLevel', { count })}
      </Button>
      <Button size="compact-xs" variant="default" disabled={count === 0} onClick={onRemove}>
        {t('groups.removeAll')}
      </Button>
    </div>
  );
}

function Search({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      size="xs"
      className={classes.search}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault(); // the form is not meant
      }}
    />
  );
}
