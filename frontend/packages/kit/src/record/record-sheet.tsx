import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { useMemo } from 'react';
import { useText } from '../i18n';
import { Blank, Failure, Loading, Sheet } from '../parts';
import { recordClient } from './client';
import { HistoryTab } from './history-tab';
import { recordKey } from './keys';
import { RecordForm } from './record-form';
import type { Recorded, RecordNoun } from './types';

/** The part of the path that stands for a record not made yet. */
export const NEW = 'new';

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  id: string;
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** The open record, or a new one, beside the list. */
export function RecordSheet<T extends Recorded>({ noun, id, onOpen, onClose }: Props<T>) {
  const { t } = useText();
  const isNew = id === NEW;
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const record = useQuery({
    queryKey: recordKey(noun.name, id),
    queryFn: ({ signal }) => (isNew ? client.blank(signal) : client.read(id, signal)),
    refetchOnWindowFocus: false,
    gcTime: isNew ? 0 : 60_000,
    staleTime: isNew ? Infinity : 0,
  });
  const problem = record.isError ? asProblem(record.error) : undefined;
  if (record.data) return <RecordForm noun={noun} record={record.data} isNew={isNew} gone={problem?.status === 404} onOpen={onOpen} onClose={onClose} />;
  return (
    <Sheet wide={noun.wide} title={t(noun.text.title)} onClose={onClose}>
      {problem?.status === 404 ? (
        <>
          <Blank title={t('record.gone')} />
          <HistoryTab noun={noun} id={id} ifAny />
        </>
      ) : problem ? (
        <Failure unreachable={problem.code === 'unreachable'} detail={problem.message} onRetry={() => void record.refetch()} />
      ) : (
        <Loading rows={8} />
      )}
    </Sheet>
  );
}
