import type { Charts } from '../../src/usecases/kit/charts';

/** Nothing is drawn here. */
export const noCharts: Charts = { draw: () => Promise.reject(new Error('There are no charts here')) };
