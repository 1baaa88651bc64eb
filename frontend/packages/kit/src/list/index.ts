export { atOnce } from './at-once';
export { CsvLink } from './csv-link';
export { Dim } from './dim';
export { Fact, Facts } from './facts';
export { ListPage, type Listing } from './list-page';
export { SelectionBar } from './selection-bar';
export { useChosen } from './use-chosen';
export { usePages } from './use-pages';
export { useRefreshOn } from './use-refresh-on';
