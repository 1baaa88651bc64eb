import { RecordPage } from '@yobirin/kit/record';
import { agentsNoun } from './noun';

/** エージェント (J-AGENT): logins, what they may, and how their screens behave. */
export function Page() {
  return <RecordPage noun={agentsNoun} />;
}
