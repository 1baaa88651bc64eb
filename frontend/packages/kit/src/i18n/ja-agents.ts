/** エージェント（管理設定）。 */
export const jaAgents = {
  'agents.title': 'エージェント',
  'agents.one': 'エージェント',
  'agents.empty': 'エージェントがいません',
  'agents.hint': '「新規作成」またはCSVの取り込みで登録してください。',
  'agents.login': 'ID',
  'agents.name': '名称',
  'agents.nickname': 'ニックネーム',
  'agents.extension': '内線',
  'agents.role': '権限',
  'agents.language': '言語',
  'agents.account': 'アカウント',
} as const;
