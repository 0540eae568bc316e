import { readFileSync } from 'node:fs';

/** One rule of a Hunspell affix file: what an ending was made of, and for which words. */
interface Ending {
  readonly flag: string;
  readonly taken: string;
  readonly of: RegExp;
}

const nothing = (affix: string): string => (affix === '0' ? '' : affix);

/** A Hunspell dictionary is two files beside each other, `index.aff` and `index.dic`; Russian needs nothing but its suffixes. */
export function spelling(folder: string): (word: string) => boolean {
  const lines = (file: string): string[] => readFileSync(`${folder}/${file}`, 'utf8').split(/\r?\n/);
  const endings = new Map<string, Ending[]>();
  for (const line of lines('index.aff')) {
    const [, flag, taken, added, condition] = /^SFX\s+(\S)\s+(\S+)\s+(\S+)\s+(\S+)/.exec(line) ?? [];
    if (flag === undefined || taken === undefined || added === undefined || condition === undefined) continue;
    const ending = nothing(added);
    const known = endings.get(ending) ?? [];
    known.push({ flag, taken: nothing(taken), of: new RegExp(`${condition}$`) });
    endings.set(ending, known);
  }
  const stems = new Map<string, string>();
  for (const line of lines('index.dic')) {
    const [stem = '', flags = ''] = line.split('/');
    stems.set(stem, (stems.get(stem) ?? '') + flags);
  }
  const isForm = (word: string): boolean =>
    stems.has(word) ||
    Array.from({ length: word.length + 1 }, (_, at) => at).some((at) =>
      endings.get(word.slice(at))?.some(({ flag, taken, of }) => {
        const stem = word.slice(0, at) + taken;
        return of.test(stem) && (stems.get(stem)?.includes(flag) ?? false);
      }),
    );
  const small = (word: string): string => word.toLowerCase();
  const named = (word: string): string => word.charAt(0).toUpperCase() + small(word.slice(1));
  // The dictionary writes «е» for most of «ё».
  return (word) =>
    [word, word.replace(/ё/g, 'е').replace(/Ё/g, 'Е')].some(
      (it) => isForm(it) || isForm(small(it)) || (it === it.toUpperCase() && isForm(named(it))),
    );
}
