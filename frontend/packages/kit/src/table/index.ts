export { DataTable, TableLoading, type Checks, type Column, type TableProps } from './data-table';
export { TableSettings, useTableSettings, type Density } from './settings';
export { VirtualGrid } from './virtual-grid';
export { VirtualList } from './virtual-list';
