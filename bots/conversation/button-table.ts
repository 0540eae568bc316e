import { COPIES, CLOCK } from './upkeep/buttons';
import { OFFICE, SETUP, CHANGES, ACCESS, TEMPLATES } from './office/buttons';
import { ENGAGEMENT, WIDGETS, ENGAGEMENT_RESULTS } from './engagement/buttons';
import { APPEALS } from './appeals/buttons';
import { CONTROL } from './statistics/buttons';
import { DIRECT_LINES } from './lines/buttons';
import { ABSENCES } from './absences/buttons';
import { FORMS } from './kit/form-buttons';
import { INTAKE } from './intake/buttons';
import { MENU } from './lists/buttons';
import { PEOPLE } from './people/buttons';
import { TERMS } from './terms/buttons';
import { REGISTRY } from './registry/buttons';
import { VIOLATIONS } from './violations/buttons';
import type { Right } from '../../src/regulation/rights';
import { keysOf } from '../../src/regulation/lists';
import { z } from 'zod';
import type { Button, ButtonKind, ButtonRows, Fields, Row } from './kit/buttons';

/** The least that a messenger takes (Telegram); ours stay near 30. */
const MAX_BYTES = 64;

/** A table whose kinds have merged into ButtonRows and which is forgotten here does not compile. */
const rowsOf = (rows: ButtonRows): ButtonRows => rows;
export const BUTTONS = rowsOf({
  ...FORMS,
  ...MENU,
  ...INTAKE,
  ...TERMS,
  ...PEOPLE,
  ...ABSENCES,
  ...TEMPLATES,
  ...APPEALS,
  ...CONTROL,
  ...REGISTRY,
  ...OFFICE,
  ...WIDGETS,
  ...ENGAGEMENT,
  ...CLOCK,
  ...COPIES,
  ...VIOLATIONS,
  ...DIRECT_LINES,
  ...SETUP,
  ...CHANGES,
  ...ENGAGEMENT_RESULTS,
  ...ACCESS,
});
export const BUTTON_KINDS = keysOf(BUTTONS);

/** Who may press it; null: everybody who works here, each to what is theirs. */
export const rightToPress = (kind: ButtonKind): Right | null => BUTTONS[kind].right;

const kinds = new Map<string, ButtonKind>(BUTTON_KINDS.map((kind) => [BUTTONS[kind].code, kind]));
if (kinds.size !== BUTTON_KINDS.length) throw new Error('Two kinds of buttons have one code: give the newer another');

/** @throws RangeError for what a messenger would refuse: a developer's mistake, found by the table test */
export function encode(button: Button): string {
  const { code, fields }: Row<Fields> = BUTTONS[button.kind];
  const named: Readonly<Record<string, unknown>> = button;
  const parts = Object.entries(fields).map(([name, field]) => z.encode(field, named[name]));
  const present = parts.slice(0, parts.findLastIndex((part) => part !== undefined) + 1);
  const text = [code, ...present].join(':');
  if (Buffer.byteLength(text) > MAX_BYTES) throw new RangeError(`A button is over ${MAX_BYTES} bytes: ${text}`);
  return text;
}

/** null: a button of an older release, or a forged one. The caller says «Кнопка устарела». */
export function decode(text: string): Button | null {
  const [first = '', second = '', ...rest] = text.split(':');
  const single = kinds.get(first);
  const kind = single ?? kinds.get(`${first}:${second}`);
  if (kind === undefined) return null;
  return read(kind, single === undefined ? rest : text === first ? [] : [second, ...rest]);
}

function read(kind: ButtonKind, parts: readonly string[]): Button | null {
  const { fields }: Row<Fields> = BUTTONS[kind];
  const names = Object.keys(fields);
  if (parts.length > names.length) return null;
  const named: Record<string, unknown> = { kind };
  for (const [index, name] of names.entries()) {
    const parsed = fields[name]?.safeParse(parts[index]);
    if (!parsed?.success) return null;
    if (parsed.data !== undefined) named[name] = parsed.data;
  }
  // each field is of its schema, under the name that the row gives it
  return named as unknown as Button;
}
