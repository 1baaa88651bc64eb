import { Button, TextInput } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { IconRestore } from '@tabler/icons-react';
import { Failure, hasText, IconButton, Loading, useMay, useText } from '@yobirin/kit';
import { Dialog, SectionPast, UndoHost, useSaid, type NounWords } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useEffect, useMemo, useRef, useState } from 'react';
import classes from './codes.module.css';
import { clashesOf, faultsOf, readCodes, splitDigits, storeCodes, type CodeRow, type Table } from './codes';

/** 機能番号 (C-CODE): what is dialed or pressed for a feature; the whole table is saved at once. */
export function Page() {
  const { t } = useText();
  const table = useQuery({ queryKey: ['codes'], queryFn: ({ signal }) => readCodes(signal), refetchOnWindowFocus: false });
  const words = useWords(table.data);
  if (table.data)
    return (
      <UndoHost noun={words} base={PATH} stale={STALE}>
        <Editor table={table.data} words={words} reload={() => table.refetch().then((r) => r.data)} />
      </UndoHost>
    );
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1>{t('codes.title')}</h1>
      </header>
      {table.isError ? <Failure unreachable={asProblem(table.error).code === 'unreachable'} detail={asProblem(table.error).message} onRetry={() => void table.refetch()} /> : <Loading rows={12} height={44} />}
    </div>
  );
}

const PATH = '/api/v1/codes';
const STALE = [['codes'], ['document', 'codes']];

/** Features are the fields of the table where its changes are told. */
function useWords(table: Table | undefined): NounWords {
  return useMemo(() => {
    const known = (table?.items ?? []).flatMap(({ feature }) => {
      const key = `codes.feature.${feature}`;
      return hasText(key) ? [[feature, key] as const] : [];
    });
    return { name: 'codes', fields: Object.fromEntries(known) };
  }, [table]);
}

function Editor({ table, words, reload }: { table: Table; words: NounWords; reload: () => Promise<Table | undefined> }) {
  const { t } = useText();
  const may = useMay('routing.edit');
  const { typed, set, rows, dirty, busy, faults, rest, save, discard } = useTable(table, reload);
  const usual = () => set(Object.fromEntries(table.items.map((row) => [row.feature, row.usual ?? ''])));
  const parts = [
    { key: 'dialed', rows: table.items.filter((row) => !row.inCall) },
    { key: 'pressed', rows: table.items.filter((row) => row.inCall) },
  ] as const;
  const features = useMemo(() => table.items.map((row) => row.feature), [table]);
  const clashes = useMemo(() => clashesOf(rows), [rows]);
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1>{t('codes.title')}</h1>
        {dirty ? (
          <span className={classes.unsaved} role="status">
            <span aria-hidden />
            {t('record.unsaved')}
          </span>
        ) : null}
        <div className={classes.tools}>
          <SectionPast title={t('codes.title')} path={PATH} words={words} names={features} />
          {may ? (
            <>
              <Button size="xs" variant="default" disabled={busy} onClick={usual}>
                {t('codes.allUsual')}
              </Button>
              <Button size="xs" title={t('record.saveKey')} disabled={!dirty} loading={busy} onClick={() => save()}>
                {t('record.save')}
              </Button>
              <Button size="xs" variant="default" disabled={!dirty || busy} onClick={discard}>
                {t('record.discard')}
              </Button>
            </>
          ) : null}
        </div>
      </header>
      {rest ? (
        <p role="alert" className={classes.fault}>
          {rest}
        </p>
      ) : null}
      <div className={classes.body} tabIndex={0} role="region" aria-label={t('codes.title')}>
        {parts.map((part) => (
          <section key={part.key} aria-label={t(`codes.${part.key}`)}>
            <h2>{t(`codes.${part.key}`)}</h2>
            <p>{t(`codes.${part.key}.hint`)}</p>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('codes.feature')}</th>
                  <th scope="col" className={classes.own}>
                    {t('codes.code')}
                  </th>
                  <th scope="col" className={classes.then}>
                    {t('codes.then')}
                  </th>
                  <th scope="col" className={classes.usual}>
                    {t('codes.usual')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {part.rows.map((row) => (
                  <Row key={row.feature} row={row} typed={typed[row.feature] ?? ''} readOnly={!may} fault={faults[row.feature] ?? (clashes[row.feature] ? t('codes.clash', { code: clashes[row.feature]! }) : undefined)} onType={(text) => set({ ...typed, [row.feature]: text })} />
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
      <Guard dirty={dirty} />
    </div>
  );
}

interface RowProps {
  row: CodeRow;
  typed: string;
  readOnly: boolean;
  fault: string | undefined;
  onType: (text: string) => void;
}

function Row({ row, typed, readOnly, fault, onType }: RowProps) {
  const { t } = useText();
  const key = `codes.feature.${row.feature}`;
  const name = hasText(key) ? t(key) : row.feature;
  const changed = splitDigits(typed).join(' ') !== (row.usual ?? '');
  return (
    <tr data-feature={row.feature}>
      <th scope="row">
        <span>{name}</span>
        <small>{hasText(`${key}.does`) ? t(`${key}.does` as 'codes.feature.park.does') : ''}</small>
      </th>
      <td>
        <TextInput
          size="xs"
          aria-label={t('codes.codeOf', { name })}
          value={typed}
          readOnly={readOnly}
          placeholder={t('codes.off')}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          error={fault}
          classNames={{ input: classes.input, error: classes.error }}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      </td>
      <td>{row.takes ? t(`codes.takes.${row.takes}`) : <span className={classes.quiet}>–</span>}</td>
      <td>
        <span className={classes.usualValue}>
          <code>{row.usual}</code>
          {readOnly || !changed ? null : <IconButton icon={IconRestore} name={t('codes.toUsual', { code: row.usual ?? '' })} onClick={() => onType(row.usual ?? '')} />}
        </span>
      </td>
    </tr>
  );
}

/** What is typed, and how it gets to the server. */
function useTable(table: Table, reload: () => Promise<Table | undefined>) {
  const { t, language } = useText();
  const said = useSaid();
  const given = useMemo(() => Object.fromEntries(table.items.map((row) => [row.feature, row.digits.join(' ')])), [table]);
  const [draft, setDraft] = useState<Record<string, string>>();
  const typed = draft ?? given;
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [rest, setRest] = useState<string>();
  const rows = useMemo(() => table.items.map((row) => ({ ...row, digits: splitDigits(typed[row.feature] ?? '') })), [table, typed]);
  const dirty = rows.some((row, i) => row.digits.join(' ') !== table.items[i]!.digits.join(' '));
  const forget = () => {
    setDraft(undefined);
    setFaults({});
    setRest(undefined);
  };
  const set = (next: Record<string, string>) => {
    setDraft(next);
    setFaults({});
  };
  const save = () => {
    if (busy || !dirty) return;
    setBusy(true);
    setRest(undefined);
    storeCodes(rows, table.etag)
      .then(async (undo) => {
        await reload();
        forget();
        said(t('record.saved', { name: t('codes.title') }), undo);
      })
      .catch(async (error: unknown) => {
        const problem = asProblem(error);
        const wrong = faultsOf(problem, rows, language);
        setFaults(wrong.rows);
        if (problem.code === 'changed_meanwhile') await reload();
        setRest(wrong.rest.length > 0 ? wrong.rest.join(' ') : Object.keys(wrong.rows).length > 0 ? undefined : problem.code === 'unreachable' ? t('record.unreached') : problem.message);
      })
      .finally(() => setBusy(false));
  };
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (!document.querySelector('[aria-modal="true"]')) latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return { typed, set, rows, dirty, busy, faults, rest, save, discard: forget };
}

function Guard({ dirty }: { dirty: boolean }) {
  const { t } = useText();
  const blocked = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true });
  if (blocked.status !== 'blocked') return null;
  return (
    <Dialog
      title={t('record.leave')}
      onClose={blocked.reset}
      foot={
        <>
          <Button size="xs" data-autofocus onClick={blocked.reset}>
            {t('record.goOn')}
          </Button>
          <Button size="xs" variant="default" onClick={blocked.proceed}>
            {t('record.leaveAnyway')}
          </Button>
        </>
      }
    >
      <p className={classes.quiet}>{t('record.unsaved')}</p>
    </Dialog>
  );
}
