import { untilKept } from '../../../src/process/until-kept';

const refused = (code: string) => Object.assign(new Error('no'), { code, severity: 'ERROR' });
/** Fails as said, in turn, and then succeeds. @returns how often it was asked, and what was thrown in the end */
async function keeping(failures: readonly Error[], isOver = () => false): Promise<{ tries: number; thrown: unknown }> {
  let tries = 0;
  const write = async (): Promise<void> => {
    const failure = failures[tries];
    tries += 1;
    if (failure) throw failure;
  };
  const thrown = await untilKept(write, { log: { warn: () => undefined }, isOver, pausesMs: [0] }).then(
    () => null,
    (error: unknown) => error,
  );
  return { tries, thrown };
}

test.each([
  'NUL in a text 22021',
  'JSON that is none 22P05',
  'too long 22001',
  'a number out of range 22003',
  'no row to point at 23503',
  'the same key 23505',
  'a check 23514',
  'too deep 54001',
  'no such column 42703',
  'a fault of the server 0A000',
])('%s is refused again, and not asked for ever', async (name) => {
  const error = refused(name.slice(-5));
  expect(await keeping(Array.from({ length: 1_000 }, () => error))).toEqual({ tries: 3, thrown: error });
});

test.each([
  'it starts 57P03',
  'it was told to go 57P01',
  'no connection 08006',
  'a full disk 53100',
  'too many 53300',
  'a standby 25006',
  'a deadlock 40P01',
  'another was first 40001',
  'a lock 55P03',
  'too long 57014',
  'another password 28P01',
])('%s is an outage, however long it lasts', async (name) => {
  const error = refused(name.slice(-5));
  expect(await keeping(Array.from({ length: 100 }, () => error))).toEqual({ tries: 101, thrown: null });
});

test('what two were after at once is taken at the next try', async () => {
  expect(await keeping([refused('23505'), refused('23505')])).toEqual({ tries: 3, thrown: null });
});

test('an outage between does not make a refusal worse', async () => {
  const [outage, refusal] = [refused('57P03'), refused('22021')];
  expect(await keeping([...Array.from({ length: 50 }, () => outage), refusal, outage])).toEqual({
    tries: 53,
    thrown: null,
  });
});

test('a fault of ours has as long as a restart takes, and is thrown then', async () => {
  const fault = new TypeError('undefined is not a function');
  expect(await keeping(Array.from({ length: 1_000 }, () => fault))).toEqual({ tries: 20, thrown: fault });
});

test('whoever has to go waits for nothing', async () => {
  expect(await keeping([refused('57P03')], () => true)).toEqual({ tries: 1, thrown: null });
});
