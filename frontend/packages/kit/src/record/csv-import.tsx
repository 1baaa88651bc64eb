import { Button } from '@mantine/core';
import { IconDownload, IconFileTypeCsv } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useText, type Language } from '../i18n';
import { recordClient, type Naming } from './client';
import { CsvColumns } from './csv-columns';
import { Dialog } from './dialog';
import { takeCsv } from './csv-menu';
import { refusedCsv } from './refused-csv';
import { textOf } from './problems';
import classes from './record.module.css';
import { useSaid } from './undo';
import type { ImportReport, ProblemField, Recorded, RecordNoun } from './types';

interface Given {
  file: File;
  naming?: Naming;
}
type Step = { at: 'file' } | { at: 'columns'; file: File } | ({ at: 'asking' } & Given) | ({ at: 'tried'; report: ImportReport } & Given) | ({ at: 'running'; report: ImportReport } & Given) | { at: 'done'; report: ImportReport };

/** The largest file that the server takes. */
const LARGEST = 64 << 20;
/** So many refused rows are shown; all of them are in the file that can be saved. */
const SHOWN = 100;

/** A CSV file comes in: first it is only tried, and what would happen is shown; then it is done. */
export function CsvImport<T extends Recorded>({ noun, onClose }: { noun: RecordNoun<T>; onClose: () => void }) {
  const { t, language } = useText();
  const queries = useQueryClient();
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const [step, setStep] = useState<Step>({ at: 'file' });
  const [fault, setFault] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const said = useSaid();

  const fail = (error: unknown) => setFault(faultText(error, language, t('record.unreached')));
  const take = (file: File | undefined) => {
    if (!file) return;
    setFault(undefined);
    if (file.size > LARGEST) setFault(t('record.csvLarge'));
    else if (noun.csvColumns) setStep({ at: 'columns', file });
    else void ask({ file });
  };
  const ask = async ({ file, naming }: Given) => {
    setFault(undefined);
    setStep({ at: 'asking', file });
    try {
      setStep({ at: 'tried', file, naming, report: await client.bringIn(file, true, naming) });
    } catch (error) {
      fail(error);
      setStep(naming ? { at: 'columns', file } : { at: 'file' });
    }
  };
  const run = async ({ file, naming }: Given, report: ImportReport) => {
    setFault(undefined);
    setStep({ at: 'running', file, naming, report });
    try {
      const done = await client.bringIn(file, false, naming);
      void queries.invalidateQueries({ queryKey: ['records', noun.name] });
      void queries.invalidateQueries({ queryKey: ['choices', noun.name] });
      setStep({ at: 'done', report: done });
      // Also for who closes the report at once.
      if (done.undo) said(t('record.csvBrought', { created: done.created.toLocaleString(language), updated: done.updated.toLocaleString(language) }), done.undo);
    } catch (error) {
      fail(error);
      setStep({ at: 'tried', file, naming, report });
    }
  };

  const busy = step.at === 'asking' || step.at === 'running';
  const going = step.at === 'tried' || step.at === 'running' ? step.report.created + step.report.updated : 0;
  const buttons: ReactNode =
    step.at === 'file' || step.at === 'asking' ? (
      <Button size="xs" data-autofocus loading={busy} onClick={() => input.current?.click()}>
        {t('record.csvChoose')}
      </Button>
    ) : step.at === 'done' || step.at === 'columns' ? null : (
      <Button size="xs" data-autofocus loading={busy} disabled={going === 0} onClick={() => void run(step, step.report)}>
        {t('record.csvGo', { count: going })}
      </Button>
    );
  return (
    <Dialog
      title={t('record.csvTitle', { title: t(noun.text.title) })}
      size={640}
      onClose={busy ? () => undefined : onClose}
      foot={
        <>
          {buttons}
          <Button size="xs" variant="default" disabled={busy} onClick={onClose}>
            {t(step.at === 'done' ? 'part.close' : 'record.cancel')}
          </Button>
        </>
      }
    >
      <input ref={input} hidden type="file" accept=".csv,text/csv,text/plain" data-csv onChange={(event) => take(event.currentTarget.files?.[0])} />
      {step.at === 'file' || step.at === 'asking' ? <Drop busy={busy} onFile={take} name={step.at === 'asking' ? step.file.name : undefined} /> : null}
      {step.at === 'columns' ? <CsvColumns key={step.file.name} file={step.file} columns={noun.csvColumns ?? []} onReady={(naming) => void ask({ file: step.file, naming })} /> : null}
      {step.at === 'tried' || step.at === 'running' || step.at === 'done' ? <Report noun={noun.name} report={step.report} done={step.at === 'done'} file={step.at === 'done' ? undefined : step.file.name} /> : null}
      {step.at === 'running' ? <progress className={classes.progress} aria-label={t('record.csvRunning')} /> : null}
      {fault ? (
        <p role="alert" className={classes.fault} data-inside>
          {fault}
        </p>
      ) : null}
    </Dialog>
  );
}

function faultText(error: unknown, language: Language, unreached: string): string {
  const problem = asProblem(error);
  if (problem.code === 'unreachable') return unreached;
  const errors = ((problem.body.errors ?? []) as ProblemField[]).map((e) => [e.location, typeof e.value === 'string' ? e.value : undefined, textOf(e, language)].filter(Boolean).join('：'));
  return errors.length > 0 ? errors.join(' ') : problem.message;
}

function Drop({ busy, name, onFile }: { busy: boolean; name: string | undefined; onFile: (file: File | undefined) => void }) {
  const { t } = useText();
  const [over, setOver] = useState(false);
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!busy) onFile(event.dataTransfer.files[0]);
      }}
    >
      <IconFileTypeCsv size={28} stroke={1.4} aria-hidden />
      <span>{name ?? t('record.csvDrop')}</span>
      <span className={classes.dim}>{t(busy ? 'record.csvTrying' : 'record.csvHint')}</span>
    </div>
  );
}

function Report({ noun, report, done, file }: { noun: string; report: ImportReport; done: boolean; file: string | undefined }) {
  const { t, language } = useText();
  const refused = report.refused ?? [];
  const figures = [['record.csvRows', report.rows], ['record.csvCreated', report.created], ['record.csvUpdated', report.updated], ['record.csvUnchanged', report.unchanged], ['record.csvRefused', refusedCount(report)]] as const;
  return (
    <div role="status">
      <p className={classes.words}>{done ? t('record.csvDone') : t('record.csvTried', { file: file ?? '' })}</p>
      <dl className={classes.figures}>
        {figures.map(([key, count]) => (
          <div key={key} data-bad={(key === 'record.csvRefused' && count > 0) || undefined}>
            <dt>{t(key)}</dt>
            <dd>{count.toLocaleString(language)}</dd>
          </div>
        ))}
      </dl>
      {refused.length > 0 ? (
        <>
          <div className={classes.refusedHead}>
            <span>{t(refused.length > SHOWN ? 'record.csvFirst' : 'record.csvWrong', { count: Math.min(SHOWN, refused.length) })}</span>
            <Button size="compact-xs" variant="default" leftSection={<IconDownload size={13} aria-hidden />} onClick={() => saveRefused(noun, refused, language)}>
              {t('record.csvSave')}
            </Button>
          </div>
          <div className={classes.refusedRows} tabIndex={0} role="region" aria-label={t('record.csvRefused')}>
            <table>
              <thead>
                <tr>
                  {(['record.csvRow', 'record.csvColumn', 'record.csvValue', 'record.csvWhy'] as const).map((key) => (
                    <th key={key} scope="col">
                      {t(key)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {refused.slice(0, SHOWN).map((row, i) => (
                  <tr key={`${row.row}/${row.column ?? ''}/${i}`}>
                    <td>{row.row}</td>
                    <td>{row.column}</td>
                    <td>{row.value}</td>
                    <td>{textOf(row, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </div>
  );
}

/** Rows, not faults: one row may be wrong in several columns. */
function refusedCount(report: ImportReport): number {
  return Math.max(new Set((report.refused ?? []).map((r) => r.row)).size, report.rows - report.created - report.updated - report.unchanged);
}

function saveRefused(noun: string, refused: ImportReport['refused'], language: Language): void {
  const url = URL.createObjectURL(new Blob([refusedCsv(refused, (row) => textOf(row, language))], { type: 'text/csv' }));
  takeCsv(url, `${noun}-refused`);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
