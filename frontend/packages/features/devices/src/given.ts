import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** A password that was typed or drawn here. The server has only its digest: what is not noted now is lost. */
export interface Given {
  password: string;
  /** Version of the record that it was typed over; 0 for a new one. */
  over: number;
}

export const givenKey = (user: string) => ['device-password', user] as const;

/** Keeps a password for the card that shows it once the phone is saved; undefined forgets it. */
export function useKeepGiven(): (user: string, given: Given | undefined) => void {
  const queries = useQueryClient();
  return useCallback((user, given) => keep(queries, user, given), [queries]);
}

function keep(queries: QueryClient, user: string, given: Given | undefined): void {
  if (given === undefined) queries.removeQueries({ queryKey: givenKey(user) });
  else queries.setQueryData(givenKey(user), given);
}
