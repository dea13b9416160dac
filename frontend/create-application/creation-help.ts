/** What is said below a field, whether something is wrong or not. */
export const creationHelp = {
  name: 'Of the application, as everybody will see it. It can not be changed later.',
  email: 'Of those who own it and can be asked about it.',
  description: 'What it is, for those who find it in a list.',
  repoType: 'Where its source lies.',
  repoProjectKey: 'The project, or whose repository it is.',
  repoSlug: 'The name of the repository, not its URL.',
  chaosMonkey: 'Instances of it may be ended at any time, to find out whether it bears that.',
  pagerDuty: 'Who is called for it. A new service appears here after some minutes; it needs the Events API v1.',
  slackChannel: 'Where those who own it can be reached.',
  cloudProviders: 'None chosen: all of them.',
  platformHealthOnly:
    'What the cloud provider says about an instance is enough for a task to end; no load balancer or discovery is asked.',
  platformHealthOnlyShowOverride: 'Whoever starts a task can change that for this task.',
  overrideUnderstood:
    'The setting above is enough for most applications. Pipelines that were made with the option have to be changed by hand when it is taken away again.',
  instancePort: 'For links to an instance only.',
  enableRestartRunningExecutions:
    'Stages can be restarted while their pipeline runs. What comes of it varies; it is better left off.',
  enableRerunActiveExecutions: 'A pipeline that runs can be started once more with the same parameters.',
  grants:
    'Spinnaker’s words: READ sees the application, EXECUTE runs its pipelines, WRITE changes and deletes it. Roles are alternatives: one of them is enough.',
  enforcement:
    'This dialog advises; it enforces nothing, since applications can be created past it. What enforces is Fiat: fiat.restrictApplicationCreation with the CREATE of its prefixes says who may create a name, and what a prefix gives holds for every application of that name, however it was made.',
} as const;
