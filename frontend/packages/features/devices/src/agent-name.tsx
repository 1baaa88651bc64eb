import { useQuery } from '@tanstack/react-query';
import { getChoices, type RecordChoice } from '@yobirin/kit/record';

const named = (choices: RecordChoice[]) => new Map(choices.map((choice) => [choice.id, choice.name]));

/** An agent's name, asked once for all rows of a list. */
export function AgentName({ id }: { id: string | undefined }) {
  const names = useQuery({ queryKey: ['choices', 'agents', 'all'], queryFn: ({ signal }) => getChoices('agents', {}, signal), staleTime: 60_000, enabled: id !== undefined, select: named });
  return <>{id === undefined ? null : (names.data?.get(id) ?? '…')}</>;
}
