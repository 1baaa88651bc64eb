/** An agent as the server tells it (J-AGENT). */
export interface AgentRecord {
  id: string;
  version: number;
  login: string;
  name: string;
  nickname: string;
  extension?: string;
  role: string;
  language: string;
}
