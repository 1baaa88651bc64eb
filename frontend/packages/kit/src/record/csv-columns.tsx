import { Button, NativeSelect, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useText } from '../i18n';
import { Loading } from '../parts';
import type { Naming } from './client';
import { guess, peek } from './csv-peek';
import classes from './record.module.css';
import type { CsvColumn } from './types';

interface Props {
  file: File;
  columns: readonly CsvColumn[];
  onReady: (naming: Naming) => void;
}

/** The first rows of a file, with what each column is above it (W-LIST-1). */
export function CsvColumns({ file, columns, onReady }: Props) {
  const { t } = useText();
  const [rows, setRows] = useState<string[][]>();
  const [header, setHeader] = useState(true);
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    void peek(file)
      .catch(() => [])
      .then((read) => {
        if (gone) return;
        const guessed = guess(read, columns.map(({ name, label }) => ({ name, words: t(label) })));
        setRows(read);
        setHeader(guessed.header);
        setNames(guessed.names);
      });
    return () => {
      gone = true;
    };
  }, [file, columns, t]);
  if (!rows) return <Loading rows={6} />;
  const missing = columns.filter(({ name, required }) => required && !names.includes(name));
  const name = (at: number, to: string) => setNames((all) => all.map((was, i) => (i === at ? to : was === to ? '' : was)));
  return (
    <>
      <div className={classes.mapTop}>
        <span className={classes.words}>{t('record.csvMap', { file: file.name })}</span>
        <Switch size="xs" label={t('record.csvHeader')} checked={header} onChange={(event) => setHeader(event.currentTarget.checked)} />
      </div>
      <div className={classes.map} tabIndex={0} role="region" aria-label={t('record.csvPreview')}>
        <table>
          <thead>
            <tr>
              {names.map((given, i) => (
                <th key={i} scope="col" data-used={given !== '' || undefined}>
                  <NativeSelect
                    size="xs"
                    aria-label={t('record.csvColumnOf', { count: i + 1 })}
                    data={[{ value: '', label: t('record.csvSkip') }, ...columns.map((column) => ({ value: column.name, label: t(column.label) }))]}
                    value={given}
                    onChange={(event) => name(i, event.currentTarget.value)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, n) => (
              <tr key={n} data-head={(header && n === 0) || undefined}>
                {names.map((given, i) => (
                  <td key={i} data-used={given !== '' || undefined}>
                    {cells[i] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={classes.mapFoot}>
        <Button size="xs" disabled={missing.length > 0 || rows.length === 0} onClick={() => onReady({ columns: names.map((n) => n || '-').join(','), header: header ? 'yes' : 'no' })}>
          {t('record.csvCheck')}
        </Button>
        <span role="status" className={classes.dim}>
          {rows.length === 0 ? t('record.csvEmpty') : missing.length > 0 ? t('record.csvNeeds', { name: t(missing[0]!.label) }) : ''}
        </span>
      </div>
    </>
  );
}
