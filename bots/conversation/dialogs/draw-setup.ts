import {
  type SetupPart,
  type SetupStep,
  readSetup,
  type SetByEnvironment,
  type StepState,
} from '../../../src/usecases/office/setup';
import type { Screen } from '../screen';
import { setupScreen, setupStepScreen } from '../screens/office/setup-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** What of the setup the environment has said. */
export function environmentOf({ environment }: Pick<Talk, 'environment'>): SetByEnvironment {
  const isSet = (name: string) => environment.some(({ variable, value }) => variable === name && value !== null);
  return {
    intakeByHttp: isSet('INTAKE_TOKEN'),
    intakeFolder: isSet('INTAKE_DIR'),
    backupFolder: isSet('BACKUP_DIR'),
  };
}

export const readSteps = (talk: Talk): Promise<readonly StepState[]> => readSetup(talk.desk, environmentOf(talk));

export const drawSetup = async (talk: Talk, { words }: Turn, part: SetupPart): Promise<Screen> =>
  setupScreen(await readSteps(talk), part, words);

/** @param news what is to be read before it, in HTML */
export async function drawSetupStep(talk: Talk, turn: Turn, step: SetupStep, news?: string): Promise<Screen> {
  const state = (await readSteps(talk)).find((one) => one.step === step);
  return state ? setupStepScreen(state, turn.words, news) : drawSetup(talk, turn, 'office');
}
