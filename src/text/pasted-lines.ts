/** Lines of an appeal's page in ПОС that are no part of its text. */
const LABELS = {
  applicant: '(?:фио )?заявител[ья]',
  phone: '(?:контактный |мобильный )?телефон(?: заявителя)?',
  mail: '(?:эл(?:ектронная|\\.)? ?)?почта|e-?mail',
  address: 'адрес(?: проблемы| места| обращения)?',
} as const;
export const CUT_LINES = ['applicant', 'phone', 'mail'] as const;
/** What of an applicant was cut out of a pasted text. */
export type CutLine = (typeof CUT_LINES)[number];

const labelled = (label: string) => new RegExp(`^\\s*(?:${label})\\s*(?:[:\\t]\\s*(.*)|$)`, 'iu');
const CUT = CUT_LINES.map((what) => ({ what, pattern: labelled(LABELS[what]) }));
const ADDRESS = labelled(LABELS.address);

export interface PastedLines {
  readonly rest: string;
  /** In the order of `CUT_LINES`. */
  readonly cut: readonly CutLine[];
  /** Of the matter; null: none is named. */
  readonly address: string | null;
}

/** A text that was copied from ПОС with what stands around it: «Телефон: …», or the name of a line and its value below. */
export function pastedLines(text: string): PastedLines {
  const lines = text.split('\n');
  const rest: string[] = [];
  const cut = new Set<CutLine>();
  let address: string | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const valueOf = (said: string | undefined): string => {
      if (said !== undefined && said.trim() !== '') return said.trim();
      // the value stands in the line below
      at += 1;
      return (lines[at] ?? '').trim();
    };
    const found = CUT.find(({ pattern }) => pattern.test(line));
    const place = found ? null : ADDRESS.exec(line);
    if (found) {
      cut.add(found.what);
      valueOf(found.pattern.exec(line)?.[1]);
    } else if (place) {
      const value = valueOf(place[1]);
      if (value !== '') address ??= value;
    } else rest.push(line);
  }
  return { rest: rest.join('\n').trim(), cut: CUT_LINES.filter((what) => cut.has(what)), address };
}
