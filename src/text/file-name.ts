/** What one of the systems on which a folder is unpacked does not take in a name, or reads as something else. */
const UNSAFE = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu;
/** Names of devices on Windows, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Characters: with its folder it stays far below the 255 bytes of a file system, two a Cyrillic letter. */
const LONGEST = 80;

/** A name that every system takes and people can read, Cyrillic included; it keeps the file's own ending. Never empty. */
export function safeFileName(name: string): string {
  const clean = name.normalize('NFC').replace(UNSAFE, '_').replace(/\s+/g, ' ');
  const [, stem = '', ending = ''] = /^(.*?)(\.[\p{L}\p{N}]{1,8})?$/su.exec(clean.trim()) ?? [];
  const short = [...stem]
    .slice(0, LONGEST)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  const safe = short === '' ? '_' : short;
  return `${DEVICE.test(safe) ? `_${safe}` : safe}${ending}`;
}
