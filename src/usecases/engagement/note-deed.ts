import type { JournalDetails } from '../../../entities/journal-entry';
import type { Transaction } from '../../database/database';
import type { EngagementDeed } from '../../regulation/engagement/vocabulary';
import { OFFICIAL } from '../../regulation/engagement/transitions';
import { addEngagementEntry } from '../journal/engagement-journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import type { KeptEngagement } from './engagement-store';

/** What has become of it without an act: neither its stage nor its version is another. @param official null: nobody of the office has done it */
export async function noteDeed(
  tx: Transaction,
  desk: Desk,
  { row: { id, stage, version } }: KeptEngagement,
  official: Official | null,
  action: EngagementDeed,
  details: JournalDetails,
): Promise<void> {
  await addEngagementEntry(tx, {
    ...{ at: desk.clock.now(), engagementId: id, action, personId: official?.personId ?? null },
    ...{ capacity: official === null ? 'clock' : 'official', onBehalfOfId: null, clause: OFFICIAL },
    ...{ fromStage: stage, toStage: stage, version, formId: null, details },
  });
}
