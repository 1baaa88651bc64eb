import { RecordPage } from '@yobirin/kit/record';
import { statusesNoun } from './noun';

/** エージェントステータス (J-STAT-1): the reasons to be paused. */
export function Page() {
  return <RecordPage noun={statusesNoun} />;
}
