import { RecordPage } from '@yobirin/kit/record';
import { transfersNoun } from './noun';

/** 外線転送 (C-XFER-1): outside numbers that calls can be sent to. */
export function Page() {
  return <RecordPage noun={transfersNoun} />;
}
