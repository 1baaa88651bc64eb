package access

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
)

// The one page that this room shows itself: it stands between the identity
// provider, who may have let the browser in without asking anybody, and an app
// on the person's computer. Whoever lured the person here with a login of his
// own gets nothing as long as the person does not say yes (RFC 8252 section
// 8.6). It has no script and no file of its own.

// consentIn gives its texts in a language that it knows.
func consentIn(lang string) (consentText, string) {
	if lang == "ja" {
		return consentText{
			Title: "エージェントアプリへのログイン", As: "次のアカウントで、この端末のエージェントアプリにログインします。",
			Warn: "アプリでログインを始めた覚えがない場合は、取り消してください。", Yes: "ログインする", Other: "別のアカウントを使う", No: "取り消す",
		}, lang
	}
	return consentText{
		Title: "Log in to the agent app", As: "The agent app on this computer will be logged in as:",
		Warn: "If you did not begin this in the app yourself, cancel.", Yes: "Log in", Other: "Use another account", No: "Cancel",
	}, "en"
}

type consentText struct{ Title, As, Warn, Yes, Other, No string }

var consentTemplate = template.Must(template.New("consent").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} – Yobirin</title>
<style>
:root { color-scheme: light dark; --back: #f4f5f7; --panel: #fff; --line: #d5d9e0; --text: #1d232c; --dim: #565f6c; --act: #1c5fc4; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --back: #14171c; --panel: #1d2128; --line: #3a414c; --text: #e8ebf0; --dim: #a4adba; --act: #8ab4f8; --on: #10141a } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back); color: var(--text); font: 15px/1.6 system-ui, "Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", sans-serif }
main { box-sizing: border-box; width: min(400px, 100vw - 32px); padding: 32px; border: 1px solid var(--line); border-radius: 12px; background: var(--panel) }
h1 { margin: 0 0 12px; font-size: 1.25rem }
p { margin: 0 0 16px }
.who { padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; overflow-wrap: anywhere }
.who strong { display: block; font-size: 1.1rem }
.who span, .warn { color: var(--dim) }
a { display: block; margin-top: 10px; padding: 9px; border-radius: 8px; text-align: center; text-decoration: none; color: var(--act) }
a.yes { background: var(--act); color: var(--on); font-weight: 600 }
a.other { border: 1px solid var(--line) }
a:focus-visible { outline: 2px solid var(--act); outline-offset: 2px }
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.As}}</p>
<p class="who"><strong>{{.Name}}</strong><span>{{.Login}}</span></p>
<p class="warn">{{.Warn}}</p>
<a class="yes" href="{{.YesAt}}" rel="nofollow">{{.Yes}}</a>
<a class="other" href="{{.OtherAt}}" rel="nofollow">{{.Other}}</a>
<a href="{{.NoAt}}" rel="nofollow">{{.No}}</a>
</main>
</body>
</html>
`))

// consentPage is the page in the agent's language.
func consentPage(c Consent) ([]byte, error) {
	text, lang := consentIn(c.Agent.Language)
	again := url.Values{"port": {strconv.Itoa(c.App.Port)}, "app_state": {c.App.State}, "challenge": {c.App.Challenge}, "again": {"true"}}
	var b bytes.Buffer
	err := consentTemplate.Execute(&b, struct {
		consentText
		Lang, Name, Login    string
		YesAt, OtherAt, NoAt string
	}{text, lang, c.Agent.Name, c.Agent.Login, ssoAgree + "?ticket=" + url.QueryEscape(c.Ticket), ssoStart + "?" + again.Encode(), c.App.back("error", oidcCancelled)})
	if err != nil {
		return nil, fmt.Errorf("access: write the page that asks before an app is let in: %w", err)
	}
	return b.Bytes(), nil
}
