export { RecordPage } from './record-page';
export { ask, getChoices, recordClient } from './client';
export { useField, type Field } from './form-context';
export * from './fields';
export type * from './types';
