import type { Language } from '../i18n';

/** What is said of a value that breaks a rule; `{{limit}}` is its measure. */
export const ruleTexts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  required: { ja: '必須項目です', en: 'This is required' },
  min_length: { ja: '{{limit}}文字以上で入力してください', en: 'Use at least {{limit}} characters' },
  max_length: { ja: '{{limit}}文字以下で入力してください', en: 'Use at most {{limit}} characters' },
  min: { ja: '{{limit}}以上で入力してください', en: 'Must be {{limit}} or more' },
  max: { ja: '{{limit}}以下で入力してください', en: 'Must be {{limit}} or less' },
  one_of: { ja: '次のいずれかを選択してください：{{limit}}', en: 'Must be one of: {{limit}}' },
  format: { ja: '形式が正しくありません', en: 'This is not in the right form' },
  taken: { ja: '既に使用されています', en: 'This is already in use' },
};
