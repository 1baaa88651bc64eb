import { ListPage, listNoun } from './list';

const noun = listNoun('callers');

/** 優先着信: callers who are served first. */
export function Page() {
  return <ListPage noun={noun} />;
}
