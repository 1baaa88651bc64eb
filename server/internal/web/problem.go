package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
)

// Problem is the body of every refused or failed request (RFC 9457).
type Problem struct {
	Type   string         `json:"type,omitempty" doc:"always about:blank"`
	Title  string         `json:"title,omitempty" doc:"the HTTP status in words"`
	Status int            `json:"status,omitempty"`
	Detail string         `json:"detail,omitempty" doc:"what went wrong, for people, in the language of the session or of Accept-Language"`
	Code   string         `json:"code,omitempty" doc:"what went wrong, for programs: stable, as in login_failed"`
	Errors []ProblemField `json:"errors,omitempty" nullable:"false"`
}

// ProblemField is what is wrong with one value.
type ProblemField struct {
	Location string `json:"location,omitempty" doc:"path of the value, as in members[2].level"`
	Message  string `json:"message,omitempty" doc:"what was expected"`
	Value    any    `json:"value,omitempty"`
	Rule     string `json:"rule,omitempty" doc:"name of the rule that was broken, as in max_length"`
	Limit    string `json:"limit,omitempty" doc:"the rule's measure, as in 64"`
}

// Error gives the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes JSON problem JSON.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

type logKey struct{}

// installOnce guards huma's two hooks for errors, which are variables of its
// package: they are its way to choose the type of all errors.
var installOnce sync.Once

func installProblems() {
	installOnce.Do(func() {
		huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
			return problem("en", status, message, errs)
		}
		huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
			if ctx == nil {
				return problem("en", status, message, errs)
			}
			lang := preferred(ctx.Context(), ctx.Header("Accept-Language"))
			for _, err := range errs {
				var f *fault.Error
				if errors.As(err, &f) && f.Code != fault.Internal {
					return problemOf(lang, f)
				}
			}
			if message == cutBody {
				return problem(lang, http.StatusBadRequest, message, nil) // whoever sent it went away
			}
			if status >= http.StatusInternalServerError {
				if log, ok := ctx.Context().Value(logKey{}).(*slog.Logger); ok && ctx.Context().Err() == nil {
					log.Error("a request failed", "operation", ctx.Operation().OperationID, "err", errors.Join(errs...))
				}
				if diskFull(errors.Join(errs...)) {
					return fullProblem(lang)
				}
				return problem(lang, status, "", nil)
			}
			return problem(lang, status, message, errs)
		}
	})
}

// statuses gives the HTTP status of each code (RFC 9110).
func status(f *fault.Error) int {
	if status, ok := accessStatus(f.Key); ok {
		return status
	}
	switch f.Key {
	case "login_failed", "no_session":
		return http.StatusUnauthorized
	case "login_locked":
		return http.StatusLocked
	case "match_missing":
		return http.StatusPreconditionRequired
	case "chat_too_fast":
		return http.StatusTooManyRequests
	}
	switch f.Code {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
		return http.StatusInternalServerError
	default:
		return http.StatusInternalServerError
	}
}

// problemOf makes the problem of an error of a room. The cause of a fault,
// and any error that is no fault, stays here.
func problemOf(lang string, err error) *Problem {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code == fault.Internal {
		if diskFull(err) {
			return fullProblem(lang)
		}
		return problem(lang, http.StatusInternalServerError, "", nil)
	}
	p := &Problem{Type: "about:blank", Status: status(f), Code: f.Key, Detail: f.Message}
	p.Title = http.StatusText(p.Status)
	if p.Code == "" {
		p.Code = string(f.Code)
	}
	if text, ok := say(lang, p.Code); ok {
		p.Detail = text
	} else if lang == "ja" {
		p.Detail, _ = say(lang, strings.ReplaceAll(string(f.Code), "-", "_"))
	}
	for _, field := range f.Fields {
		one := fieldOf(lang, field)
		if f.Key == "in_use" {
			one.Message = field.Expected // the title of what uses it
		}
		p.Errors = append(p.Errors, one)
	}
	return p
}

// fieldOf says what is wrong with a value: by its rule where it has one.
func fieldOf(lang string, field fault.Field) ProblemField {
	one := ProblemField{Location: strings.TrimPrefix(field.Name, "body."), Rule: field.Rule, Limit: field.Limit}
	if text, ok := ruleText(lang, field.Rule, field.Limit); ok {
		one.Message = text
	} else {
		one.Message = expected(lang, field.Expected)
	}
	if field.Value != "" {
		one.Value = field.Value
	}
	return one
}

// What huma says of a request without the body that it needs, and of one whose
// body did not come to its end.
const (
	noBody  = "request body is required"
	cutBody = "cannot read request body"
)

// problem makes a problem from what huma or net/http know of it.
func problem(lang string, status int, message string, errs []error) *Problem {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: "internal", Detail: message}
	switch {
	case status == http.StatusNotFound:
		p.Code = "not_found"
	case status == http.StatusRequestEntityTooLarge:
		p.Code = "too_large"
	case message == noBody:
		p.Code = "body_missing"
	case message == cutBody:
		p.Code = "body_cut"
	case status >= 400 && status < 500:
		p.Code = "invalid"
	}
	if text, ok := say(lang, p.Code); ok {
		p.Detail = text
	}
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			field := resource.Rule(d.ErrorDetail())
			if secret(field.Name) {
				field.Value = "" // never repeated
			}
			p.Errors = append(p.Errors, fieldOf(lang, field))
		} else if err != nil {
			p.Errors = append(p.Errors, ProblemField{Message: "the request could not be read"})
		}
	}
	return p
}

// secret says whether a field's value must not come back in an answer.
func secret(name string) bool {
	name = strings.ToLower(name)
	if name == "current" || name == "code" { // a present password or PIN, a code of a second factor
		return true
	}
	for _, part := range []string{"password", "pin", "secret", "totp", "token"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// write answers with a problem.
func write(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

func language(r *http.Request) string { return preferred(r.Context(), r.Header.Get("Accept-Language")) }

// preferred gives "ja" or "en": the session's language, else the first of the
// two that the browser names, else "ja".
func preferred(ctx context.Context, accept string) string {
	if s, ok := access.From(ctx); ok && (s.Agent.Language == "ja" || s.Agent.Language == "en") {
		return s.Agent.Language
	}
	for i, part := range strings.Split(accept, ",") {
		if i == 10 {
			break
		}
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "ja"):
			return "ja"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "ja"
}
