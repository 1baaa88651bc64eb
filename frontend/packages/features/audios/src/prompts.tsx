import { Button } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure, IconButton, Loading, useMay, useText, useToast } from '@yobirin/kit';
import { FilterText } from '@yobirin/kit/filter';
import { ask, askChange, Picker, UndoHost, useSaid, type NounWords } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useEffect, useMemo, useState } from 'react';
import classes from './audios.module.css';

interface Prompt {
  id: string;
  kind: string;
  ja: string;
  en: string;
  replaced: Record<string, { id: string; name: string }>;
}

const LANGUAGES = ['ja', 'en'] as const;
type Spoken = (typeof LANGUAGES)[number];

/** 組み込みアナウンス: what the system says by itself, and the site's own files in place of it. */
export function Page() {
  const { t } = useText();
  const [sought, setSought] = useState('');
  const list = useQuery({ queryKey: ['prompts'], queryFn: ({ signal }) => ask<{ items: Prompt[] }>('GET', '/api/v1/prompts', { signal }) });
  const rows = (list.data?.items ?? []).filter((p) => `${p.id}\n${p.ja}\n${p.en}`.toLowerCase().includes(sought.trim().toLowerCase()));
  const words = useMemo<NounWords>(() => ({ name: 'prompts', fields: { audio: 'prompts.title' } }), []);
  const replaced = (list.data?.items ?? []).reduce((sum, p) => sum + Object.keys(p.replaced).length, 0);
  return (
    <UndoHost noun={words} base="/api/v1/prompts" stale={STALE}>
      <div className={classes.page}>
        <header className={classes.top}>
          <h1>{t('prompts.title')}</h1>
          <FilterText name={t('prompts.search')} value={sought || undefined} clean={(text) => text.trim()} onChange={(text) => setSought(text ?? '')} />
          <span className={classes.quiet}>{t('prompts.count', { count: replaced })}</span>
        </header>
        {list.isPending ? (
          <Loading rows={12} height={38} />
        ) : list.isError ? (
          <Failure unreachable={asProblem(list.error).code === 'unreachable'} detail={asProblem(list.error).message} onRetry={() => void list.refetch()} />
        ) : (
          <div className={classes.prompts} tabIndex={0} role="region" aria-label={t('prompts.title')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('prompts.text')}</th>
                  {LANGUAGES.map((language) => (
                    <th key={language} scope="col" className={classes.spoken}>
                      {t(`lang.${language}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((prompt) => (
                  <Row key={prompt.id} prompt={prompt} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </UndoHost>
  );
}

const STALE = [['prompts']];

function Row({ prompt }: { prompt: Prompt }) {
  const { language } = useText();
  return (
    <tr>
      <th scope="row">
        <span>{prompt[language]}</span>
        <code>{prompt.id}</code>
      </th>
      {LANGUAGES.map((spoken) => (
        <Cell key={spoken} prompt={prompt} language={spoken} />
      ))}
    </tr>
  );
}

/** One prompt in one language: heard, replaced, or as it was. */
function Cell({ prompt, language }: { prompt: Prompt; language: Spoken }) {
  const { t } = useText();
  const toast = useToast();
  const said = useSaid();
  const queries = useQueryClient();
  const may = useMay('audio.edit');
  const own = prompt.replaced[language];
  const path = `/api/v1/prompts/${language}/${encodeURIComponent(prompt.id)}`;
  const name = `${prompt.id} ${t(`lang.${language}`)}`;
  const change = (audio: string | undefined) =>
    askChange<void>(audio ? 'PUT' : 'DELETE', path, audio ? { json: { audio } } : {})
      .then(({ undo }) => said(t(audio ? 'prompts.replaced' : 'prompts.reset'), undo))
      .catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }))
      .finally(() => void queries.invalidateQueries({ queryKey: ['prompts'] }));
  return (
    <td>
      <div className={classes.promptCell}>
        <Play src={`${path}/sound?at=${own?.id ?? ''}`} name={name} />
        {may ? (
          <Picker noun="audios" value={own?.id} none={t('prompts.builtIn')} onChange={(id) => id && void change(id)} input={{ 'aria-label': t('prompts.instead', { name }), size: 'xs' }} />
        ) : (
          <span>{own?.name ?? t('prompts.builtIn')}</span>
        )}
        {may ? (
          <Button size="compact-xs" variant="default" className={classes.promptBack} disabled={!own} onClick={() => void change(undefined)}>
            {t('prompts.back')}
          </Button>
        ) : null}
      </div>
    </td>
  );
}

function Play({ src, name }: { src: string; name: string }) {
  const { t } = useText();
  const [sound, setSound] = useState<HTMLAudioElement>();
  useEffect(() => () => sound?.pause(), [sound]);
  const toggle = () => {
    if (sound) {
      setSound(undefined);
      return;
    }
    const next = new Audio(src);
    next.onended = () => setSound(undefined);
    next.onerror = () => setSound(undefined);
    setSound(next);
    void next.play().catch(() => undefined);
  };
  return <IconButton icon={sound ? IconPlayerStopFilled : IconPlayerPlayFilled} name={`${t(sound ? 'record.stop' : 'record.play')}: ${name}`} aria-pressed={sound !== undefined} onClick={toggle} />;
}
