import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
export const readDocument = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
export const pagesIn = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);

export const OFFICIAL = pagesIn('docs/official');
/** Whatever has commands for somebody. */
export const DOCUMENTS: readonly string[] = [
  ...['README.md', 'README.ru.md', 'CONTRIBUTING.md'],
  ...['docs/administrator', 'docs/integrator', 'docs/maintainer'].flatMap(pagesIn),
  ...OFFICIAL,
];

export const blocksOf = (text: string): string[] =>
  [...text.matchAll(/```(?:sh|bash)\n(.*?)```/gs)].map(([, block = '']) => block);

/** As a shell puts together what goes on in the next line. */
export const joined = (block: string): string => block.replace(/\\\n\s*/g, ' ');

const HEREDOC = /(<<'(\w+)'\n)(.*?\n)(\2\n)/gs;
/** Lines as a shell has them, without what a heredoc says. */
export const linesOf = (block: string): string[] =>
  joined(block)
    .replace(HEREDOC, '$1')
    .split('\n')
    .filter((line) => line.trim() !== '');

/** A block with each of its lines changed, and what a heredoc says as it is. */
export function withLines(block: string, change: (line: string) => string): string {
  const said: string[] = [];
  const bare = joined(block).replace(HEREDOC, (_, begins: string, _word, text: string, ends: string) => {
    said.push(`${text}${ends}`);
    return begins;
  });
  return bare
    .split('\n')
    .map((line) => {
      const changed = line.trim() === '' ? line : change(line);
      return /<<'\w+'$/.test(line) ? `${changed}\n${(said.shift() ?? '').trimEnd()}` : changed;
    })
    .join('\n');
}

export interface Order {
  readonly variables: readonly string[];
  readonly program: string;
  readonly args: readonly string[];
}

/** Of a line: who runs it is left out, and what it does when it fails. */
export function orderOf(line: string): Order {
  const words = (line.split(/ \|\| /)[0] ?? '').match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? [];
  const begins = words[0] === 'sudo' ? (words[1] === '-u' ? 3 : 1) : 0;
  const rest = words.slice(begins);
  const first = rest.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const variables = rest.slice(0, first).map((word) => word.replace(/=.*/, ''));
  return { variables, program: rest[first] ?? '', args: rest.slice(first + 1) };
}
