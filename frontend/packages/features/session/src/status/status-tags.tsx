import { Menu } from '@mantine/core';
import { IconAlertCircle, IconCaretDownFilled, IconRotate } from '@tabler/icons-react';
import { AgentMark, backAt, byExtension, codeText, Countdown, NextMark, nextOf, StatusChoices, statusOf, TagSquare, Timer, useText, useViewer } from '@yobirin/kit';
import { isPaused, useRow, useRows, type AgentRow, type GroupRow } from '@yobirin/live';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { useCallback, useState } from 'react';
import classes from './status.module.css';

/** Own status: the white tag for all groups, a tag for each group, one click back to available. */
export function StatusTags({ room, allKey }: { room: number; /** The key that makes one available in all groups, where there is one. */ allKey?: string }) {
  const { t } = useText();
  const viewer = useViewer();
  const me = useRow('agents', viewer.id);
  const groups = useRows('groups');
  const [problem, setProblem] = useState<string>();
  if (!me) return <div className={classes.tags} />;

  const change = (scope: string, status: string) => {
    setProblem(undefined);
    setAgentStatus(me.id, scope, status).catch((error: unknown) => setProblem(asProblem(error).message));
  };
  const mine = me.groups.map((g) => groups.get(g.id)).filter((g) => g !== undefined).sort(byExtension);
  // A pause that was asked for during a call is taken back as one that has begun.
  const paused = me.state === 'paused' || me.state === 'acw' || me.groups.some((g) => isPaused(g) || (g.next !== undefined && g.next !== 'available'));
  return (
    <div className={classes.tags}>
      <OwnTag me={me} onChange={(status) => change('all', status)} />
      {mine.slice(0, room).map((group) => (
        <GroupTag key={group.id} me={me} group={group} onChange={(status) => change(group.id, status)} />
      ))}
      {mine.length > room ? <MoreTags me={me} groups={mine.slice(room)} onChange={change} /> : null}
      {mine.length > 0 || paused ? (
        <button type="button" className={classes.allAvailable} title={allKey} disabled={!paused} onClick={() => change('all', 'available')}>
          <IconRotate size={15} stroke={1.8} aria-hidden />
          {t('status.allAvailable')}
        </button>
      ) : null}
      {problem ? (
        <button type="button" className={classes.problem} role="alert" onClick={() => setProblem(undefined)}>
          <IconAlertCircle size={15} aria-hidden />
          {t('status.failed', { detail: problem })}
        </button>
      ) : null}
    </div>
  );
}

function OwnTag({ me, onChange }: { me: AgentRow; onChange: (status: string) => void }) {
  const { t } = useText();
  const statuses = useRows('statuses');
  const until = backAt(me);
  const left = useCallback((time: string) => t('status.left', { time }), [t]);
  const cause = me.state === 'error' && me.cause ? codeText('cause', me.cause, t) : undefined;
  return (
    <Menu position="bottom-start" offset={4} width={200}>
      <Menu.Target>
        <button type="button" className={classes.own} aria-label={t('status.own')} title={cause} data-state={me.state}>
          <span className={classes.ownMark}>
            <AgentMark state={me.state} status={statusOf(me, statuses)} size={16} />
          </span>
          <NextMark next={nextOf(me)} />
          {until === undefined ? <Timer since={me.since} /> : <Countdown until={until} say={left} />}
          <IconCaretDownFilled size={11} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.state === 'offline' ? t('status.noPhone') : (cause ?? t('status.all'))}</Menu.Label>
        <StatusChoices current={me.statusId ?? 'available'} onChoose={onChange} />
      </Menu.Dropdown>
    </Menu>
  );
}

function GroupTag({ me, group, onChange }: { me: AgentRow; group: GroupRow; onChange: (status: string) => void }) {
  const { t } = useText();
  const statuses = useRows('statuses');
  const status = statusOf(me, statuses, group.id);
  const paused = isPaused(me.groups.find((g) => g.id === group.id));
  return (
    <Menu position="bottom-start" offset={4} width={200}>
      <Menu.Target>
        <button type="button" className={classes.tag} aria-label={t('status.group', { group: group.name })}>
          <TagSquare color={group.color} />
          <span className={classes.tagName}>{group.name}</span>
          <AgentMark state={paused ? 'paused' : 'available'} status={status} size={13} bare={!paused} />
          <NextMark next={me.groups.find((g) => g.id === group.id)?.next} />
          <IconCaretDownFilled size={11} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{group.name}</Menu.Label>
        <StatusChoices current={status?.id ?? (paused ? '' : 'available')} onChoose={onChange} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface MoreProps {
  me: AgentRow;
  groups: GroupRow[];
  onChange: (scope: string, status: string) => void;
}

/** Groups that have no room on the bar; each opens its own choices. */
function MoreTags({ me, groups, onChange }: MoreProps) {
  const { t } = useText();
  const statuses = useRows('statuses');
  return (
    <Menu position="bottom-start" offset={4} width={240}>
      <Menu.Target>
        <button type="button" className={classes.tag}>
          {t('status.more', { count: groups.length })}
          <IconCaretDownFilled size={11} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map((group) => {
          const status = statusOf(me, statuses, group.id);
          const paused = isPaused(me.groups.find((g) => g.id === group.id));
          return (
            <Menu.Sub key={group.id}>
              <Menu.Sub.Target>
                <Menu.Sub.Item leftSection={<TagSquare color={group.color} />} rightSection={<AgentMark state={paused ? 'paused' : 'available'} status={status} />}>
                  {group.name}
                </Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                <StatusChoices current={status?.id ?? (paused ? '' : 'available')} onChoose={(next) => onChange(group.id, next)} />
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
