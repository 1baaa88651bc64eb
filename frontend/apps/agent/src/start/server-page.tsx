import { Button, TextInput } from '@mantine/core';
import { BellMark } from '@yobirin/feature-session/login';
import { useTroubleText } from '@yobirin/feature-phone';
import { LanguageSwitch, useText } from '@yobirin/kit/start';
import { useCommand, useSeat, type Trouble } from '@yobirin/seat';
import { useEffect, useState, type FormEvent } from 'react';
import classes from './start.module.css';

interface Props {
  /** The server is known and answers, or another one is not wanted any more. */
  onDone: () => void;
}

/** First start: which server. It is tried at once, and what is wrong with it is said with what to do. */
export function ServerPage({ onDone }: Props) {
  const { t } = useText();
  const command = useCommand();
  const server = useSeat((s) => s.server);
  const known = server.url;
  const [url, setUrl] = useState(known);
  const [first] = useState(known === '');
  const [missing, setMissing] = useState(false);
  const [refused, setRefused] = useState<Trouble | null>(null);
  const [tried, setTried] = useState(false);
  const trouble = refused ?? (tried ? server.trouble : null);
  const busy = tried && !trouble;
  useEffect(() => {
    if (tried && server.phase === 'online') onDone();
  }, [tried, server.phase, onDone]);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(!url.trim());
    if (busy || !url.trim()) return;
    const answer = await command({ type: 'useServer', url: url.trim() });
    setRefused(answer);
    setTried(!answer);
  }
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <BellMark />
          <h1>{t('app.name')}</h1>
        </div>
        <form className={classes.form} onSubmit={(event) => void submit(event)} aria-label={t('agent.server.title')} noValidate>
          <p className={classes.lead}>{t('agent.server.lead')}</p>
          <TextInput
            label={t('agent.server.url')}
            placeholder="https://call.example.jp"
            inputMode="url"
            autoComplete="url"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            value={url}
            error={missing && !url.trim() ? t('agent.server.missing') : undefined}
            onChange={(event) => {
              setUrl(event.currentTarget.value);
              setRefused(null);
              setTried(false);
            }}
          />
          <Button type="submit" fullWidth aria-busy={busy}>
            {t(busy ? 'agent.server.busy' : 'agent.server.submit')}
          </Button>
          {first ? null : (
            <Button variant="subtle" fullWidth onClick={onDone}>
              {t('agent.server.back')}
            </Button>
          )}
          <div className={classes.fault} role="alert">
            {trouble ? <Fault trouble={trouble} /> : null}
          </div>
        </form>
      </div>
      <LanguageSwitch />
    </main>
  );
}

/** Why it does not work: in words, what to do, and what is for IT. */
export function Fault({ trouble }: { trouble: Trouble }) {
  const { t } = useText();
  const { text, hint } = useTroubleText()(trouble);
  return (
    <>
      <strong>{text}</strong>
      {hint ? <span>{hint}</span> : null}
      {trouble.detail ? <code>{t('agent.server.detail', { detail: trouble.detail })}</code> : null}
    </>
  );
}
