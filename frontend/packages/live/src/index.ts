export * from './rows';
export { LiveStore } from './store';
export { Clock } from './clock';
export { LiveSocket, retryDelay, type Connection, type Phase, type Wire } from './socket';
export { LiveProvider, useClock, useConnection, useChanges, useLeave, useReady, useRow, useRows } from './provider';
