import { RecordPage } from '@yobirin/kit/record';
import { audiosNoun } from './noun';

/** 音声ファイル (C-AUD): what callers hear; uploaded, or recorded here. */
export function Page() {
  return <RecordPage noun={audiosNoun} />;
}
