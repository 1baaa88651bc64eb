package web

// peopleTexts are the reasons why agents and roles stay as they are.
func peopleTexts() map[string][2]string {
	return map[string][2]string{
		"own_account":           {"自分自身を削除・無効化することはできません。", "Nobody deletes or disables the own account."},
		"last_administrator":    {"最後のシステム管理者は、削除・無効化・権限変更できません。", "The last administrator is neither deleted nor disabled nor made something else."},
		"hot_desk_rights":       {"フリーデスクの電話機には、モニタリングできる人もログインします。パスワードを設定するには、モニタリングの権限が必要です。", "People who may listen to calls log in at hot-desk phones, too. Whoever sets such a phone's password needs the right to listen."},
		"beyond_rights":         {"自分にない権限に関わるため、この操作はできません。", "This concerns rights that you do not have yourself."},
		"builtin_role":          {"標準の権限は変更・削除できません。複製して使用してください。", "The roles of every site are neither changed nor deleted. Copy one."},
		"phone_links_off":       {"このサーバーではURLによる電話機の自動設定が無効になっています（phone_links）。", "On this server phones do not take their settings by address (phone_links)."},
		"device_not_registered": {"この端末で登録中の電話機がありません。電話機は次に起動したときに設定を取得します。", "No phone that can be reached is registered with this account. It takes its settings when it starts."},
		"app_device":            {"アプリが登録した端末はここでは変更できません。削除はできます。", "A phone that the agent app made is not changed here; it can be deleted."},
	}
}
