import type { Words } from '../../../src/i18n';
import type { Button } from '../button-rows/buttons';
import { button, type ScreenButton } from '../screen';

/** Lines of one button each that one sees without scrolling. */
export const PAGE = 6;

export interface Page<T> {
  readonly shown: readonly T[];
  /** From 0; a page past the end is the last. */
  readonly page: number;
  readonly pages: number;
}

export function pageOf<T>(items: readonly T[], page: number, size = PAGE): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const at = Math.min(Math.max(page, 0), pages - 1);
  return { shown: items.slice(at * size, (at + 1) * size), page: at, pages };
}

/** «‹ 2/5 ›»; no row when there is one page. */
export function pager(
  { page, pages }: { readonly page: number; readonly pages: number },
  { plain }: Words,
  turn: (page: number) => Button,
): ScreenButton[][] {
  if (pages === 1) return [];
  const to = (caption: string, target: number) =>
    button(caption, target >= 0 && target < pages ? turn(target) : { kind: 'nothing' });
  return [
    [
      to(plain('common:previous'), page - 1),
      button(plain('common:page', { page: page + 1, pages }), { kind: 'nothing' }),
      to(plain('common:next'), page + 1),
    ],
  ];
}
