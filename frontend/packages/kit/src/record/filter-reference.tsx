import { useMemo, useState } from 'react';
import { FilterChip, FoundChoices } from '../filter';
import type { ChoiceNoun } from './types';
import { choiceText, useChoiceSearch, useNamed } from './use-choices';

interface Props {
  noun: ChoiceNoun;
  name: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A filter by one of the site's records. They are searched for by the server: there may be thousands. */
export function FilterReference({ noun, name, value, onChange }: Props) {
  const chosen = useMemo(() => (value ? [value] : []), [value]);
  const named = useNamed(noun, chosen);
  const known = value ? named.get(value) : undefined;
  return (
    <FilterChip name={name} value={value === undefined ? undefined : known ? choiceText(known).name : '…'} onClear={() => onChange(undefined)}>
      {(close) => (
        <Found
          noun={noun}
          value={value}
          onChoose={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

const NONE: readonly string[] = [];

function Found({ noun, value, onChoose }: Pick<Props, 'noun' | 'value'> & { onChoose: (value: string) => void }) {
  const [words, setWords] = useState('');
  const { all, busy } = useChoiceSearch(noun, words, NONE, true);
  const options = all.map((choice) => {
    const { name, note } = choiceText(choice);
    return { value: choice.id, label: name, note };
  });
  return <FoundChoices options={options} value={value} words={words} busy={busy} onWords={setWords} onChoose={onChoose} />;
}
