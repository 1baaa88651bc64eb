package web

import "net/http"

// accessStatus gives the HTTP status of the faults of logins that are no plain
// refusals.
func accessStatus(key string) (int, bool) {
	switch key {
	case "totp_needed", "totp_wrong", "key_wrong", "passwords_off", "oidc_expired", "oidc_unknown":
		return http.StatusUnauthorized, true
	case "too_many_tries":
		return http.StatusTooManyRequests, true
	}
	return 0, false
}

// accessTexts are the reasons why somebody may not come in.
func accessTexts() map[string][2]string {
	return map[string][2]string{
		"totp_needed":    {"認証アプリのコードを入力してください。", "Enter the code of your authenticator app."},
		"totp_wrong":     {"コードが違うか、使用済みです。認証アプリの新しいコードを入力してください。", "The code is wrong or was used before. Enter a new one."},
		"totp_refused":   {"コードが違うか、使用済みです。認証アプリの新しいコードを入力してください。", "The code is wrong or was used before. Enter a new one."},
		"totp_enrol":     {"2段階認証の設定が必要です。もう一度ログインして設定してください。", "A second factor has to be set up. Log in again to do so."},
		"totp_exists":    {"2段階認証は既に設定されています。", "There is a second factor already."},
		"totp_none":      {"2段階認証は設定されていません。", "There is no second factor."},
		"totp_required":  {"このサイトでは2段階認証が必須のため、解除できません。システム管理者に依頼してください。", "The site asks for a second factor; it cannot be turned off. An administrator can reset it."},
		"no_secret_keys": {"このサーバーには秘密情報を保存する鍵がありません。", "This server has no key to keep secrets with."},
		"passwords_off":  {"パスワードでのログインは停止されています。シングルサインオンでログインしてください。", "Logging in with a password is off. Use single sign-on."},
		"key_wrong":      {"APIキーが違うか、無効です。", "This API key is wrong or not in force."},
		"too_many_keys":  {"APIキーの数が上限に達しています。不要なキーを無効にしてください。", "There are too many API keys. Revoke some first."},
		"too_many_tries": {"間違ったAPIキーが続いています。しばらくしてからお試しください。", "Too many wrong API keys from this address. Wait some seconds."},
		"site_not_empty": {"既に設定されているものがあるため、サンプルは読み込めません。", "There is something set up already. A sample is for an empty site."},
		"oidc_off":       {"シングルサインオンは設定されていません。", "Single sign-on is not set up."},
		"oidc_failed":    {"シングルサインオンに失敗しました。もう一度お試しください。", "The single sign-on failed. Try again."},
		"oidc_expired":   {"シングルサインオンの有効期限が切れました。もう一度お試しください。", "The single sign-on took too long. Try again."},
		"oidc_down":      {"認証サーバーから応答がありません。しばらくしてからお試しください。", "The identity provider does not answer. Try again in a while."},
		"oidc_clock":     {"サーバーと認証サーバーの時計がずれています。システム管理者に連絡してください。", "The clocks of the server and of the identity provider differ. Ask an administrator."},
		"oidc_cancelled": {"シングルサインオンは取り消されました。", "The single sign-on was cancelled."},
		"oidc_unknown":   {"このアカウントに対応するエージェントがいません。システム管理者に連絡してください。", "No agent belongs to this account. Ask an administrator."},
	}
}
