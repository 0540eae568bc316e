import type { Words } from '../../../../src/i18n';
import { maskPersonalData } from '../../../../src/text/personal-data';
import type { AppealCard } from '../../../../src/usecases/reading/card';
import { button, CAPTION, shorten, type ScreenButton } from '../../screen';

const LINE = 200;

/** Whose it may be, and on which former appeals that stands; in HTML. */
export function offerLines({ offer }: Pick<AppealCard, 'offer'>, { html }: Words): string[] {
  if (offer === null) return [];
  const numbers = offer.grounds.map(({ number }) => `№ ${number}`).join(', ');
  return [
    html('card:offer.executor', { name: offer.name, numbers }),
    ...(offer.path === null ? [] : [html('card:offer.path', { path: shorten(pathOf(offer.path), LINE) })]),
  ];
}

/** Each leads to an act as it is filled in already, and its person confirms it there; then the grounds, to be looked at. */
export function offerButtons({ id: appealId, version, offer }: AppealCard, { plain }: Words): ScreenButton[][] {
  if (offer === null) return [];
  const { executorId, name, path, grounds } = offer;
  return [
    [button(plain('card:offer.assign', { name }), { kind: 'takeExecutor', appealId, version, executorId })],
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
