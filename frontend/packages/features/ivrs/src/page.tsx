import { useQueryClient } from '@tanstack/react-query';
import { RecordPage } from '@yobirin/kit/record';
import { useChanges } from '@yobirin/live';
import { FINDINGS, ivrsNoun } from './noun';

/** IVR (J-IVR): menus that calls meet, with what they do when. */
export function Page() {
  const queries = useQueryClient();
  const again = () => {
    void queries.invalidateQueries({ queryKey: FINDINGS });
    void queries.invalidateQueries({ queryKey: ['ivr-preview'] });
  };
  useChanges('ivrs', again);
  useChanges('groups', again);
  useChanges('audios', again);
  useChanges('holidays', again);
  return <RecordPage noun={ivrsNoun} />;
}
