export * from './blank';
export * from './icon-button';
export * from './order';
export * from './panel';
export * from './sheet';
export * from './use-kept';
export * from './toasts';
export * from './side-pane';
