import path from 'node:path';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Files are kebab-case, so that a checkout is the same on every file system. */
const kebabCase = {
  meta: { type: 'suggestion', messages: { name: 'File name "{{name}}" must be kebab-case.' }, schema: [] },
  create(context) {
    const name = path.basename(context.filename);
    const ok = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(name);
    return ok ? {} : { Program: (node) => context.report({ node, messageId: 'name', data: { name } }) };
  },
};

/** Import borders: apps → features → kit, live, wire. No feature imports a feature; wire imports nobody. */
const border = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
  },
});
const app = ['^@yobirin/(console|agent)', 'nothing imports an app'];
const feature = ['^@yobirin/feature-', 'a feature is imported by apps only'];
const outside = ['^(\\.\\./)+(packages|apps|features)/', 'import another workspace by its name'];

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', 'packages/wire/src/schema.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { 'react-hooks': hooks, house: { rules: { 'kebab-case': kebabCase } } },
    rules: {
      'house/kebab-case': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'smart'],
    },
  },
  { files: ['**/*.test.{ts,tsx}', 'e2e/**', 'scripts/**'], rules: { 'max-lines-per-function': 'off', 'no-console': 'off' } },
  { files: ['packages/kit/src/i18n/*-*.ts'], rules: { 'max-lines-per-function': 'off' } },
  border(['packages/wire/**'], [app, feature, outside, ['^@yobirin/(kit|live)', 'wire is a leaf']]),
  border(['packages/live/**'], [app, feature, outside, ['^@yobirin/(kit|wire)', 'live is a leaf']]),
  border(['packages/kit/**'], [app, feature, outside, ['^@yobirin/(wire)', 'kit knows no server']]),
  // Records are read and saved in one way everywhere: this part of the kit knows the server's requests.
  border(['packages/kit/src/record/**'], [app, feature, outside]),
  border(['packages/features/**'], [app, feature, outside]),
);
