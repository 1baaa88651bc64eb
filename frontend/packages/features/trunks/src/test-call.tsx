import { Button, Loader, TextInput } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled, IconPhoneCall } from '@tabler/icons-react';
import { parsePhone, useText } from '@yobirin/kit';
import { faultText, type ProblemField } from '@yobirin/kit/record';
import { asProblem, Problem } from '@yobirin/wire';
import { useEffect, useRef, useState } from 'react';
import type { TestStep } from './trunk';
import classes from './trunks.module.css';

interface Run {
  number: string;
  steps: TestStep[];
  over: boolean;
  fault?: string;
}

/** テスト発信: asks the carrier, and calls a number through the trunk; each step is said as soon as it is over. */
export function TestCall({ trunk }: { trunk: string }) {
  const { t, language } = useText();
  const [number, setNumber] = useState('');
  const [run, setRun] = useState<Run>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const start = async () => {
    const to = parsePhone(number);
    const own = new AbortController();
    stop.current = own;
    setRun({ number: to, steps: [], over: false });
    try {
      await testTrunk(trunk, to, own.signal, (step) => setRun((now) => now && { ...now, steps: [...now.steps, step] }));
      setRun((now) => now && { ...now, over: true });
    } catch (error) {
      if (own.signal.aborted) return;
      const problem = asProblem(error);
      const said = ((problem.body.errors ?? []) as ProblemField[]).map((e) => faultText(e, language)).join(' ');
      setRun((now) => now && { ...now, over: true, fault: said || problem.message });
    }
  };
  const busy = run !== undefined && !run.over;
  return (
    <section className={classes.test} aria-label={t('trunks.test')}>
      <div className={classes.testLine}>
        <TextInput
          size="xs"
          label={t('trunks.test')}
          description={t('trunks.test.hint')}
          placeholder={t('trunks.test.number')}
          aria-label={t('trunks.test.number')}
          inputWrapperOrder={['label', 'input', 'description']}
          className={classes.testNumber}
          inputMode="tel"
          autoComplete="off"
          maxLength={40}
          value={number}
          disabled={busy}
          onChange={(event) => setNumber(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (!busy) void start();
          }}
        />
        <Button size="xs" variant="default" className={classes.testGo} loading={busy} leftSection={<IconPhoneCall size={14} aria-hidden />} onClick={() => void start()}>
          {t(parsePhone(number) ? 'trunks.test.call' : 'trunks.test.ask')}
        </Button>
      </div>
      {run ? <Steps run={run} /> : null}
    </section>
  );
}

function Steps({ run }: { run: Run }) {
  const { t } = useText();
  const next = nextOf(run);
  const failed = run.steps.some((step) => !step.ok);
  return (
    <ol className={classes.steps} aria-live="polite">
      {run.steps.map((step, i) => (
        <li key={i} data-ok={step.ok}>
          {step.ok ? <IconCircleCheckFilled size={15} aria-hidden /> : <IconCircleXFilled size={15} aria-hidden />}
          <span className={classes.stepName}>{t(`trunks.step.${step.what}`)}</span>
          <span className={classes.stepDetail}>
            <span className="sr-only">{t(step.ok ? 'trunks.step.good' : 'trunks.step.bad')} </span>
            {step.detail}
          </span>
          <span className={classes.stepTime}>{t('trunks.ms', { ms: step.ms })}</span>
        </li>
      ))}
      {next ? (
        <li>
          <Loader size={13} color="gray" aria-hidden />
          <span className={classes.stepName}>{t(`trunks.step.${next}`)}</span>
          <span className={classes.stepDetail}>{t('trunks.step.running')}</span>
        </li>
      ) : null}
      {run.fault ? (
        <li data-ok={false} role="alert">
          <IconCircleXFilled size={15} aria-hidden />
          <span className={classes.stepDetail}>{run.fault}</span>
        </li>
      ) : run.over ? (
        <li className={classes.stepEnd}>{t(failed ? 'trunks.test.failed' : run.number ? 'trunks.test.passed' : 'trunks.test.there')}</li>
      ) : null}
    </ol>
  );
}

/** What is being done now, as far as one can know. */
function nextOf({ number, steps, over }: Run): TestStep['what'] | undefined {
  if (over) return undefined;
  const last = steps.at(-1);
  if (!last || !number) return last ? undefined : 'options';
  const order = ['options', 'dial', 'answer', 'play', 'hang-up'] as const;
  return last.ok || last.what === 'options' ? order[order.indexOf(last.what) + 1] : undefined;
}

/** Runs a test and gives its steps as the server tells them, a line of JSON each. */
export async function testTrunk(trunk: string, number: string, signal: AbortSignal, onStep: (step: TestStep) => void): Promise<void> {
  const answer = await fetch(`/api/v1/trunks/${encodeURIComponent(trunk)}/test/steps`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(number ? { number } : {}),
    signal,
  });
  if (!answer.ok || !answer.body) throw new Problem(answer.status, (await answer.json().catch(() => ({}))) as object);
  let rest = '';
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? '';
    const lines = rest.split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line.trim() !== '') onStep(JSON.parse(line) as TestStep);
    if (done) return;
  }
}
