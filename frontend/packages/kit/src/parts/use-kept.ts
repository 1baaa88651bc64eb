import { useCallback, useState } from 'react';

/** A value kept in this browser under `key`; anything unreadable or refused by `check` gives `initial`. */
export function useKept<T>(key: string, initial: T, check: (value: unknown) => value is T): [T, (next: T) => void] {
  const name = `yobirin.${key}`;
  const [value, setValue] = useState<T>(() => read(name, initial, check));
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(name, JSON.stringify(next));
      } catch {
        // A full or forbidden storage loses only the memory, not the action.
      }
    },
    [name],
  );
  return [value, keep];
}

function read<T>(name: string, initial: T, check: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(name);
    const value: unknown = text === null ? undefined : JSON.parse(text);
    return check(value) ? value : initial;
  } catch {
    return initial;
  }
}

export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((v) => typeof v === 'string');
