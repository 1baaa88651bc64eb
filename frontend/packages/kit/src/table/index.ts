export { DataTable, type Column } from './data-table';
export { TableSettings, useTableSettings, type Density } from './settings';
export { VirtualList } from './virtual-list';
