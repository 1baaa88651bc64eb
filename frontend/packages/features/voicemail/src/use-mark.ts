import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useText, useToast } from '@yobirin/kit';
import { atOnce } from '@yobirin/kit/list';
import { asProblem, markVoicemails, MESSAGES_AT_ONCE, type VoicemailPage } from '@yobirin/wire';
import { useCallback } from 'react';
import { partsOf } from './filters';
import { KEY, marked } from './use-voicemails';

/** Marks messages as heard or new: shown at once, taken back and said when it is refused. Gives how many have changed; undefined: it failed. */
export function useMark(): (ids: readonly string[], heard: boolean) => Promise<number | undefined> {
  const { t } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  return useCallback(
    async (ids: readonly string[], heard: boolean) => {
      const all = new Set(ids);
      const back = await atOnce<InfiniteData<VoicemailPage>>(queries, KEY, (data) => marked(data, all, heard, new Date().toISOString()));
      let changed: number | undefined = 0;
      try {
        for (const part of partsOf(ids, MESSAGES_AT_ONCE)) changed += (await markVoicemails(part, heard)).changed;
      } catch (error) {
        changed = undefined;
        back();
        toast({ tone: 'error', text: t('voicemail.markFailed', { detail: asProblem(error).message }) });
      }
      void queries.invalidateQueries({ queryKey: KEY });
      return changed;
    },
    [queries, t, toast],
  );
}
