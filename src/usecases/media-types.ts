// What bytes are taken for, by their media type: `StoredBytes.type`.

/** A picture of which each frame is seen. */
export const isPhoto = (type: string | null): boolean =>
  type !== null && type.startsWith('image/') && type !== 'image/gif' && type !== 'image/apng';

/** It moves: who sends it may take it for a photo. */
export const isFilm = (type: string | null): boolean =>
  type !== null && (type.startsWith('video/') || type === 'image/gif');

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/heic': '.heic',
  'image/heif': '.heif',
  'application/pdf': '.pdf',
};

/** By which the name of such a file ends, with its point, so that it opens; empty: nobody knows. */
export const endingOf = (mimeType: string | null): string => (mimeType === null ? '' : (ENDINGS[mimeType] ?? ''));
