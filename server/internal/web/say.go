package web

// say gives the text of a code in "ja" or "en".
func say(lang, code string) (string, bool) {
	text, ok := map[string][2]string{
		"login_failed":        {"IDまたはパスワードが違います。", "The ID or the password is wrong."},
		"login_locked":        {"パスワードを続けて間違えたため、ログインがロックされています。システム管理者に解除を依頼してください。", "This login is locked after too many wrong passwords. An administrator can unlock it."},
		"wrong_password":      {"現在のパスワードが違います。", "The present password is wrong."},
		"weak_password":       {"新しいパスワードが条件を満たしていません（8文字以上、数字・英大文字・英小文字を含む）。", "The new password is not strong enough: 8 characters or more, with a digit, an upper case and a lower case letter."},
		"pin_wrong":           {"現在のPINが違います。", "The present PIN is wrong."},
		"pin_locked":          {"PINを続けて間違えたため、ロックされています。スーパーバイザーに解除を依頼してください。", "The PIN is locked after too many wrong ones. A supervisor can unlock it."},
		"no_session":          {"ログインしてください。", "Log in first."},
		"not_allowed":         {"この操作を行う権限がありません。", "Your role does not allow this."},
		"cross_origin":        {"他のサイトのページからの要求は受け付けません。", "Requests from other sites' pages are not taken."},
		"not_found":           {"見つかりません。", "There is no such thing."},
		"no_recording":        {"この通話の録音はありません。", "This call has no recording."},
		"audio_in_use":        {"この音声ファイルは使用中のため削除できません。", "This audio file is in use and cannot be deleted."},
		"audio_invalid":       {"このファイルは音声として使用できません。WAV・MP3・M4A・Ogg・FLAC・WebMのいずれかを指定してください。", "This file cannot be used as audio. Choose a WAV, MP3, M4A, Ogg, FLAC or WebM file."},
		"audio_format":        {"このサーバーにはffmpegがないため、この形式は変換できません。16ビットのWAVファイルを指定してください。", "This server has no ffmpeg to convert this format. Choose a WAV file with 16-bit samples."},
		"audio_too_large":     {"ファイルが大きすぎます（50MBまで）。", "The file is too large (50 MB at most)."},
		"audio_too_long":      {"音声が長すぎます（30分まで）。", "The sound is too long (30 minutes at most)."},
		"audio_unread":        {"ファイルを最後まで受信できませんでした。", "The file did not arrive whole."},
		"audio_missing":       {"音声ファイルの中身が見つかりません。", "The sound of this audio file is not there."},
		"prompt_unknown":      {"このガイダンスはありません。", "There is no such prompt."},
		"name_taken":          {"この名前は既に使われています。", "This name is already in use."},
		"changed_meanwhile":   {"他の人が先に変更しました。読み込み直してください。", "Somebody else has changed this meanwhile. Load it again."},
		"changed_since":       {"その後に変更されているため、元に戻せません。", "It has been changed since and stays as it is."},
		"undo_final":          {"この操作は元に戻せません。", "This cannot be taken back."},
		"undo_done":           {"この変更は既に元に戻されています。", "This has been taken back already."},
		"undo_late":           {"24時間を過ぎたため、元に戻せません。", "This was more than 24 hours ago and cannot be taken back."},
		"undo_others":         {"元に戻せるのは、変更した本人とシステム管理者のみです。", "Only who made the change, or an administrator, can take it back."},
		"match_missing":       {"変更対象の版（If-Match）が指定されていません。", "The request does not say which version it changes (If-Match)."},
		"in_use":              {"使用中のため削除できません。", "It is in use and cannot be deleted."},
		"trunk_disabled":      {"この外線は無効になっています。", "This trunk is disabled."},
		"test_running":        {"別の外線テストを実行中です。終わってからもう一度お試しください。", "Another test of a trunk is running. Try again when it is over."},
		"mail_failed":         {"メールを送信できませんでした。", "The mail could not be delivered."},
		"mail_not_set":        {"メールサーバーが設定されていません。", "No mail server is set."},
		"recording_deleted":   {"この録音は削除されました。", "This recording has been deleted."},
		"recording_held":      {"この録音は法的保全の対象です。", "This recording is under a legal hold."},
		"recording_free":      {"この録音は法的保全の対象ではありません。", "This recording is under no legal hold."},
		"file_damaged":        {"録音ファイルが破損または改ざんされています。", "The recording's file is damaged or has been changed."},
		"key_lost":            {"録音の暗号鍵が見つかりません。システム管理者に連絡してください。", "The key of this recording is missing. Ask an administrator."},
		"key_order":           {"新しい鍵を作成できません。サーバーの時刻を確認してください。", "A new key would not be the newest. Check the server's clock."},
		"no_keys":             {"録音は暗号化されていません。", "Recordings are not encrypted here."},
		"chat_not_found":      {"この会話は存在しないか、参加していません。", "There is no such conversation, or you are not in it."},
		"chat_self":           {"自分自身とはチャットできません。", "Nobody chats with himself."},
		"chat_agent_gone":     {"相手のエージェントは削除されています。", "The other agent has been deleted."},
		"chat_too_fast":       {"送信が速すぎます。少し待ってからお試しください。", "Too many messages at once. Wait some seconds."},
		"chat_no_files":       {"このサーバーではファイルを送信できません。", "Files cannot be sent on this server."},
		"chat_file_unread":    {"ファイルを最後まで受信できませんでした。", "The file did not arrive whole."},
		"chat_file_not_found": {"このファイルはありません。", "There is no such file."},
		"busy":                {"混み合っています。しばらくしてからもう一度お試しください。", "The server is busy. Try again in a moment."},
		"stopping":            {"サーバーを停止しています。", "The server is stopping."},
		"invalid":             {"入力内容に誤りがあります。", "A value is not valid."},
		"conflict":            {"現在の状態ではこの操作を行えません。", "This cannot be done in the present state."},
		"denied":              {"この操作は許可されていません。", "This is not allowed."},
		"unavailable":         {"現在利用できません。しばらくしてからもう一度お試しください。", "Not available now. Try again later."},
		"body_cut":            {"データの受信が途中で切れました。", "The request broke off before its end."},
		"body_missing":        {"リクエストの本文がありません。", "The request has no body, and one was expected."},
		"too_large":           {"送信されたデータが大きすぎます。", "The request is too large."},
		"internal":            {"サーバーでエラーが発生しました。", "The server made a mistake."},
	}[code]
	if !ok {
		text, ok = refusals()[code]
	}
	if !ok {
		text, ok = accessTexts()[code]
	}
	if !ok {
		text, ok = peopleTexts()[code]
	}
	if !ok {
		return "", false
	}
	if lang == "ja" {
		return text[0], true
	}
	return text[1], true
}

// refusals are the reasons why a call does not do what somebody asked of it.
func refusals() map[string][2]string {
	return map[string][2]string{
		"too_many_devices":    {"電話機の登録数が上限（10台）に達しています。不要な電話機を削除してください。", "There are ten phones already. Remove one first."},
		"second_login":        {"このエージェントのソフトフォンは他の端末で使用中です（設定により2台目は拒否されます）。", "This agent's softphone is in use elsewhere; the agent's settings refuse a second one."},
		"softphone_too_often": {"電話の登録情報の要求が多すぎます。数秒待ってください。", "This phone was asked for too often; wait some seconds."},
		"not_your_call":       {"この通話に参加していないため、品質を報告できません。", "The call's quality can be told by who took part in it."},
		"not-allowed":         {"この操作はスーパーバイザーのみ行えます。", "Only a supervisor may do this."},
		"not-in-call":         {"この通話に参加していないため、操作できません。", "The agent is not in this call."},
		"not-now":             {"通話の現在の状態ではこの操作を行えません。", "The call cannot do this at present."},
		"not-recorded":        {"この通話は録音されていません。", "The call is not being recorded."},
		"no-such-number":      {"この番号には接続できません。番号を確認してください。", "This number leads nowhere. Check it."},
		"no-agent":            {"この電話機にはエージェントが割り当てられていません。", "The phone belongs to no agent."},
		"no-outside":          {"外線発信が禁止されています。", "Calls to outside are forbidden for this agent."},
		"no-international":    {"国際電話の発信は許可されていません。", "International calls are off."},
		"restricted":          {"この番号は発信規制の対象です。", "This number is barred for everybody."},
		"not-your-number":     {"この番号を発信者番号として使用できません。", "The agent may not present this number."},
		"no-emergency":        {"緊急通報番号へは転送できません。電話機から直接おかけください。", "Emergency numbers are dialed on a phone; nothing is transferred to them."},
		"no-trunk":            {"使用できるトランクがありません。", "No trunk is in use."},
		"agent_not_found":     {"このエージェントは存在しません。", "There is no such agent."},
		"call_not_found":      {"この通話は存在しないか、既に終了しています。", "There is no such call, or it is over."},
		"group_not_found":     {"このグループは存在しません。", "There is no such group."},
		"status_not_found":    {"このステータスは削除されたか、存在しません。", "There is no such status, or it has been deleted."},
		"no_phone":            {"このログインには内線番号も電話機もありません。", "This login has no extension and no phone."},
		"no_code":             {"この機能には特番が設定されていません。", "The feature has no code on this site."},
		"no_calls":            {"現在、通話を受け付けていません。", "The server takes no calls at present."},
	}
}

// expected says what would have been right; the description itself is English.
func expected(lang, what string) string {
	if lang == "ja" {
		return "正しい値: " + what
	}
	return "expected " + what
}
