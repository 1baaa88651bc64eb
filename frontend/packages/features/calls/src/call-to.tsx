import { IconPhone } from '@tabler/icons-react';
import { formatPhone, IconButton, useText } from '@yobirin/kit';
import type { Party } from '@yobirin/wire';
import { createContext, use } from 'react';
import classes from './calls.module.css';

/** What calls a number of the history (C-CALL-1), where there is something to call with. */
export const CallToContext = createContext<((number: string) => void) | undefined>(undefined);

/** Calls a party; nothing where nobody can be called. */
export function CallTo({ party }: { party: Party | undefined }) {
  const { t } = useText();
  const call = use(CallToContext);
  const number = party?.withheld ? undefined : party?.number;
  if (!call || !number) return null;
  return (
    <IconButton
      className={classes.callTo}
      icon={IconPhone}
      iconSize={14}
      name={t('seat.dialTo', { name: party?.name || formatPhone(number) })}
      onClick={(event) => {
        event.stopPropagation(); // the row would open
        call(number);
      }}
    />
  );
}
