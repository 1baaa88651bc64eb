package app

import (
	"context"
	"io/fs"
	"net/http"
	"sync"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"github.com/yobirin/yobirin/desktop/internal/assets"
	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// window is the one window of the app, with the page in it.
type window struct {
	mu  sync.Mutex
	ctx context.Context // of Wails; nil before it has started and after it has ended
}

// run shows the window until the app ends. It must be called on the main
// thread.
func (w *window) run(m *Main) error {
	page := assets.Page()
	return wails.Run(&options.App{
		Title: "Yobirin", Width: 1280, Height: 760, MinWidth: 900, MinHeight: 600,
		StartHidden: m.o.Hidden, HideWindowOnClose: true,
		BackgroundColour: options.NewRGB(245, 246, 248),
		AssetServer: &assetserver.Options{
			Assets:     page,
			Handler:    fallback(page),
			Middleware: func(next http.Handler) http.Handler { return front(m.link, next) },
		},
		Bind:       []any{m.bridge},
		OnStartup:  w.started,
		OnShutdown: func(context.Context) { w.ended() },
		Logger:     quiet{m}, LogLevel: logger.WARNING, LogLevelProduction: logger.WARNING,
		Linux:   &linux.Options{ProgramName: "yobirin", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Windows: &windows.Options{Theme: windows.SystemDefault},
		Mac:     &mac.Options{TitleBar: mac.TitleBarDefault()},
	})
}

func (w *window) started(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ctx = ctx
}

func (w *window) ended() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ctx = nil
}

// with does something with the window, if there is one.
func (w *window) with(do func(ctx context.Context)) {
	w.mu.Lock()
	ctx := w.ctx
	w.mu.Unlock()
	if ctx != nil {
		do(ctx)
	}
}

// emit sends the page an event. Wails hands it over without waiting.
func (w *window) emit(name string, data ...any) {
	w.with(func(ctx context.Context) { runtime.EventsEmit(ctx, name, data...) })
}

// toFront shows the window before all others: only a person's wish leads here.
func (w *window) toFront() {
	w.with(func(ctx context.Context) {
		runtime.WindowUnminimise(ctx)
		runtime.WindowShow(ctx)
	})
}

func (w *window) quit() { w.with(runtime.Quit) }

// Show gives the page the newest State.
func (w *window) Show(s seat.State) { w.emit("seat", s) }

// LiveMessage gives the page a message of the live socket.
func (w *window) LiveMessage(text []byte) { w.emit("live.message", string(text)) }

// LiveClosed tells the page that the live socket is closed.
func (w *window) LiveClosed(code int) { w.emit("live.close", code) }

// read tells the page that the notification of a message was clicked.
func (w *window) read() { w.emit("message.opened") }

// levels are loudnesses for the page, 0 to 1.
type levels struct {
	Mic     float64 `json:"mic"`
	Speaker float64 `json:"speaker"`
}

// policy is what the page may load: nothing but its own files and what the
// app answers.
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ipc: ws: wails:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// front hands the server's part of the addresses to the link.
func front(api, page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) > 5 && r.URL.Path[:5] == "/api/" {
			api.ServeHTTP(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})
}

// fallback gives the page for addresses that are its own inner ones.
func fallback(page fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := fs.ReadFile(page, "index.html")
		if err != nil || r.Method != http.MethodGet {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = w.Write(text)
	})
}

// quiet passes Wails' complaints on to our log.
type quiet struct{ m *Main }

func (q quiet) Print(string)           {}
func (q quiet) Trace(string)           {}
func (q quiet) Debug(string)           {}
func (q quiet) Info(string)            {}
func (q quiet) Warning(message string) { q.m.log.Warn("window: " + message) }
func (q quiet) Error(message string)   { q.m.log.Error("window: " + message) }
func (q quiet) Fatal(message string)   { q.m.log.Error("window: " + message) }
