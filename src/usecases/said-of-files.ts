/** What may have to be said of an attachment, as keys of the words. */
export const SAID_OF_FILES = [
  'fileKind',
  'videoNotTaken',
  'keptAsFile',
  'placeKept',
  'livePlaceKept',
  'photoWithoutForm',
  'fileWithoutForm',
  'photoNotAsked',
  'fileTooBig',
  'fileNotAsSaid',
  'fileEmpty',
  'fileNotCome',
  'captionNotKept',
  'dotsInText',
] as const;
