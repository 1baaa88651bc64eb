import { useQueryClient } from '@tanstack/react-query';
import { formatDuration, useText } from '@yobirin/kit';
import { Dialog, useSaid } from '@yobirin/kit/record';
import { Giving } from './giving';

/** A new audio file: from this computer, or spoken into the microphone. */
export function NewAudio({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const { t } = useText();
  const said = useSaid();
  const queries = useQueryClient();
  return (
    <Dialog title={t('audios.new')} size={560} onClose={onClose} foot={null}>
      <Giving
        path="/api/v1/audios"
        method="POST"
        named
        submit={t('audios.add')}
        onDone={(saved, undo) => {
          void queries.invalidateQueries({ queryKey: ['records', 'audios'] });
          void queries.invalidateQueries({ queryKey: ['choices', 'audios'] });
          said(t('audios.added', { name: saved.name, length: formatDuration(saved.milliseconds / 1000) }), undo);
          onMade(saved.id);
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}
