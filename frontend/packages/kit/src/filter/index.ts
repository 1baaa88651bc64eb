export { FilterChip } from './filter-chip';
export { FilterChoice, FoundChoices, type FilterOption } from './filter-choice';
export { FilterLine } from './filter-line';
export { FilterDuration, FilterPeriod } from './filter-range';
export { FilterText } from './filter-text';
export { pick } from './pick';
export { useUrlFilters } from './use-url-filters';
export { Month } from './month';
export { parseTime, type Day } from './calendar';
