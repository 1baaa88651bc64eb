/** Agents, in the administration. */
export const enAgents = {
  'agents.title': 'Agents',
  'agents.one': 'agent',
  'agents.empty': 'There are no agents',
  'agents.hint': 'Make one with “New”, or bring many in from a CSV file.',
  'agents.login': 'ID',
  'agents.name': 'Name',
  'agents.nickname': 'Nickname',
  'agents.extension': 'Extension',
  'agents.role': 'Role',
  'agents.language': 'Language',
  'agents.account': 'Account',
};
