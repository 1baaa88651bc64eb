export * from './look';
export * from './marks';
export * from './timer';
export * from './status-choices';
export * from './agent-menu';
