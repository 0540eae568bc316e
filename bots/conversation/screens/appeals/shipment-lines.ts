import { escapeHtml } from '../../../../src/i18n';
import type { ShownShipment } from '../../../../src/usecases/card/status';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { moment } from '../dates';

type Told = Pick<Reading, 'words' | 'now' | 'calendar'>;

/** Characters of what a carrier says itself. */
const DETAIL = 150;

/** «Почта заявителя: ждёт отправки с 14:02 · нет связи»: how a delivery fares by each carrier. HTML. */
export function shipmentLines(shipments: readonly ShownShipment[], reading: Told, longest = DETAIL): string[] {
  const { words, now, calendar } = reading;
  return shipments.map((shipment) => {
    const { carrier, state, queuedAt, settledAt, twice } = shipment;
    const line = words.html(`card:carrier.${carrier}.${state}`, {
      moment: moment(settledAt ?? queuedAt, now, calendar),
    });
    const more = [
      troubleWords(shipment, reading, longest),
      twice && state === 'delivered' ? words.html('card:carrier.twice') : null,
    ];
    return [line, ...more.filter((part) => part !== null)].join(' · ');
  });
}

/** What it has met, while that matters. HTML. */
export function troubleWords(
  { carrier, state, trouble, detail }: Pick<ShownShipment, 'carrier' | 'state' | 'trouble' | 'detail'>,
  { words }: Pick<Told, 'words'>,
  longest = DETAIL,
): string | null {
  if (trouble === null || state === 'delivered') return null;
  // «Отказ» is said before it.
  if (carrier === 'gateway' && trouble === 'refused') return detail && escapeHtml(shorten(detail, longest));
  const why = words.html(`card:carrier.trouble.${trouble}`);
  return detail === null ? why : `${why} (${escapeHtml(shorten(detail, longest))})`;
}
