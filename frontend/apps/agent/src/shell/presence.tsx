import { PresencePane } from '@yobirin/feature-presence';
import { useAgentActions } from './agent-menu';

/** プレゼンス with what the softphone can do with an agent. */
export function Presence() {
  return <PresencePane actions={useAgentActions()} />;
}
