import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { inboxStatus } from '../inbox/queue';
import type { Metric } from '../intake/metrics';
import type { JobStatus } from '../jobs/runner';
import { outboxStatus } from '../outbox/queue';
import type { Copies, ReadDisks } from '../usecases/kit/ports';
import { countLost } from '../usecases/upkeep/undelivered';
import { shipmentsStatus, type CarrierStatus } from '../usecases/delivery/mark';
import { statisticsLag } from '../usecases/statistics/follow';
import { remindersStatus } from '../usecases/kit/reminders';

interface Watched {
  readonly database: Database;
  readonly clock: Clock;
  readonly disks: ReadDisks;
  /** Null: there is no folder for them. */
  readonly copies: Pick<Copies, 'newest'> | null;
  readonly jobs: { status(): Promise<readonly JobStatus[]> };
  readonly isClockHeld: () => boolean;
  /** Outcomes of deliveries in this process. */
  readonly totals: () => Readonly<Record<string, number>>;
}

/** What `/metrics` shows: who waits, for how long, and when the clockwork last did its work. */
export function createMetrics(watched: Watched): () => Promise<Metric[]> {
  const { database, clock, jobs, totals, disks, copies, isClockHeld } = watched;
  return async () => {
    const now = clock.now();
    const waiting = await inboxStatus(database, now);
    const { oldestSeconds, ...counts } = await outboxStatus(database, now);
    const reminders = await remindersStatus(database, now);
    const counted = await statisticsLag(database);
    return [
      gauge('murajagat_inbox_waiting', 'Updates kept and not yet handled', waiting.waiting),
      gauge('murajagat_inbox_oldest_seconds', 'How long the oldest of them waits', waiting.oldestSeconds),
      {
        name: 'murajagat_outbox_messages',
        help: 'Messages by state',
        type: 'gauge',
        samples: Object.entries(counts).map(([state, value]) => ({ labels: { state }, value })),
      },
      gauge(
        'murajagat_outbox_oldest_seconds',
        'How long the message that waits longest could have gone',
        oldestSeconds,
      ),
      gauge(
        'murajagat_messages_lost',
        'Messages given up within three days, which an admin may send again',
        await countLost(database, now),
      ),
      {
        name: 'murajagat_deliveries_total',
        help: 'Outcomes of deliveries in this process',
        type: 'counter',
        samples: Object.entries(totals()).map(([outcome, value]) => ({ labels: { outcome }, value })),
      },
      ...shipmentMetrics(await shipmentsStatus(database, now)),
      gauge(
        'murajagat_clock_held',
        'The clock of the machine may be false, and what it would do waits: 1 as long as that lasts',
        isClockHeld() ? 1 : 0,
      ),
      gauge('murajagat_reminders_due', 'Reminders whose moment has come', reminders.due),
      gauge('murajagat_reminders_late_seconds', 'How late the latest of them is', reminders.lateSeconds),
      gauge('murajagat_statistics_counted', 'Everything was counted once: 0 until then', counted === null ? 0 : 1),
      gauge('murajagat_statistics_waiting', 'Journal entries not yet counted, a thousand at most', counted?.count ?? 0),
      gauge(
        'murajagat_statistics_lag_seconds',
        'How long the oldest of them waits',
        counted?.since ? Math.max(0, (now.getTime() - counted.since.getTime()) / 1_000) : 0,
      ),
      ...jobMetrics(await jobs.status()),
      await diskMetric(disks),
      await copyMetric(copies),
      gauge('process_resident_memory_bytes', 'Resident memory', process.memoryUsage.rss()),
    ];
  };
}

const gauge = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  type: 'gauge',
  samples: [{ value }],
});

/** Alert on `state="failed"`, which is what people have to do instead, and on an age of hours. */
const shipmentMetrics = (status: readonly CarrierStatus[]): Metric[] => [
  {
    name: 'murajagat_shipments',
    help: 'What goes to POS and to applicants by itself, by carrier and state; failed: until people have done it',
    type: 'gauge',
    samples: status.flatMap(({ carrier, delivered, waiting, failed }) =>
      Object.entries({ delivered, waiting, failed }).map(([state, value]) => ({ labels: { carrier, state }, value })),
    ),
  },
  {
    name: 'murajagat_shipments_oldest_waiting_seconds',
    help: 'How long the one that waits longest does',
    type: 'gauge',
    samples: status.map(({ carrier, oldestSeconds: value }) => ({ labels: { carrier }, value })),
  },
];

const diskMetric = async (disks: ReadDisks): Promise<Metric> => ({
  name: 'murajagat_disk_free_bytes',
  help: 'Free space of the disks of photos and of the embedded database',
  type: 'gauge',
  // A disk that does not say it must not take the other figures along.
  samples: (await disks().catch(() => [])).map(({ folder, free: value }) => ({ labels: { folder }, value })),
});

const copyMetric = async (copies: Watched['copies']): Promise<Metric> => ({
  name: 'murajagat_backup_newest_timestamp_seconds',
  help: 'Of which moment the newest whole copy in BACKUP_DIR is: 0 while there is none, or the folder is away',
  type: 'gauge',
  samples: copies ? [{ value: ((await copies.newest().catch(() => null))?.getTime() ?? 0) / 1_000 }] : [],
});

function jobMetrics(status: readonly JobStatus[]): Metric[] {
  const of = (name: string, help: string, type: Metric['type'], value: (one: JobStatus) => number | null): Metric => ({
    name,
    help,
    type,
    samples: status.flatMap((one) => {
      const known = value(one);
      return known === null ? [] : [{ labels: { job: one.job }, value: known }];
    }),
  });
  return [
    of('murajagat_job_last_success_timestamp_seconds', 'When a slot of the job was last done', 'gauge', (one) =>
      one.lastSuccessAt ? one.lastSuccessAt.getTime() / 1_000 : null,
    ),
    of(
      'murajagat_job_lateness_seconds',
      'From the slot to its end, of the latest slot done',
      'gauge',
      (one) => one.latenessSeconds,
    ),
    of('murajagat_job_failures_total', 'Tries of the job that failed', 'counter', (one) => one.failures),
  ];
}
