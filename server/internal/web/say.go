package web

// say gives the text of a code in "ja" or "en".
func say(lang, code string) (string, bool) {
	text, ok := map[string][2]string{
		"login_failed": {"IDまたはパスワードが違います。", "The ID or the password is wrong."},
		"login_locked": {"パスワードを続けて間違えたため、ログインがロックされています。システム管理者に解除を依頼してください。", "This login is locked after too many wrong passwords. An administrator can unlock it."},
		"no_session":   {"ログインしてください。", "Log in first."},
		"not_allowed":  {"この操作を行う権限がありません。", "Your role does not allow this."},
		"cross_origin": {"他のサイトのページからの要求は受け付けません。", "Requests from other sites' pages are not taken."},
		"not_found":    {"見つかりません。", "There is no such thing."},
		"no_recording": {"この通話の録音はありません。", "This call has no recording."},
		"busy":         {"混み合っています。しばらくしてからもう一度お試しください。", "The server is busy. Try again in a moment."},
		"stopping":     {"サーバーを停止しています。", "The server is stopping."},
		"invalid":      {"入力内容に誤りがあります。", "A value is not valid."},
		"conflict":     {"現在の状態ではこの操作を行えません。", "This cannot be done in the present state."},
		"denied":       {"この操作は許可されていません。", "This is not allowed."},
		"unavailable":  {"現在利用できません。しばらくしてからもう一度お試しください。", "Not available now. Try again later."},
		"too_large":    {"送信されたデータが大きすぎます。", "The request is too large."},
		"internal":     {"サーバーでエラーが発生しました。", "The server made a mistake."},
	}[code]
	if !ok {
		return "", false
	}
	if lang == "ja" {
		return text[0], true
	}
	return text[1], true
}

// expected says what would have been right; the description itself is English.
func expected(lang, what string) string {
	if lang == "ja" {
		return "正しい値: " + what
	}
	return "expected " + what
}
