import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { changeMe, getProfile, type Profile } from '@yobirin/wire';

export type Order = 'newest' | 'oldest';
export const isOrder = (value: unknown): value is Order => value === 'newest' || value === 'oldest';

const PROFILE = ['me', 'profile'];

/** 変更履歴の表示順 (J-AGENT-14, J-ME-3): the viewer's own wherever it sits; another choice is kept for the next history. Undefined until it is known. */
export function useHistoryOrder(): [Order | undefined, (next: Order) => void] {
  const queries = useQueryClient();
  const profile = useQuery({ queryKey: PROFILE, queryFn: ({ signal }) => getProfile(signal), retry: false });
  const kept = useMutation({
    mutationFn: (historyOrder: Order) => changeMe({ historyOrder }),
    onMutate: (historyOrder) => {
      const before = queries.getQueryData<Profile>(PROFILE);
      if (before) queries.setQueryData<Profile>(PROFILE, { ...before, settings: { ...before.settings, historyOrder } });
    },
  });
  // What was just chosen holds here whatever becomes of keeping it.
  const order = kept.variables ?? (profile.isPending ? undefined : profile.data?.settings.historyOrder === 'oldest' ? 'oldest' : 'newest');
  return [order, kept.mutate];
}
