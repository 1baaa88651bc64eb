import { RecordPage } from '@yobirin/kit/record';
import { trunksNoun } from './noun';

/** トランク (J-TRUNK-1): the connections to carriers. */
export function Page() {
  return <RecordPage noun={trunksNoun} />;
}
