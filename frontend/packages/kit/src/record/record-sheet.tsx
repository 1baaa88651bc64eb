import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { useMemo } from 'react';
import { useText } from '../i18n';
import { Failure, Loading, Sheet } from '../parts';
import { recordClient } from './client';
import { RecordForm } from './record-form';
import { NEW } from './record-page';
import type { Recorded, RecordNoun } from './types';

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  id: string;
  onOpen: (id: string) => void;
  onClose: () => void;
}

export const recordKey = (noun: string, id: string) => ['records', noun, 'one', id] as const;

/** The open record, or a new one, beside the list. */
export function RecordSheet<T extends Recorded>({ noun, id, onOpen, onClose }: Props<T>) {
  const { t } = useText();
  const isNew = id === NEW;
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const record = useQuery({
    queryKey: recordKey(noun.name, id),
    queryFn: ({ signal }) => (isNew ? client.blank(signal) : client.read(id, signal)),
    refetchOnWindowFocus: false,
    gcTime: isNew ? 0 : undefined,
  });
  if (record.data) return <RecordForm noun={noun} record={record.data} isNew={isNew} onOpen={onOpen} onClose={onClose} />;
  const problem = record.isError ? asProblem(record.error) : undefined;
  return (
    <Sheet title={t(noun.text.one)} onClose={onClose}>
      {problem ? <Failure unreachable={problem.code === 'unreachable'} detail={problem.status === 404 ? t('record.gone') : problem.message} onRetry={() => void record.refetch()} /> : <Loading rows={8} />}
    </Sheet>
  );
}
