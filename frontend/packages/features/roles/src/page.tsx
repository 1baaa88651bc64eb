import { useText, type Key } from '@yobirin/kit';
import { RecordPage } from '@yobirin/kit/record';
import { useMemo } from 'react';
import { rolesNoun } from './noun';

/** 権限設定 (J-PERM-1): what agents may see and do. */
export function Page() {
  const { t } = useText();
  const noun = useMemo(() => rolesNoun((key: Key) => t(key)), [t]);
  return <RecordPage noun={noun} />;
}
