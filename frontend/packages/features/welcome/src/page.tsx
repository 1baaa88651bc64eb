import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconArrowRight, IconCircleCheckFilled } from '@tabler/icons-react';
import { Failure, formatPhone, Loading, useMay, useText, useTimes, useToast } from '@yobirin/kit';
import { asProblem, dismissWelcome, loadSample, type Setup, type SetupStep } from '@yobirin/wire';
import { useState } from 'react';
import { LiveCalls } from './live-calls';
import { PhoneMaker } from './phone-maker';
import { stateText, wayOf, type Way } from './steps';
import { useSetup } from './use-setup';
import classes from './welcome.module.css';

/** はじめての設定: from an empty site to one that takes calls, each step as it really stands. */
export function Page() {
  const { t } = useText();
  const { setup, error, retry, again } = useSetup();
  return (
    <div className={classes.page} tabIndex={0} role="region" aria-label={t('welcome.title')}>
      {setup ? (
        <Steps setup={setup} again={again} />
      ) : error ? (
        <Failure unreachable={asProblem(error).code === 'unreachable'} detail={asProblem(error).message} onRetry={retry} />
      ) : (
        <Loading rows={8} height={56} />
      )}
    </div>
  );
}

function Steps({ setup, again }: { setup: Setup; again: () => void }) {
  const { t } = useText();
  const done = setup.steps.filter((step) => step.ok).length;
  const next = setup.steps.find((step) => !step.ok)?.what;
  const number = setup.steps.find((step) => step.what === 'number' && step.ok)?.title;
  return (
    <div className={classes.column}>
      <header className={classes.head}>
        <div>
          <h1>{t('welcome.title')}</h1>
          <p>{setup.complete ? t('welcome.complete') : t('welcome.lead', { count: setup.steps.length })}</p>
        </div>
        <div className={classes.progress}>
          <span role="status">{t('welcome.progress', { done, count: setup.steps.length })}</span>
          <span className={classes.bar} aria-hidden>
            <span style={{ width: `${(100 * done) / setup.steps.length}%` }} />
          </span>
        </div>
      </header>
      {setup.empty ? <Sample again={again} /> : null}
      <ol className={classes.steps}>
        {setup.steps.map((step, i) => (
          <Step key={step.what} step={step} place={i + 1} next={step.what === next} number={number} again={again} />
        ))}
      </ol>
      <Foot setup={setup} again={again} />
    </div>
  );
}

interface StepProps {
  step: SetupStep;
  place: number;
  /** The first that is not done. */
  next: boolean;
  /** The number that a test call is made to. */
  number: string | undefined;
  again: () => void;
}

function Step({ step, place, next, number, again }: StepProps) {
  const { t } = useText();
  const times = useTimes();
  const way = wayOf(step);
  const mayPhones = useMay('devices.edit');
  const why = step.what === 'call' && number ? t('welcome.call.why.number', { number: formatPhone(number) || number }) : t(`welcome.${step.what}.why`);
  const title = t(`welcome.${step.what}`);
  return (
    <li className={classes.step} data-ok={step.ok || undefined} data-next={next || undefined} data-step={step.what} aria-current={next ? 'step' : undefined}>
      <span className={classes.place}>
        {step.ok ? <IconCircleCheckFilled size={26} aria-hidden /> : <span aria-hidden>{place}</span>}
        <span className="sr-only">{t(step.ok ? 'welcome.done' : next ? 'welcome.next' : 'welcome.todo')}</span>
      </span>
      <div className={classes.what}>
        <h2>{title}</h2>
        <p className={classes.why}>{why}</p>
        <p className={classes.state} aria-live="polite">
          {stateText(step, t, (at) => `${times.date(at)} ${times.clock(at).slice(0, 5)}`)}
          {!step.ok && step.detail && step.what === 'trunk' ? <span className={classes.detail}>{step.detail}</span> : null}
        </p>
        {step.what === 'phone' && mayPhones ? <PhoneMaker onMade={again} /> : null}
        {step.what === 'call' ? <LiveCalls /> : null}
      </div>
      {way ? <Go way={way} next={next} title={title} /> : null}
    </li>
  );
}

function Go({ way, next, title }: { way: Way; next: boolean; title: string }) {
  const { t } = useText();
  const may = useMay(way.needs ?? 'settings.see');
  if (!may) return null;
  return (
    <Button className={classes.go} size="xs" component={Link} to={way.to as never} variant={next ? 'filled' : 'default'} rightSection={<IconArrowRight size={14} aria-hidden />} aria-label={`${t(way.label)} (${title})`}>
      {t(way.label)}
    </Button>
  );
}

function Sample({ again }: { again: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const may = [useMay('settings.edit'), useMay('agents.edit'), useMay('groups.edit'), useMay('statuses.edit'), useMay('routing.edit')].every(Boolean);
  const [busy, setBusy] = useState(false);
  if (!may) return null;
  const load = () => {
    setBusy(true);
    loadSample()
      .then(
        () => toast({ tone: 'info', text: t('welcome.sample.done') }),
        (error: unknown) => toast({ tone: 'error', text: asProblem(error).message }),
      )
      .finally(() => {
        setBusy(false);
        again();
      });
  };
  return (
    <aside className={classes.sample} aria-label={t('welcome.sample.title')}>
      <div>
        <strong>{t('welcome.sample.title')}</strong>
        <p>{t('welcome.sample.hint')}</p>
      </div>
      <Button size="xs" variant="default" loading={busy} onClick={load}>
        {t('welcome.sample')}
      </Button>
    </aside>
  );
}

function Foot({ setup, again }: { setup: Setup; again: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const dismiss = () => {
    dismissWelcome(true).then(
      () => {
        toast({ tone: 'info', text: t('welcome.dismissed') });
        again();
      },
      (error: unknown) => toast({ tone: 'error', text: t('welcome.failed', { detail: asProblem(error).message }) }),
    );
  };
  return (
    <footer className={classes.foot}>
      {setup.complete ? (
        <Button size="xs" component={Link} to={'/realtime' as never}>
          {t('welcome.toFloor')}
        </Button>
      ) : null}
      {setup.dismissed ? null : (
        <Button size="xs" variant={setup.complete ? 'default' : 'subtle'} onClick={dismiss}>
          {t('welcome.dismiss')}
        </Button>
      )}
    </footer>
  );
}
