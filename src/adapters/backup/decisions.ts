import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../errors';
import type { Decision } from '../../usecases/applicants/forget-questions';

/** Beside the copies, and in none of them: an old one does not know who was forgotten since. Number and day, and nobody's name. */
const FILE = 'forgotten.jsonl';

const decision = z.object({ number: z.string().min(1), day: z.iso.date() });

/** None where there is no such file; a line that can't be read is passed over: the others are forgotten all the same. */
export async function readDecisions(folder: string): Promise<readonly Decision[]> {
  const text = await readFile(path.join(folder, FILE), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    const { data } = decision.safeParse(parsed(line));
    return data ? [data] : [];
  });
}

/** With those that are there: an office that was restored knows fewer. Whole, or as it was. */
export async function keepDecisions(folder: string, decisions: readonly Decision[]): Promise<void> {
  const before = await readDecisions(folder);
  const kept = new Map([...before, ...decisions].map((one) => [one.number, one]));
  const lineOf = ({ number, day }: Decision) => `${JSON.stringify({ number, day })}\n`;
  const text = [...kept.values()].map(lineOf).join('');
  if (text === before.map(lineOf).join('')) return;
  const file = path.join(folder, FILE);
  await writeFile(`${file}.part`, text, { mode: 0o600, flush: true });
  await rename(`${file}.part`, file);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
