export * from './types';
export { wailsBridge, type Bridge, type BridgeEvents, type Levels } from './bridge';
export { liveWire } from './live-wire';
export { SeatStore } from './store';
export { SeatProvider, useBridge, useCommand, useLevel, useMetering, useSeat, useSeatEvent } from './provider';
