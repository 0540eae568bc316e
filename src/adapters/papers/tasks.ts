import type { Minutes } from '../../usecases/kit/ports';
import { writeMinutesAsPdf } from './minutes';
import { writeMinutesAsDocx } from './minutes-docx';

export { writeHistory as history } from './history';
export { writeLetter as letter } from './letter';
export { writePlain as plain } from './plain';
export { writeProtocol as protocol } from './protocol';
export { writeReport as report } from './report';
export const minutes = ({ paper, form }: { readonly paper: Minutes; readonly form: 'pdf' | 'docx' }) =>
  form === 'pdf' ? writeMinutesAsPdf(paper) : writeMinutesAsDocx(paper);
