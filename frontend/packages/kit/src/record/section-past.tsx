import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useText } from '../i18n';
import { ask } from './client';
import { Dialog } from './dialog';
import { Past, type LoadPast } from './history-tab';
import type { HistoryEntry } from './types';
import type { NounWords } from './value-text';

interface Props {
  title: string;
  path: string;
  words: NounWords;
  /** The fields of the section; changes of others are left out. */
  names: readonly string[];
}

/** 変更履歴 of a section of a document. */
export function SectionPast({ title, path, words, names }: Props) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconHistory size={14} aria-hidden />} aria-label={t('record.historyOf', { name: title })} onClick={() => setOpen(true)}>
        {t('record.history')}
      </Button>
      {open ? <PastDialog title={title} path={path} words={words} names={names} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function PastDialog({ title, path, words, names, onClose }: Props & { onClose: () => void }) {
  const { t } = useText();
  const load = useMemo<LoadPast>(
    () => (query, signal) =>
      ask<{ items: HistoryEntry[] | null; nextCursor?: string }>('GET', `${path}/history`, { query, signal }).then((page) => ({ ...page, items: (page.items ?? []).flatMap((entry) => only(entry, names)) })),
    [path, names],
  );
  return (
    <Dialog
      title={t('record.historyOf', { name: title })}
      size={760}
      onClose={onClose}
      foot={
        <Button size="xs" variant="default" data-autofocus onClick={onClose}>
          {t('part.close')}
        </Button>
      }
    >
      <Past noun={words} queryKey={['document', words.name, 'history', title]} load={load} />
    </Dialog>
  );
}

/** What an entry says of some fields; nothing when it is about others alone. */
function only(entry: HistoryEntry, names: readonly string[]): HistoryEntry[] {
  const fields = (entry.fields ?? []).filter((change) => names.includes(change.field.split(/[.[]/)[0]!));
  return fields.length > 0 ? [{ ...entry, fields }] : [];
}
