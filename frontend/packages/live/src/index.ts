export * from './rows';
export { LiveStore } from './store';
export { Clock } from './clock';
export { LiveSocket, retryDelay, type Connection, type Phase, type Wire } from './socket';
export { BrowserCall, type CallPhase, type CallView, type EndReason, type Microphone } from './browser-call';
export { BrowserPhone, type DialOptions } from './browser-phone';
export { measure, type Meter } from './meter';
export { useBrowserCall, useBrowserPhone, useLevel } from './phone-hooks';
export { LiveProvider, useAwait, useClock, useConnection, useChanges, useLeave, useReady, useRow, useRows } from './provider';
