import type { RecordNoun } from '@yobirin/kit/record';
import type { AgentRecord } from './agent';
import { AgentForm } from './agent-form';

export const agentsNoun: RecordNoun<AgentRecord> = {
  name: 'agents',
  view: 'agents.view',
  edit: 'agents.edit',
  text: { title: 'agents.title', one: 'agents.one', empty: 'agents.empty', hint: 'agents.hint' },
  columns: [
    { id: 'login', label: 'agents.login', width: 130, sortable: true },
    { id: 'name', label: 'agents.name', width: 160, grow: true, sortable: true },
    { id: 'nickname', label: 'agents.nickname', width: 140, grow: true },
    { id: 'extension', label: 'agents.extension', width: 90, sortable: true },
    { id: 'role', label: 'agents.role', width: 130, sortable: true },
  ],
  rowName: (row) => row.name,
  Form: AgentForm,
};
