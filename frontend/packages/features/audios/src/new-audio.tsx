import { useQueryClient } from '@tanstack/react-query';
import { formatDuration, useText, useToast } from '@yobirin/kit';
import { Dialog } from '@yobirin/kit/record';
import { Giving } from './giving';

/** A new audio file: from this computer, or spoken into the microphone. */
export function NewAudio({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  return (
    <Dialog title={t('audios.new')} size={560} onClose={onClose} foot={null}>
      <Giving
        path="/api/v1/audios"
        method="POST"
        named
        submit={t('audios.add')}
        onDone={(saved) => {
          void queries.invalidateQueries({ queryKey: ['records', 'audios'] });
          void queries.invalidateQueries({ queryKey: ['choices', 'audios'] });
          toast({ tone: 'info', text: t('audios.added', { name: saved.name, length: formatDuration(saved.milliseconds / 1000) }) });
          onMade(saved.id);
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}
