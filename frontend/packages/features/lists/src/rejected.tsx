import { ListPage, listNoun } from './list';

const noun = listNoun('rejected');

/** 着信拒否: callers who are refused. */
export function Page() {
  return <ListPage noun={noun} />;
}
