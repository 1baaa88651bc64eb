/** 外線転送（管理設定）。 */
export const jaTransfers = {
  'transfers.title': '外線転送',
  'transfers.one': '外線転送',
  'transfers.empty': '外線転送がありません',
  'transfers.hint': '携帯電話や夜間窓口など、転送先の外線番号を登録してください。',
  'transfers.to': '転送先',
  'transfers.name': '名称',
  'transfers.name.hint': '電話番号・グループ・IVRの接続先として選択できます。',
  'transfers.number': '電話番号',
  'transfers.number.hint': '転送先の外線番号。緊急通報番号は使用できません。',
  'transfers.callerId': '発信者番号',
  'transfers.callerId.none': '着信先番号（なければ先頭の番号）',
  'transfers.callerId.hint': '転送先の電話機に表示される番号です。',
  'transfers.called': '着信先番号',
  'transfers.ignored': '「着信先番号を利用」がONのため、発信者番号は無視されます。',
  'transfers.useCalledNumber': '着信先番号を利用',
  'transfers.useCalledNumber.hint': 'ON：お客様がかけた電話番号が発信者番号になります。',
} as const;
