/** In which the office writes and is written to. */
export type Language = 'ru' | 'tt';

/** Letters that Russian does not have. */
const TATAR_LETTERS = /[әөүҗңһ]/giu;
/** Of all letters; a Tatar text has one in eight, a Russian one a name at most. */
const SHARE_OF_TATAR = 0.02;

/** The language that a text is written in, for what stands around it. */
export function languageOf(text: string): Language {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return (text.match(TATAR_LETTERS)?.length ?? 0) > letters * SHARE_OF_TATAR ? 'tt' : 'ru';
}
