import texts from './rules.json';

/** What is said of a value that breaks a rule, as the server says it; `{{limit}}` is its measure. */
export const ruleTexts: Readonly<Record<string, Readonly<Record<'ja' | 'en', string>>>> = texts;
