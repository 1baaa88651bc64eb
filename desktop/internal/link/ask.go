package link

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// maxAnswer is the most bytes of an answer that the link itself reads.
const maxAnswer = 4 << 20

// problem is a refusal of the server (RFC 9457).
type problem struct {
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   string         `json:"code"`
	Errors []problemField `json:"errors,omitempty"`
}

type problemField struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

func (p *problem) Error() string { return fmt.Sprintf("HTTP %d %s", p.Status, p.Code) }

// errStranger: something answers, but no Yobirin.
var errStranger = errors.New("what answers is no Yobirin")

// ask sends a request of the link itself to the present server.
func (l *Link) ask(ctx context.Context, method, path string, body, answer any) error {
	return l.askAt(ctx, l.target.Load(), method, path, body, answer)
}

func (l *Link) askAt(ctx context.Context, t *target, method, path string, body, answer any) error {
	var in io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		in = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, t.url+path, in)
	if err != nil {
		return err
	}
	l.sign(req, t)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := l.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return err
	}
	if len(text) > maxAnswer {
		return errStranger
	}
	return read(res, text, answer)
}

// read takes an answer apart.
func read(res *http.Response, text []byte, answer any) error {
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	switch {
	case res.StatusCode == http.StatusNoContent:
		return nil
	case res.StatusCode >= 200 && res.StatusCode < 300:
		if answer == nil {
			return nil
		}
		if kind != "application/json" {
			return errStranger
		}
		if err := json.Unmarshal(text, answer); err != nil {
			return fmt.Errorf("%w: %w", errStranger, err)
		}
		return nil
	case kind == "application/problem+json":
		p := &problem{}
		if err := json.Unmarshal(text, p); err != nil {
			return fmt.Errorf("%w: %w", errStranger, err)
		}
		p.Status = res.StatusCode
		return p
	case res.StatusCode >= 500:
		return &problem{Status: res.StatusCode, Code: "server_error"} // a proxy before it
	}
	return errStranger
}

// sign adds who asks.
func (l *Link) sign(req *http.Request, t *target) {
	if t.token != "" {
		req.Header.Set("Authorization", "Bearer "+t.token)
	}
	req.Header.Set("User-Agent", "Yobirin/"+l.o.Version)
}

// refused says whether an error is the server's refusal with this status.
func refused(err error, status int) bool {
	var p *problem
	return errors.As(err, &p) && p.Status == status
}

// TroubleOf says what an error of a request means to the person.
func TroubleOf(err error) *seat.Trouble {
	if err == nil {
		return nil
	}
	var p *problem
	if errors.As(err, &p) {
		if p.Status >= 500 && p.Code == "" {
			return &seat.Trouble{Code: "server_error"}
		}
		t := &seat.Trouble{Code: "refused", Params: map[string]string{"code": p.Code, "detail": p.Detail}}
		if p.Detail == "" {
			t.Code = "server_error"
		}
		return t
	}
	return connectionTrouble(err)
}
