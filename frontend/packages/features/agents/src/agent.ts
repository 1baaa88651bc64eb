/** An agent as the server tells it (J-AGENT); `password` and `pin` are only ever sent. */
export interface AgentRecord {
  id: string;
  version: number;
  login: string;
  name: string;
  nickname: string;
  extension?: string;
  /** agent, supervisor, administrator, or the key of a role of the site. */
  role: string;
  language: string;
  callerId?: string;
  noOutside?: boolean;
  may?: string[];
  callWaiting?: boolean;
  disabled?: boolean;
  crmFormats?: string[];
  crmSearch: boolean;
  popupOnRing: boolean;
  popupOnAnswer: boolean;
  popupTarget?: string;
  secondLogin?: string;
  historyOrder?: string;
  notifyExternal: boolean;
  notifyInternal: boolean;
  groups?: { id: string; name: string; level: number }[];
  /** Since when it is locked out after wrong tries. */
  locked?: { login?: string; pin?: string };
  /** Since when its login asks for a code. */
  secondFactor?: string;
}
