export { ListPlayer, ListPlayerHost, usePauseList, useToggleSound } from './list-player';
