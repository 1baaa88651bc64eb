/** Agent statuses, in the administration. */
export const enStatuses = {
  'statuses.title': 'Agent statuses',
  'statuses.one': 'status',
  'statuses.empty': 'There are no statuses',
  'statuses.hint': 'Make one for each reason to be paused: away, training …',
  'statuses.name': 'Name',
  'statuses.color': 'Colour',
  'statuses.icon': 'Icon',
  'statuses.tag': 'Shown as',
  'statuses.look': 'How it is shown',
  'statuses.look.hint': 'Every status means paused. Its colour is shown as a small dot.',
};
