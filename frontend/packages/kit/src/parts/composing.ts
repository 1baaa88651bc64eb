/**
 * Whether a key belongs to an input method, as Enter does that takes a conversion to kanji. WebKit ends the composition
 * before the key, and tells it by the code alone.
 */
export const isComposing = (event: { isComposing: boolean; keyCode: number }): boolean => event.isComposing || event.keyCode === 229;
