import { required, type Deeds } from './deed';

/** Which organization has the appeal, or is to get it. */
export const organizationDeeds: Deeds<
  'handToOrganization' | 'leaveOrganization' | 'recordOrganizationAnswer' | 'requestRedirect' | 'dropRedirect'
> = {
  handToOrganization: ({ state, submission }) => {
    state.organizationId = required(submission.organization, 'organization').id;
  },
  leaveOrganization: ({ state }) => {
    state.organizationId = null;
  },
  recordOrganizationAnswer: () => {
    // Its words and date are in the journal's details, its files hang on the form.
  },
  requestRedirect: ({ state, appeal, submission }) => {
    state.organizationId = required(submission.organization, 'organization').id;
    state.redirectAskedAt = appeal.state.stage;
    state.redirectReason = required(submission.answers.reason, 'reason');
    state.redirectNotice = required(submission.answers.notice, 'notice');
  },
  dropRedirect: ({ state }) => {
    state.organizationId = null;
    state.redirectAskedAt = null;
    state.redirectReason = null;
    state.redirectNotice = null;
  },
};
