import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconTrash, IconX } from '@tabler/icons-react';
import { IconButton, useMay, useText, useToast } from '@yobirin/kit';
import { Dialog } from '@yobirin/kit/record';
import { asProblem, deleteVoicemails, markVoicemails, MESSAGES_AT_ONCE } from '@yobirin/wire';
import { useState } from 'react';
import { partsOf } from './filters';
import { KEY } from './use-voicemails';
import classes from './voicemail.module.css';

/** What can be done with the chosen messages. */
export function Bulk({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const { t, language } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const mayErase = useMay('voicemail.erase');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);

  const run = async (act: (part: string[]) => Promise<number>, said: (count: number) => string, failed: (done: number, detail: string) => string) => {
    setBusy(true);
    let done = 0;
    try {
      for (const part of partsOf(ids, MESSAGES_AT_ONCE)) done += await act(part);
      toast({ tone: 'info', text: said(done) });
      onDone();
    } catch (error) {
      toast({ tone: 'error', text: failed(done, asProblem(error).message) });
    }
    setBusy(false);
    setAsking(false);
    void queries.invalidateQueries({ queryKey: KEY });
  };
  const mark = (heard: boolean) =>
    run(
      async (part) => (await markVoicemails(part, heard)).changed,
      (count) => t('voicemail.marked', { count }),
      (_, detail) => detail,
    );
  const remove = () =>
    run(
      async (part) => (await deleteVoicemails(part)).deleted,
      (count) => t('voicemail.deleted', { count }),
      (done, detail) => t('voicemail.deleteFailed', { done, detail }),
    );
  const count = ids.length.toLocaleString(language);
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t('voicemail.tools')}>
      <span role="status">{t('voicemail.chosen', { count })}</span>
      <Button size="xs" variant="default" disabled={busy} onClick={() => void mark(true)}>
        {t('voicemail.markHeard')}
      </Button>
      <Button size="xs" variant="default" disabled={busy} onClick={() => void mark(false)}>
        {t('voicemail.markUnheard')}
      </Button>
      {mayErase ? (
        <Button size="xs" variant="default" disabled={busy} leftSection={<IconTrash size={14} aria-hidden />} onClick={() => setAsking(true)}>
          {t('voicemail.delete')}
        </Button>
      ) : null}
      <IconButton icon={IconX} name={t('voicemail.clear')} onClick={onDone} />
      {asking ? (
        <Dialog
          title={t('voicemail.deleteTitle')}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button size="xs" color="red" loading={busy} onClick={() => void remove()}>
                {t('voicemail.run')}
              </Button>
              <Button size="xs" variant="default" disabled={busy} onClick={() => setAsking(false)}>
                {t('voicemail.cancel')}
              </Button>
            </>
          }
        >
          <p>{t('voicemail.deleteSure', { count })}</p>
        </Dialog>
      ) : null}
    </div>
  );
}
