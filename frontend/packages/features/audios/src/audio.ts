/** An audio file of the site as the server tells it (C-AUD-1). */
export interface AudioRecord {
  id: string;
  version: number;
  name: string;
  /** As it was called when it was given. */
  file: string;
  /** A message is taken after it. */
  voicemail?: boolean;
  recipients?: string[];
  sha256: string;
  milliseconds: number;
  uses: number;
}

/** Address of a file's sound; it changes when the sound does. */
export const soundOf = (audio: Pick<AudioRecord, 'id' | 'sha256'>): string => `/api/v1/audios/${encodeURIComponent(audio.id)}/sound?v=${audio.sha256.slice(0, 8)}`;
