import { useMay } from '@yobirin/kit';
import { LivePanel } from './live';
import { TestCall } from './test-call';
import type { TrunkRecord } from './trunk';

/** How the trunk stands, and its test. */
export function TrunkAside({ record }: { record: TrunkRecord }) {
  const may = useMay('trunks.edit');
  return (
    <>
      <LivePanel record={record} />
      {may && !record.disabled ? <TestCall trunk={record.id} /> : null}
    </>
  );
}
