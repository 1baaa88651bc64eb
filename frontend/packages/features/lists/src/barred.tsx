import { ListPage, listNoun } from './list';

const noun = listNoun('barred');

/** 発信規制: numbers that nobody may call. */
export function Page() {
  return <ListPage noun={noun} />;
}
