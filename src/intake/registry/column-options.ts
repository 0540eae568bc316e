import { ABSENCES, DECIDING, type Deciding } from '../../regulation/registry-layout';
import type { Desk } from '../../usecases/kit/ports';
import { answerColumn, type ColumnChoice } from '../../usecases/registry/columns';
import { fileById, type FileState } from '../../usecases/registry/files';
import { fieldOf } from './headings';

/** What a command says of columns that decide, since nobody can be asked: the name in the file; null: there is none. */
export interface ColumnOptions {
  readonly names: ReadonlyMap<Deciding, string | null>;
  /** Without a column of 59-ФЗ. */
  readonly law: 'ordinary' | 'later' | null;
}

/** `--column "Номер=№ обращения"`, `--ordinary`, `--later`. Null: it makes no sense. */
export function columnOptions(
  columns: readonly string[],
  { ordinary, later }: { readonly ordinary: boolean; readonly later: boolean },
): ColumnOptions | null {
  if (ordinary && later) return null;
  const names = new Map<Deciding, string | null>();
  for (const said of columns) {
    const [, title = '', name = ''] = /^([^=]+)=(.*)$/.exec(said) ?? [];
    const field = fieldOf(title);
    const deciding = DECIDING.find((one) => one === (field === 'stage' ? 'status' : field));
    if (!deciding) return null;
    names.set(deciding, name.trim() || null);
  }
  return { names, law: ordinary ? 'ordinary' : later ? 'later' : null };
}

/** @returns false: the options do not answer what is asked */
export async function answerByOptions(desk: Desk, file: FileState, options: ColumnOptions): Promise<boolean> {
  const of = file.asked?.fields[0];
  if (!file.asked || !of) return false;
  const choice = choiceOf(file.asked.headings, of, options);
  if (!choice) return false;
  const answered = await answerColumn(desk, null, file.id, { of, choice });
  if (answered !== 'asks') return answered === 'reads';
  const next = await fileById(desk, file.id);
  return next !== null && answerByOptions(desk, next, options);
}

function choiceOf(
  headings: readonly (string | null)[],
  of: Deciding,
  { names, law }: ColumnOptions,
): ColumnChoice | null {
  const name = names.get(of);
  if (typeof name === 'string') {
    const column = headings.indexOf(name);
    return column < 0 ? null : { column };
  }
  if (of === 'law') return law === null ? null : { absent: law };
  return name === null ? { absent: ABSENCES[of][0] } : null;
}
