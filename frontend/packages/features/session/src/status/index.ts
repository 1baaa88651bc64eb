export { StatusTags } from './status-tags';
export { ConnectionMark, LostBar } from './connection';
