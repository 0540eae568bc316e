import { spawnSync } from 'node:child_process';

/** pdf.js is an ES module, which Jest does not load: a process of its own reads. */
const READ = `(async () => {
  const { extractText, getDocumentProxy } = await import('unpdf');
  const parts = []; for await (const part of process.stdin) parts.push(part);
  const document = await getDocumentProxy(new Uint8Array(Buffer.concat(parts)));
  const { text } = await extractText(document, { mergePages: false });
  const { info } = await document.getMetadata();
  let right = 0;
  for (let number = 1; number <= document.numPages; number += 1)
    for (const { transform, width } of (await (await document.getPage(number)).getTextContent()).items)
      right = Math.max(right, transform[4] + width);
  process.stdout.write(JSON.stringify({ pages: text, info, right }));
})()`;

/** What a reader of PDF finds on each page, and what the document says of itself. @throws when it is no PDF */
export function readPdf(bytes: Uint8Array): {
  readonly pages: readonly string[];
  readonly info: Record<string, unknown>;
  /** How far to the right any text stands, in points from the edge of the sheet. */
  readonly right: number;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', READ], {
    input: bytes,
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error(`No PDF: ${stderr.toString()}`);
  const read = JSON.parse(stdout.toString()) as {
    pages: string[];
    info: Record<string, unknown>;
    right: number;
  };
  return { ...read, pages: read.pages.map((page) => page.replace(/\s+/g, ' ')) };
}
