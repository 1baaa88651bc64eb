import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../i18n';
import { useMay } from '../viewer';
import { ask, recordClient } from './client';
import { CsvImport } from './csv-import';
import type { Recorded, RecordNoun } from './types';
import type { ListQuery } from './use-record-list';

/** CSV both ways: what the filters find goes out, a file comes in. */
export function CsvMenu<T extends Recorded>({ noun, query, count }: { noun: RecordNoun<T>; query: ListQuery; count: number }) {
  const { t } = useText();
  const mayTake = useMay('csv.export');
  const mayEdit = useMay(noun.edit);
  const mayBring = useMay('csv.import') && mayEdit;
  const [bringing, setBringing] = useState(false);
  if (!noun.csv || (!mayTake && !mayBring)) return null;
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={13} aria-hidden />}>
            CSV
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayTake ? (
            <Menu.Item leftSection={<IconDownload size={15} aria-hidden />} onClick={() => takeCsv(recordClient(noun.name).csvUrl(query), noun.name)}>
              {t('record.csvOut', { count })}
            </Menu.Item>
          ) : null}
          {mayBring ? (
            <Menu.Item leftSection={<IconUpload size={15} aria-hidden />} onClick={() => setBringing(true)}>
              {t('record.csvIn')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {bringing ? <CsvImport noun={noun} onClose={() => setBringing(false)} /> : null}
    </>
  );
}

/** So many ids fit into an address. */
const IN_ADDRESS = 150;

/** Saves the records of some ids, however many, as one file. */
export async function takeChecked(urlOf: (query: ListQuery) => string, name: string, ids: readonly string[]): Promise<void> {
  if (ids.length <= IN_ADDRESS) {
    takeCsv(urlOf({ ids: ids.join(',') }), name);
    return;
  }
  const parts: string[] = [];
  for (let from = 0; from < ids.length; from += IN_ADDRESS) {
    const text = await ask<string>('GET', urlOf({ ids: ids.slice(from, from + IN_ADDRESS).join(',') }), { text: true });
    parts.push(from === 0 ? text : text.slice(text.indexOf('\n') + 1));
  }
  const url = URL.createObjectURL(new Blob([`\ufeff${parts.join('').replace(/^\ufeff/, '')}`], { type: 'text/csv' }));
  takeCsv(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Lets the browser save what an address answers. */
export function takeCsv(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  document.body.append(link);
  link.click();
  link.remove();
}
