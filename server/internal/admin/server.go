package admin

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/fault"
)

// Handler serves the command line.
func Handler(o Office, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) {
		s, err := o.Status(r.Context())
		answer(w, log, s, err)
	})
	mux.HandleFunc("POST /apply", func(w http.ResponseWriter, r *http.Request) {
		src, err := archive(w, r)
		if err != nil {
			answer(w, log, nil, err)
			return
		}
		diff, err := o.Apply(r.Context(), src, r.URL.Query().Get("dry-run") != "")
		answer(w, log, diff, err)
	})
	return mux
}

// archive reads a zip of the site file and of what it names: the command line
// may see files that the server's user may not.
func archive(w http.ResponseWriter, r *http.Request) (directory.Source, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxArchive))
	if err != nil {
		return directory.Source{}, fault.Wrap(err, fault.Invalid, "archive", "the site file and its audio files are larger than %d bytes", maxArchive)
	}
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return directory.Source{}, fault.Wrap(err, fault.Invalid, "archive", "the request is not a zip archive")
	}
	f, err := files.Open(siteEntry)
	if err != nil {
		return directory.Source{}, fault.New(fault.Invalid, "archive", "the archive has no %s", siteEntry)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxArchive))
	if err != nil {
		return directory.Source{}, fault.Wrap(err, fault.Invalid, "archive", "the archive is damaged")
	}
	return directory.Source{Name: r.URL.Query().Get("name"), Data: data, Dir: files}, nil
}

func answer(w http.ResponseWriter, log *slog.Logger, v any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		code := fault.CodeOf(err)
		out := refusal{Code: code, Message: err.Error()}
		var f *fault.Error
		if errors.As(err, &f) {
			out.Message = f.Message
		}
		var mistakes directory.Mistakes
		if errors.As(err, &mistakes) {
			for _, m := range mistakes {
				out.Lines = append(out.Lines, m.String())
			}
		} else if f != nil {
			for _, field := range f.Fields {
				out.Lines = append(out.Lines, field.Name+": "+field.Value+", expected "+field.Expected)
			}
		}
		if code == fault.Internal {
			log.Error("a command failed", "err", err)
		}
		w.WriteHeader(statusOf(code))
		v = out
	}
	if err := json.NewEncoder(w).Encode(v); err != nil {
		log.Warn("a command did not wait for its answer", "err", err)
	}
}
