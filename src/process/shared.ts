/** Work that several ask for at once is done once: whoever asks while it goes on gets what comes of it. */
export function shared<Value>(): (key: string, work: () => Promise<Value>) => Promise<Value> {
  const underWay = new Map<string, Promise<Value>>();
  return (key, work) => {
    const before = underWay.get(key);
    if (before) return before;
    const begun = work().finally(() => underWay.delete(key));
    underWay.set(key, begun);
    return begun;
  };
}
