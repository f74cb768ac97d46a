/** Things of an organization that flows name, and the key of the environment file that holds each. */
export const THINGS = {
  queue: 'queues',
  user: 'users',
  group: 'groups',
  skill: 'skills',
  languageSkill: 'languageSkills',
  wrapupCode: 'wrapupCodes',
  script: 'scripts',
  flowOutcome: 'flowOutcomes',
  flowMilestone: 'flowMilestones',
  schedule: 'schedules',
  scheduleGroup: 'scheduleGroups',
  emergencyGroup: 'emergencyGroups',
  dataTable: 'dataTables',
  decisionTable: 'decisionTables',
  prompt: 'prompts',
  response: 'responses',
  flow: 'flows',
  bot: 'bots',
} as const;

/** A kind of thing. */
export type Thing = keyof typeof THINGS;
