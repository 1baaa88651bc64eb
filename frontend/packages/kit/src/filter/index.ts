export { FilterChoice } from './filter-choice';
export { FilterLine } from './filter-line';
export { FilterDuration, FilterPeriod } from './filter-range';
export { FilterText } from './filter-text';
export { pick } from './pick';
export { useUrlFilters } from './use-url-filters';
