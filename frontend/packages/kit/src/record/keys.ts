/** Where the answers about records are kept on this page. */
export const listKey = (noun: string) => ['records', noun, 'list'] as const;
export const recordKey = (noun: string, id: string) => ['records', noun, 'one', id] as const;
