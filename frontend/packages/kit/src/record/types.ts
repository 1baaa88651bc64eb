import type { ComponentType, ReactNode } from 'react';
import type { Key } from '../i18n';
import type { FilterOption } from '../filter';
import type { Column } from '../table';
import type { Permission } from '../viewer';
import type { Limits } from './rules';

/** What every record of the site has. */
export interface Recorded {
  id: string;
  version: number;
}

/** A column of a noun's list: as in kit/table, with its name as a key. Without `cell` the field of the same name is shown as text. */
export interface RecordColumn<T> extends Omit<Column<T>, 'name' | 'cell'> {
  label: Key;
  cell?: (row: T) => ReactNode;
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
}

/** A filter on the line above the list; `column` is the server's name of the parameter. */
export type RecordFilter =
  | { column: string; label: Key; kind?: 'choice'; options: readonly { value: string; label: Key }[] }
  | { column: string; label: Key; kind: 'text' }
  | { column: string; label: Key; kind: 'yes-no' }
  | { column: string; label: Key; kind: 'reference'; noun: ChoiceNoun }
  /** Choices of which some are called otherwise than the server does; `useOptions` is a hook. */
  | { column: string; label: Key; kind: 'loaded'; useOptions: () => readonly FilterOption[] };

/** A field that can be set for many records at once. `Field` is the field as a form has it, with the same name. */
export interface BulkField {
  name: string;
  label: Key;
  Field: ComponentType;
}

/** Lists of names that pickers choose from: GET /choices/{noun}. */
export type ChoiceNoun = 'agents' | 'groups' | 'ivrs' | 'numbers' | 'statuses' | 'transfers' | 'trunks' | 'audios' | 'roles';

/** A column that a file may bring. */
export interface CsvColumn {
  name: string;
  label: Key;
  required?: boolean;
}

/** What a form's component gets. Its fields find their values by their names. */
export interface RecordFormProps<T> {
  /** As the server has it now: for what is shown and not edited. */
  record: T;
  isNew: boolean;
  readOnly: boolean;
}

/** Everything that RecordPage must know of a kind of record. */
export interface RecordNoun<T extends Recorded> {
  /** Plural, as in /api/v1/agents and /admin/agents. */
  name: string;
  /** Name of the record's schema in the API's description, whose limits hold for the fields; without it "agents" means "Agent". */
  schema?: string;
  /** Limits in place of those of the schema. */
  limits?: Limits;
  view: Permission;
  edit: Permission;
  /** `title` of the page, `one` record ("エージェント"), what `empty` says when there is none, and the `hint` what to do then. */
  text: { title: Key; one: Key; empty: Key; hint: Key };
  columns: readonly RecordColumn<T>[];
  /** Server's name of the usual order; without it the first sortable column. */
  sort?: string;
  filters?: readonly RecordFilter[];
  rowName: (row: T) => string;
  Form: ComponentType<RecordFormProps<T>>;
  /** Live state, a test call … above the form. */
  Aside?: ComponentType<{ record: T }>;
  /** Further buttons in the head of an open record. */
  Tools?: ComponentType<{ record: T }>;
  /** Names of fields in history and conflicts; fields without one are shown as they are called. */
  fields?: Readonly<Record<string, Key>>;
  /** How a field's value reads in history and conflicts; undefined: as it is. */
  valueText?: (field: string, value: unknown, t: (key: Key) => string) => string | undefined;
  /** Fields that hold ids, and of what: shown by name in history and conflicts. */
  references?: Readonly<Record<string, ChoiceNoun>>;
  /** The open record takes the whole page. */
  wide?: boolean;
  bulk?: readonly BulkField[];
  csv?: boolean;
  /** What files of other people may hold: then a file's first rows are shown, and somebody says which column is what. */
  csvColumns?: readonly CsvColumn[];
  /** Makes a new record in its own way, as by a file; without it a blank form does. */
  New?: ComponentType<{ onMade: (id: string) => void; onClose: () => void }>;
  /** What of deleted ones comes back, in place of the usual sentence of the question before. */
  comeBack?: Key;
  /** Records that do not come back once they are deleted. */
  final?: (row: T) => boolean;
  without?: readonly ('create' | 'delete' | 'bulk')[];
  /** Records that are shown and not changed. */
  fixed?: (row: T) => boolean;
  /** Records that are not deleted. */
  kept?: (row: T) => boolean;
}

/** One page of a list. */
export interface Listed<T> {
  items: T[];
  nextCursor?: string;
  /** How many there are, at most 10,000; `totalMore`: and more. */
  total: number;
  totalMore?: boolean;
}

/** A place where a record is used. */
export interface Use {
  noun: string;
  id: string;
  title: string;
  field?: string;
}

/** A field that was changed, as the history keeps it. Secrets have no values. */
export interface FieldChange {
  field: string;
  from?: unknown;
  to?: unknown;
}

/** One change of a record. */
export interface HistoryEntry {
  number: number;
  /** Milliseconds, or RFC 3339, as the server writes times. */
  at: number | string;
  actor?: string;
  actorName?: string;
  via?: string;
  action: string;
  title: string;
  fields?: FieldChange[] | null;
  /** What it is taken back with: the change of many records that it was part of, or itself. */
  batch?: { id: string; what: 'update' | 'delete' | 'import' | 'undo'; records: number; undoable?: boolean; undoneAt?: string };
}

/** A record that a change of many left as it was, and why. */
export interface Refused {
  id: string;
  title?: string;
  code?: string;
  detail?: string;
  errors?: ProblemField[];
}

export interface BulkReport {
  done: number;
  unchanged: number;
  refused: Refused[];
  refusedMore?: number;
  /** What takes it back; without it, it is final. */
  undo?: string;
}

/** What became of a change that was taken back. */
export interface UndoReport {
  done: number;
  refused: Refused[];
  refusedMore?: number;
  /** Fields that stay as they are, as secrets do. */
  skipped: { id: string; title: string; fields: string[] }[];
  skippedMore?: number;
}

/** A row of a file that was left out, and why. */
export interface RefusedRow {
  row: number;
  column?: string;
  value?: string;
  message: string;
  rule?: string;
  limit?: string;
}

export interface ImportReport {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: RefusedRow[];
  refusedMore?: number;
  dryRun: boolean;
  /** What takes it back. */
  undo?: string;
}

/** What is wrong with one field: a rule by its name and measure, and the server's own sentence. */
export interface ProblemField {
  location?: string;
  message?: string;
  value?: unknown;
  rule?: string;
  limit?: string;
}

/** A choice of a picker. */
export interface RecordChoice {
  id: string;
  name: string;
  nickname?: string;
  extension?: string;
  number?: string;
  color?: string;
}
