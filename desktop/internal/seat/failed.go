package seat

import "strings"

// whyFailed says in a stable word why a call came to nothing: what the server
// has said of it where it did (C-CALL-6, C-CALL-8), else what the status means.
func whyFailed(status int, text, why string) *Trouble {
	code := whyRefused(why)
	if code == "" {
		code = whyStatus(status)
	}
	t := &Trouble{Code: code, Detail: text}
	if status != 0 {
		t.Params = map[string]string{"status": decimal(status)}
	}
	return t
}

// whyRefused gives the code for the server's reason, "" for one that says no
// more than the status.
func whyRefused(why string) string {
	why = strings.TrimPrefix(why, "redirected-") // the carrier has led the call there
	switch why {
	case "restricted":
		return "call_restricted"
	case "no-outside":
		return "call_no_outside"
	case "no-international":
		return "call_no_international"
	case "not-your-number":
		return "caller_id_unknown"
	case "no-trunk":
		return "call_no_trunk"
	case "channels-trunk", "channels-number":
		return "call_lines_full"
	case "channels-agent", "channels-agent-day", "channels-trunk-calls", "channels-trunk-day":
		return "call_cap"
	}
	return ""
}

func whyStatus(status int) string {
	switch status {
	case 486, 600:
		return "call_busy"
	case 408, 480, 487:
		return "call_no_answer"
	case 404, 410, 484, 485, 604:
		return "call_no_such_number"
	case 401, 403, 407:
		return "call_forbidden"
	case 603, 606:
		return "call_declined"
	case 415, 488:
		return "call_no_codec"
	case 481:
		return "call_lost"
	case 500, 502, 503, 504:
		return "call_server_trouble"
	}
	return "call_failed"
}
