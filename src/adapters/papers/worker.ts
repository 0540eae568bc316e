import type { HistoryPaper, Letter, Minutes, PlainPaper, Protocol, ReportPaper } from '../../usecases/ports';
import { workForBot } from '../apart';
import { writeHistory } from './history';
import { writeLetter } from './letter';
import { writeMinutesAsPdf } from './minutes';
import { writeMinutesAsDocx } from './minutes-docx';
import { writePlain } from './plain';
import { writeProtocol } from './protocol';
import { writeReport } from './report';

/** What can be asked of the worker. */
export type Tasks = {
  letter: { readonly asks: { readonly letter: Letter }; readonly answers: Uint8Array };
  protocol: { readonly asks: { readonly protocol: Protocol }; readonly answers: Uint8Array };
  history: { readonly asks: { readonly history: HistoryPaper }; readonly answers: Uint8Array };
  report: { readonly asks: { readonly report: ReportPaper }; readonly answers: Uint8Array };
  minutes: {
    readonly asks: { readonly minutes: Minutes; readonly form: 'pdf' | 'docx' };
    readonly answers: Uint8Array;
  };
  plain: { readonly asks: { readonly paper: PlainPaper }; readonly answers: Uint8Array };
};

workForBot<Tasks>((task) => {
  switch (task.name) {
    case 'letter':
      return writeLetter(task.letter);
    case 'protocol':
      return writeProtocol(task.protocol);
    case 'history':
      return writeHistory(task.history);
    case 'report':
      return writeReport(task.report);
    case 'minutes':
      return task.form === 'pdf' ? writeMinutesAsPdf(task.minutes) : writeMinutesAsDocx(task.minutes);
    case 'plain':
      return writePlain(task.paper);
  }
});
