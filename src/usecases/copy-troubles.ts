/** Why a copy can't be taken, read or loaded; each has words in `backup:refused`, which say what to do. `fault`: the log says why. */
export const COPY_TROUBLES = [
  'badIdentity',
  'badRecipient',
  'busy',
  'counts',
  'damaged',
  'damagedFile',
  'diskFull',
  'fault',
  'folder',
  'newDatabase',
  'newer',
  'newerDatabase',
  'noIdentity',
  'noScratch',
  'notACopy',
  'notEmpty',
  'older',
  'olderDatabase',
  'otherKey',
  'otherOffice',
  'structure',
  'unfinished',
  'withData',
] as const;

export interface CopyTrouble {
  readonly why: (typeof COPY_TROUBLES)[number];
  readonly params: Readonly<Record<string, string | number>>;
}
