import { useText } from '@yobirin/kit/start';
import type { Problem } from '@yobirin/wire';
import { loginFault } from './fault';

/** What went wrong with a login, in words. */
export function Fault({ problem }: { problem: Problem }) {
  const { t } = useText();
  const fault = loginFault(problem);
  return (
    <>
      <strong>{t(fault.title, fault.values)}</strong>
      {fault.hint ? <span>{t(fault.hint, fault.values)}</span> : null}
    </>
  );
}
