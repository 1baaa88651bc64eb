import { RecordPage } from '@yobirin/kit/record';
import { groupsNoun } from './noun';

/** グループ (C-Q): queues, how they ring, what becomes of those who wait, and who serves them. */
export function Page() {
  return <RecordPage noun={groupsNoun} />;
}
