import { createContext, use } from 'react';

/** Around an item of a list: whether Tab leads into it. */
export const Stop = createContext(true);

/**
 * The `tabIndex` of what can have the focus in an item: Tab leads to one item of a list, however many there are, and
 * the arrows from there to the others.
 */
export const useStop = (): 0 | -1 => (use(Stop) ? 0 : -1);
