import { RecordPage } from '@yobirin/kit/record';
import { devicesNoun } from './noun';
import { useFreshStates } from './use-fresh-states';

/** 端末 (J-DEV-1): the phones, who they belong to, and whether they can be reached now. */
export function Page() {
  useFreshStates();
  return <RecordPage noun={devicesNoun} />;
}
