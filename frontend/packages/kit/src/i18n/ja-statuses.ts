/** エージェントステータス（管理設定）。 */
export const jaStatuses = {
  'statuses.title': 'エージェントステータス',
  'statuses.one': 'エージェントステータス',
  'statuses.empty': 'エージェントステータスがありません',
  'statuses.hint': '離席や研修など、停止の理由を登録してください。',
  'statuses.name': 'ステータス名',
  'statuses.color': '色',
  'statuses.icon': 'アイコン',
  'statuses.tag': '表示',
  'statuses.look': '表示のしかた',
  'statuses.look.hint': 'すべてのステータスは停止として扱われます。色は小さな点で表示されます。',
} as const;
