import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconTrash } from '@tabler/icons-react';
import { useMay, useText, useToast } from '@yobirin/kit';
import { SelectionBar } from '@yobirin/kit/list';
import { Dialog } from '@yobirin/kit/record';
import { asProblem, deleteVoicemails, MESSAGES_AT_ONCE } from '@yobirin/wire';
import { useState } from 'react';
import { partsOf } from './filters';
import { useMark } from './use-mark';
import { KEY } from './use-voicemails';

/** What can be done with the chosen messages. */
export function Bulk({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const { t, language } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const mayErase = useMay('voicemail.erase');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);

  const mark = useMark();
  const say = async (heard: boolean) => {
    setBusy(true);
    const changed = await mark(ids, heard);
    setBusy(false);
    if (changed === undefined) return;
    toast({ tone: 'info', text: t('voicemail.marked', { count: changed }) });
    onDone();
  };
  const remove = async () => {
    setBusy(true);
    let done = 0;
    try {
      for (const part of partsOf(ids, MESSAGES_AT_ONCE)) done += (await deleteVoicemails(part)).deleted;
      toast({ tone: 'info', text: t('voicemail.deleted', { count: done }) });
      onDone();
    } catch (error) {
      toast({ tone: 'error', text: t('voicemail.deleteFailed', { done, detail: asProblem(error).message }) });
    }
    setBusy(false);
    setAsking(false);
    void queries.invalidateQueries({ queryKey: KEY });
  };
  return (
    <SelectionBar label={t('voicemail.tools')} count={ids.length} onClear={onDone}>
      <Button size="xs" variant="default" disabled={busy} onClick={() => void say(true)}>
        {t('voicemail.markHeard')}
      </Button>
      <Button size="xs" variant="default" disabled={busy} onClick={() => void say(false)}>
        {t('voicemail.markUnheard')}
      </Button>
      {mayErase ? (
        <Button size="xs" variant="default" disabled={busy} leftSection={<IconTrash size={14} aria-hidden />} onClick={() => setAsking(true)}>
          {t('voicemail.delete')}
        </Button>
      ) : null}
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
          <p>{t('voicemail.deleteSure', { count: ids.length.toLocaleString(language) })}</p>
        </Dialog>
      ) : null}
    </SelectionBar>
  );
}
