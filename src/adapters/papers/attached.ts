/** @returns the bytes of a file that a PDF carries along; null: it carries none of this name, or is no PDF */
export async function attachedTo(pdf: Uint8Array, name: string): Promise<Uint8Array | null> {
  // Whoever has saved the paper anew has a PDF of another make, which takes a reader of all of them.
  const { getDocumentProxy } = await import('unpdf');
  try {
    const document = await getDocumentProxy(pdf);
    const attached: unknown = await document.getAttachments();
    return contentOf(attached, name);
  } catch {
    return null;
  }
}

function contentOf(attached: unknown, name: string): Uint8Array | null {
  if (typeof attached !== 'object' || attached === null) return null;
  for (const file of Object.values<unknown>({ ...attached })) {
    if (typeof file !== 'object' || file === null || !('filename' in file) || !('content' in file)) continue;
    if (file.filename === name && file.content instanceof Uint8Array) return file.content;
  }
  return null;
}
