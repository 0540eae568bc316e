import type { Words } from '../../../../src/i18n';
import { maskPersonalData } from '../../../../src/text/personal-data';
import type { AppealCard } from '../../../../src/usecases/card/card';
import { button, CAPTION, shorten, type ScreenButton } from '../../screen';

const LINE = 200;

/** Whose it may be, and on which former appeals that stands; in HTML. What ПОС says of that stands above. */
export function offerLines({ offer }: Pick<AppealCard, 'offer'>, { html }: Words): string[] {
  if (offer === null) return [];
  const numbers = offer.grounds.map(({ number }) => `№ ${number}`).join(', ');
  return [
    html('card:offer.executor', { name: offer.name, numbers }),
    ...(offer.path === null ? [] : [html('card:offer.path', { path: shorten(pathOf(offer.path), LINE) })]),
  ];
}

/**
 * Whom ПОС names, then whom former appeals suggest: each leads to an act as it is filled in already, and its person confirms it there;
 * then the grounds, to be looked at.
 */
export function offerButtons(card: AppealCard, { plain }: Words): ScreenButton[][] {
  const { id: appealId, version, offer, namedInPos } = card;
  const assign = (caption: string, executorId: number): ScreenButton[] => [
    button(caption, { kind: 'takeExecutor', appealId, version, executorId }),
  ];
  const there = namedInPos
    ? [assign(plain('card:offer.assignAsThere', { name: namedInPos.name }), namedInPos.executorId)]
    : [];
  if (offer === null) return there;
  const { executorId, name, path, grounds } = offer;
  return [
    ...there,
    ...(executorId === namedInPos?.executorId ? [] : [assign(plain('card:offer.assign', { name }), executorId)]),
    ...(path === null
      ? []
      : [
          [
            button(shorten(plain('card:offer.correct', { path: pathOf(path) }), CAPTION), {
              kind: 'takeTopic',
              appealId,
              version,
            }),
          ],
        ]),
    grounds.map((ground) => button(`№ ${ground.number}`, { kind: 'open', appealId: ground.appealId })),
  ];
}

/** The applicant's words may stand in a category that somebody has typed. */
const pathOf = (path: readonly string[]): string => maskPersonalData(path.join(' · '));
