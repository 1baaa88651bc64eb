import { RecordPage } from '@yobirin/kit/record';
import { numbersNoun } from './noun';

/** 電話番号 (J-NUM): the site's numbers, where their calls go, and who may present them. */
export function Page() {
  return <RecordPage noun={numbersNoun} />;
}
