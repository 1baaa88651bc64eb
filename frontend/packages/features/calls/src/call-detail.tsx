import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { IconCopy } from '@tabler/icons-react';
import { Blank, Failure, formatPhone, hasText, IconButton, Loading, Sheet, useText, useTimes, useViewer } from '@yobirin/kit';
import { useRow } from '@yobirin/live';
import { asProblem, farSide, getCall, type CallRecord } from '@yobirin/wire';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { CallTo } from './call-to';
import classes from './calls.module.css';
import type { Names } from './event-text';
import { CallKind, PartyCell } from './kind';
import { Ladder } from './ladder-view';
import { qualityOf } from './quality';
import { QualityStrip } from './quality-strip';
import { joinedOf, startOf } from './joined';
import { Length, Talked } from './lengths';
import { Recordings } from './recordings';
import { useChoices } from './use-calls';

/** A call beside the list: its facts, its recording, its timeline (W-HIST-5). */
export function CallDetail() {
  const { t } = useText();
  const { callId } = useParams({ strict: false }) as { callId: string };
  const navigate = useNavigate();
  const call = useQuery({ queryKey: ['call', callId], queryFn: ({ signal }) => getCall(callId, signal), refetchInterval: (query) => (query.state.data && !query.state.data.call.endedAt ? 2000 : false) });
  const close = useCallback(() => void navigate({ to: '/history', search: true } as never), [navigate]);
  const problem = call.isError ? asProblem(call.error) : undefined;
  return (
    <Sheet key={callId} title={t('detail.title')} note={call.data ? <CallKind call={call.data.call} /> : null} tools={<CopyId id={callId} />} onClose={close}>
      {call.data ? (
        <Record record={call.data} />
      ) : problem ? (
        <Failure unreachable={problem.code === 'unreachable'} detail={problem.message} onRetry={() => void call.refetch()} />
      ) : (
        <Loading rows={8} />
      )}
    </Sheet>
  );
}

function CopyId({ id }: { id: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      icon={IconCopy}
      name={t(copied ? 'detail.copied' : 'detail.copy')}
      onClick={() => {
        navigator.clipboard?.writeText(id).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
    />
  );
}

function Record({ record }: { record: CallRecord }) {
  const { t } = useText();
  const names = useNames(record);
  const hasQuality = record.reports.length > 0 || record.events.some((event) => qualityOf(event) !== undefined);
  return (
    <>
      <Facts record={record} />
      {record.call.hasRecording ? (
        <section className={classes.section} aria-label={t('detail.recording')}>
          <Recordings record={record} names={names} />
        </section>
      ) : null}
      {hasQuality ? (
        <section className={classes.section} aria-label={t('quality.title')}>
          <QualityStrip record={record} />
        </section>
      ) : null}
      <section className={classes.section} aria-label={t('detail.timeline')}>
        <h3 className={classes.sectionTitle}>{t('detail.timeline')}</h3>
        {record.events.length > 0 ? <Ladder record={record} names={names} /> : <Blank title={t('detail.none')} />}
      </section>
    </>
  );
}

function Facts({ record }: { record: CallRecord }) {
  const { t } = useText();
  const { call } = record;
  const joined = useMemo(() => joinedOf(record), [record]);
  const times = useTimes();
  const far = farSide(call, useRow('agents', useViewer().id)?.extension ?? '');
  const cause = `cause.${call.cause ?? ''}`;
  return (
    <dl className={classes.facts}>
      <Fact name={t('calls.started')}>{`${times.date(call.startedAt)} ${times.clock(call.startedAt)}`}</Fact>
      <Fact name={t('calls.from')}>{far === call.from ? <CallTo party={far} /> : null}<PartyCell party={call.from} /></Fact>
      <Fact name={t('calls.to')}>{far === call.to ? <CallTo party={far} /> : null}<PartyCell party={call.to} /></Fact>
      <Fact name={t('calls.number')}>{formatPhone(call.phoneNumber) || '–'}</Fact>
      <Fact name={t('detail.waited')}><Length seconds={call.waitSeconds} /></Fact>
      <Fact name={t('detail.talked')}><Talked call={call} /></Fact>
      <Fact name={t('calls.group')}>{call.group?.name ?? '–'}</Fact>
      <Fact name={t('calls.agent')}>{call.agent?.name ?? '–'}</Fact>
      <Fact name={t('calls.cause')}>{hasText(cause) ? t(cause) : call.cause || '–'}</Fact>
      {joined.to ? (
        <Fact name={t('detail.joinedTo')}>
          <OtherCall id={joined.to} />
        </Fact>
      ) : null}
      {joined.by.length > 0 ? (
        <Fact name={t('detail.joinedBy')}>
          {joined.by.map((id) => (
            <OtherCall key={id} id={id} />
          ))}
        </Fact>
      ) : null}
    </dl>
  );
}

/** A link to a call whose conversation went on here, or the other way round. */
function OtherCall({ id }: { id: string }) {
  const { t } = useText();
  const times = useTimes();
  const at = startOf(id);
  return (
    <Link className={classes.joined} to="/history/$callId" params={{ callId: id } as never} search={true as never} title={t('detail.openJoined')}>
      {t('detail.joinedCall', { time: at === undefined ? id.slice(0, 8) : times.clock(at) })}
    </Link>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function useNames(record: CallRecord): Names {
  const { agents } = useChoices();
  return useMemo(() => {
    const agent = new Map(agents.map((a) => [a.id, a.name]));
    for (const party of record.parties) if (party.agentId && !agent.has(party.agentId)) agent.set(party.agentId, party.label);
    return { agent: (id) => agent.get(id) };
  }, [agents, record]);
}
