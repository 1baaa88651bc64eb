import { MultiSelect, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useText } from '../../i18n';
import { useField } from '../form-context';
import type { ChoiceNoun } from '../types';
import { choiceText, useChoiceSearch } from '../use-choices';
import { useEnter, useTaken } from '../use-enter';
import { inputProps, type FieldProps } from './props';
import classes from './fields.module.css';

interface Props extends FieldProps {
  noun: ChoiceNoun;
  multiple?: boolean;
  /** May be taken off again. */
  clearable?: boolean;
  /** What none means. */
  none?: string;
}

/** One record of another kind, or several, found by typing. Its value is an id, or a list of ids. */
export function ReferenceField({ multiple, ...props }: Props) {
  return multiple ? <Several {...props} /> : <One {...props} />;
}

function One({ noun, clearable, none, ...own }: Omit<Props, 'multiple'>) {
  const field = useField<string>(own.name);
  return (
    <Picker
      noun={noun}
      value={field.value}
      onChange={field.set}
      clearable={clearable}
      none={none}
      input={inputProps(field as never, own)}
    />
  );
}

export interface PickerProps {
  noun: ChoiceNoun;
  value: string | undefined;
  onChange: (id: string | null) => void;
  clearable?: boolean;
  none?: string;
  input: Partial<ReturnType<typeof inputProps>> & { 'aria-label'?: string };
}

/** A picker without a field around it. */
export function Picker({ noun, value, onChange, clearable, none, input }: PickerProps) {
  const { t } = useText();
  const [words, setWords] = useState('');
  const [open, setOpen] = useState(false);
  const [typing, setTyping] = useState(false);
  const chosen = useMemo(() => (value ? [value] : []), [value]);
  const enter = useEnter();
  const { all, shown, of, failed, busy } = useChoiceSearch(noun, enter.asked ?? (typing ? words : ''), chosen, open, enter.asked !== undefined);
  const take = (id: string | null) => {
    setTyping(false);
    onChange(id);
  };
  useTaken(enter, { of, busy, first: all.find((choice) => shown.has(choice.id))?.id }, take);
  const data = all.map((choice) => ({ value: choice.id, label: choiceText(choice).name, note: choiceText(choice).note, color: choice.color }));
  return (
    <Select
      {...input}
      data={data}
      value={value ?? null}
      onChange={take}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      onInput={() => {
        setTyping(true);
        enter.forget();
      }}
      onKeyDown={(event) => enter.onKeyDown(event, typing ? words : undefined)}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setTyping(false)}
      filter={({ options }) => options}
      clearable={clearable && !input.readOnly}
      allowDeselect={false}
      placeholder={none ?? (input.readOnly ? undefined : t('record.choose'))}
      nothingFoundMessage={failed ? t('record.choicesFailed') : busy ? t('app.loading') : t('filter.noMatch')}
      maxDropdownHeight={280}
      comboboxProps={COMBOBOX}
      renderOption={({ option }) => <Option option={option as never} />}
      clearButtonProps={{ 'aria-label': t('record.clear') }}
    />
  );
}

function Several({ noun, clearable, none, ...own }: Omit<Props, 'multiple'>) {
  const { t } = useText();
  const field = useField<string[]>(own.name);
  const [words, setWords] = useState('');
  const [open, setOpen] = useState(false);
  const chosen = field.value ?? NONE;
  const enter = useEnter();
  const { all, shown, of, failed, busy } = useChoiceSearch(noun, enter.asked ?? words, chosen, open, enter.asked !== undefined);
  useTaken(enter, { of, busy, first: all.find((choice) => shown.has(choice.id) && !chosen.includes(choice.id))?.id }, (id) => {
    setWords('');
    field.set([...chosen, id]);
  });
  const data = all.map((choice) => ({ value: choice.id, label: choiceText(choice).name, note: choiceText(choice).note, color: choice.color }));
  return (
    <MultiSelect
      {...inputProps(field as never, own)}
      data={data}
      value={[...chosen]}
      onChange={field.set}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      onInput={enter.forget}
      onKeyDown={(event) => enter.onKeyDown(event, words)}
      onDropdownOpen={() => setOpen(true)}
      filter={({ options }) => options}
      hidePickedOptions
      clearable={clearable && !field.readOnly}
      placeholder={chosen.length > 0 || field.readOnly ? undefined : (none ?? t('record.choose'))}
      nothingFoundMessage={failed ? t('record.choicesFailed') : busy ? t('app.loading') : t('filter.noMatch')}
      maxDropdownHeight={280}
      comboboxProps={COMBOBOX}
      renderOption={({ option }) => <Option option={option as never} />}
      clearButtonProps={{ 'aria-label': t('record.clear') }}
    />
  );
}

const NONE: string[] = [];
const COMBOBOX = { withinPortal: true, shadow: 'md', transitionProps: { duration: 0 } } as const;

function Option({ option }: { option: { label: string; note?: string; color?: string } }) {
  return (
    <span className={classes.option}>
      {option.color ? <span className={classes.square} style={{ background: option.color }} aria-hidden /> : null}
      <span className={classes.optionName}>{option.label}</span>
      {option.note ? <span className={classes.optionNote}>{option.note}</span> : null}
    </span>
  );
}
