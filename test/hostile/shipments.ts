import { randomUUID } from 'node:crypto';
import type { Carrier } from '../../src/regulation/carriers';
import type { DeliveryKind } from '../../src/regulation/vocabulary';
import { TOKENS, type HostileOffice } from './office';

interface Shipment {
  readonly number: string;
  readonly key: string;
}
interface Row {
  readonly state: string;
  readonly trouble: string | null;
  /** How often it may have arrived: such a one waits long before it goes again, so that nobody gets it many times. */
  readonly unknownSends: number;
}

/** Deliveries by one carrier, each queued as an act queues it. */
export class Shipments {
  private readonly queued: Shipment[] = [];

  constructor(
    private readonly office: HostileOffice,
    private readonly carrier: Carrier,
    private readonly kind: DeliveryKind,
  ) {}

  async queue(): Promise<Shipment> {
    const number = await this.office.appeal({
      applicant: { type: 'person', name: 'Иванов Пётр', email: 'ivanov@example.org' },
    });
    const key = randomUUID();
    await this.office.rows(
      `with queued as (insert into delivery (appeal_id, kind, text, queued_at)
         select id, $2, 'Работы идут.', now() from appeal where number = $1 returning id)
       insert into shipment (delivery_id, carrier, state, key, queued_at, due_at) select id, $3, 'waiting', $4, now(), now() from queued`,
      [number, this.kind, this.carrier, key],
    );
    const shipment = { number, key };
    this.queued.push(shipment);
    return shipment;
  }

  /** What the appeal says of it by HTTP, and coordinators read about it. */
  async said({ number, key }: Shipment): Promise<() => Promise<string>> {
    return async () => {
      const { state, trouble } = await this.rowOf(key);
      if (trouble === null && state !== 'delivered' && state !== 'accepted') return '';
      const response = await fetch(`${this.office.program.http}/api/appeals/${number}`, {
        headers: { authorization: `Bearer ${TOKENS[1]}` },
      });
      const texts = (await this.office.texts('coordinator')).filter((text) => text.includes(number));
      return [await response.text(), ...texts].join('\n');
    };
  }

  /** Another one arrives, and so does whatever waits still: nothing was given up that could be made. */
  async allArrive(): Promise<readonly string[]> {
    await this.queue();
    let waiting: Shipment[] = [];
    const allThere = await this.office.comes(async () => {
      const rows = await Promise.all(this.queued.map(async (one) => ({ one, ...(await this.rowOf(one.key)) })));
      waiting = rows
        .filter(({ state, unknownSends }) => (state === 'waiting' && unknownSends === 0) || state === 'sending')
        .map(({ one }) => one);
      return waiting.length === 0;
    });
    const lost = (
      await Promise.all(this.queued.map(async (one) => ({ ...one, ...(await this.rowOf(one.key)) })))
    ).filter(({ state }) => state === 'unknown');
    this.queued.length = 0;
    return [
      ...(allThere ? [] : [`${waiting.length} did not arrive when all was well again`]),
      ...lost.map(({ trouble }) => `one was given up as «unknown» (${String(trouble)})`),
    ];
  }

  private async rowOf(key: string): Promise<Row> {
    const [row] = await this.office.rows<Row>(
      'select state, trouble, unknown_sends as "unknownSends" from shipment where key = $1',
      [key],
    );
    if (!row) throw new Error(`No shipment ${key}`);
    return row;
  }
}
