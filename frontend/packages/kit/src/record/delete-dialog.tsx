import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { useText } from '../i18n';
import { recordClient } from './client';
import { Dialog } from './dialog';
import { listKey, recordKey } from './keys';
import classes from './record.module.css';
import type { ProblemField, Recorded, RecordNoun, Use } from './types';
import { useSaid } from './undo';
import { UseList } from './uses-tab';

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  record: T;
  onDeleted: () => void;
  onClose: () => void;
}

/** Asks before a record is deleted; what is used is not, and it is said where. */
export function DeleteDialog<T extends Recorded>({ noun, record, onDeleted, onClose }: Props<T>) {
  const { t, language } = useText();
  const said = useSaid();
  const queries = useQueryClient();
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const [uses, setUses] = useState<Use[]>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const name = noun.rowName(record);

  const remove = async () => {
    setBusy(true);
    setFault(undefined);
    let undo: string | undefined;
    try {
      ({ undo } = await client.remove(record.id, record.version));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'in_use') setUses(((problem.body.errors ?? []) as ProblemField[]).map(useOf));
      else if (problem.code === 'changed_meanwhile') {
        setFault(t('record.deleteChanged'));
        void queries.invalidateQueries({ queryKey: recordKey(noun.name, record.id) });
        void queries.invalidateQueries({ queryKey: listKey(noun.name) });
      } else if (problem.status !== 404) setFault(problem.code === 'unreachable' ? t('part.unreachable') : problem.message);
      setBusy(false);
      if (problem.status !== 404) return;
    }
    said(t('record.deleted', { name }), undo);
    void queries.invalidateQueries({ queryKey: listKey(noun.name) });
    void queries.invalidateQueries({ queryKey: ['choices', noun.name] });
    onDeleted();
  };

  if (uses) {
    return (
      <Dialog
        title={t('record.inUse', { name })}
        onClose={onClose}
        foot={
          <Button size="xs" variant="default" data-autofocus onClick={onClose}>
            {t('part.close')}
          </Button>
        }
      >
        <p className={classes.words}>{t('record.inUseHint')}</p>
        <UseList uses={uses} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('record.deleteOne', { name })}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" color="red" className={classes.danger} data-autofocus loading={busy} onClick={() => void remove()}>
            {t('record.delete')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('record.cancel')}
          </Button>
        </>
      }
    >
      <p className={classes.words}>{noun.final?.(record) ? t('record.deleteFinal') : [t(noun.comeBack ?? 'record.comeBack'), t('record.deleteHint')].join(language === 'ja' ? '' : ' ')}</p>
      {fault ? (
        <p role="alert" className={classes.footFault}>
          {fault}
        </p>
      ) : null}
    </Dialog>
  );
}

/** A place in a refusal: "groups/<id>", its title and field. */
function useOf({ location = '', message = '', value }: ProblemField): Use {
  const [noun = '', id = ''] = location.split('/');
  return { noun, id, title: message, field: typeof value === 'string' ? value : undefined };
}
