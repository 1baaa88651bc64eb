export { AgentActions } from './agent-actions';
export { Notices } from './notices';
export { PhoneBar } from './phone-bar';
export { ListeningProvider } from './provider';
