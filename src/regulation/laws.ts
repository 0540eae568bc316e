import { toPlainDate, type PlainDate } from './calendar';

interface Law {
  /** Articles that are cited or held to, «8/3» for part 3 of article 8; empty: all of it. */
  readonly articles: readonly string[];
  /** The day of the edition in which it was read; null: nobody here has read it, it is known by memory. */
  readonly readIn: PlainDate | null;
}

/**
 * What texts, papers and tables cite, and in which edition it was read. Of what is known by memory alone an administrator is told, on the sheet of
 * «Настройка» and in docs/administrator/law.md, never a citizen. A test holds all texts to this list; names are `setup:law`.
 */
export const LAWS = {
  order334: { articles: [], readIn: toPlainDate('2025-09-01') },
  /** 59-ФЗ: the notice of a redirect and its 7 days, the 15 days of a request, the extension. */
  appeals59: { articles: ['8/3', '10/2', '12/2'], readIn: null },
  /** ТК: how months are counted, the short day before a holiday, holidays, penalties and how they are imposed. */
  labour: { articles: ['14', '95', '112', '192', '193'], readIn: null },
  /** ГрК: what stands in the protocol and the conclusion of hearings. */
  planning: { articles: ['5.1'], readIn: null },
  /** Закон РТ № 1448-XII: holidays of the republic. */
  holidays: { articles: [], readIn: null },
  /** ГОСТ Р 7.0.97-2016: signature, enclosure, the mark of an electronic signature. */
  letters: { articles: [], readIn: null },
} as const satisfies Readonly<Record<string, Law>>;
