import { RecordPage } from '@yobirin/kit/record';
import { formatsNoun } from './noun';

/** 業務フォーマット (J-FMT-1): what customers have that come in as CSV, and how their screen shows it. */
export function Page() {
  return <RecordPage noun={formatsNoun} />;
}
