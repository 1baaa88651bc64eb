import { ChatItem } from '@yobirin/feature-chat';
import { SeatAgentActions } from '@yobirin/feature-phone';
import type { AgentRow } from '@yobirin/live';
import { useCallback, type ReactNode } from 'react';

/** What one can do with an agent, wherever one is shown (C-OPS-1). */
export function useAgentActions(): (agent: AgentRow) => ReactNode {
  return useCallback((agent) => <SeatAgentActions agent={agent} chat={<ChatItem agent={agent} />} />, []);
}
