import { RecordPage } from '@yobirin/kit/record';
import { fieldsNoun } from './noun';

/** カスタムフィールド (J-CF-1): what is kept of customers and cases besides the usual. */
export function Page() {
  return <RecordPage noun={fieldsNoun} />;
}
