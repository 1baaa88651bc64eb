// Package web is the door for people and programs: TLS, sessions, the REST
// API with its description, the console's files, and the way to the live
// socket. What the operations do is in the rooms; here is how they are reached.
package web

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/live"
)

// Floor takes the commands of people to the floor.
type Floor interface {
	SetStatus(ctx context.Context, c acd.SetStatus) error
}

// Options of New.
type Options struct {
	Doors  *access.Doors
	Hub    *live.Hub
	Phones live.Phones // make browsers phones; nil refuses their calls
	Floor  Floor
	// Sees says whether a session is told of changes of a noun's records; nil:
	// of none.
	Sees func(s access.Session, noun string) bool
	// Rooms add their operations to the API.
	Rooms []func(huma.API)
	// PhoneFiles answers desk phones below /phones/; nil: nothing is there.
	PhoneFiles http.Handler
	// Live and Ready are /healthz and /readyz.
	Live, Ready http.HandlerFunc
	// App is the folder of the agent app's update, which may not be there.
	App     string
	Version string // of the server
	Logger  *slog.Logger
	// TLS is nil for plain HTTP.
	TLS *tls.Config
	// Patience is how long the database may take to say whose a request is, 0
	// means 20 s: one that hangs, as behind a network that swallows packets,
	// answers nobody, and requests would pile up until the network's own end.
	Patience time.Duration
}

// Server is the HTTP side. Make it with New.
type Server struct {
	doors   *access.Doors
	hub     *live.Hub
	floor   Floor
	sees    func(s access.Session, noun string) bool
	sockets *live.Sockets
	log     *slog.Logger
	api     huma.API
	wait    time.Duration // Options.Patience
	http    *http.Server
	cross   *http.CrossOriginProtection
}

// Limits of a connection.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 10 * time.Minute // a long recording over a thin line
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10
	usualPatience = 20 * time.Second
)

// New builds the server and starts the pollers of the live socket.
func New(o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	sockets, err := live.NewSockets(o.Hub, o.Phones, sameOrigin, o.Logger)
	if err != nil {
		return nil, err
	}
	s := &Server{doors: o.Doors, hub: o.Hub, floor: o.Floor, sees: o.Sees, sockets: sockets, log: o.Logger, wait: cmp.Or(o.Patience, usualPatience), cross: http.NewCrossOriginProtection()}
	o.Doors.OnEnd(o.Hub.Drop)
	o.Doors.OnRenew(o.Hub.Renew)
	mux := http.NewServeMux()
	s.api = newAPI(mux, o.Version)
	s.api.UseMiddleware(judge)
	o.Doors.Register(s.api)
	s.register(s.api)
	for _, add := range o.Rooms {
		add(s.api)
	}
	files, err := newConsole()
	if err != nil {
		return nil, err
	}
	mux.Handle("/", files)
	mux.HandleFunc("GET /live", s.live)
	mux.Handle("/app/", app{o.App})
	if o.PhoneFiles == nil {
		o.PhoneFiles = http.NotFoundHandler()
	}
	mux.Handle("/phones/", o.PhoneFiles)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		if _, ok := access.From(r.Context()); !ok {
			write(w, problemOf(language(r), refusal(r.Context())))
			return
		}
		write(w, problem(language(r), http.StatusNotFound, "", nil))
	})
	if o.Live != nil {
		mux.HandleFunc("GET /healthz", o.Live)
	}
	if o.Ready != nil {
		mux.HandleFunc("GET /readyz", o.Ready)
	}
	s.http = &http.Server{
		Handler: s.guard(mux), TLSConfig: o.TLS, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(o.Logger.Handler(), slog.LevelDebug),
	}
	return s, nil
}

func newAPI(mux *http.ServeMux, version string) huma.API {
	installProblems()
	c := huma.DefaultConfig("Yobirin", version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "/openapi", "", "", nil
	c.Info.Description = "A call centre. Errors are application/problem+json with a stable code."
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"cookie": {Type: "apiKey", In: "cookie", Name: access.Cookie}, "bearer": {Type: "http", Scheme: "bearer"},
	}
	c.Security = []map[string][]string{{"cookie": {}}, {"bearer": {}}}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	return humago.New(mux, c)
}

// schemaName names a type in the description: rows of the live socket apart
// from those of lists, and the bodies of operations by what they are.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	switch {
	case strings.HasSuffix(t.PkgPath(), "/shared/live"):
		return "Live" + name
	case name == "Agent" && strings.HasSuffix(t.PkgPath(), "/access"):
		return "SessionAgent" // the plain names are those of records
	case name == "Settings" && !strings.HasSuffix(t.PkgPath(), "/directory"):
		room := path.Base(t.PkgPath())
		return strings.ToUpper(room[:1]) + room[1:] + name // the site's are the plain ones
	case name == "Use" && strings.HasSuffix(t.PkgPath(), "/resource"):
		return "RecordUse"
	case name == "SessionOutputBody":
		return "Session"
	case name == "LoginOutputBody":
		return "Login"
	case name == "ChoiceOutputBody":
		return "Choices"
	}
	return name
}

// API is the description of all operations.
func (s *Server) API() huma.API { return s.api }

// Handler is everything this server answers.
func (s *Server) Handler() http.Handler { return s.http.Handler }

// Serve answers on the listener until Shutdown.
func (s *Server) Serve(l net.Listener) error {
	var err error
	if s.http.TLSConfig != nil {
		err = s.http.ServeTLS(l, "", "")
	} else {
		err = s.http.Serve(l)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("web: serve: %w", err)
}

// Shutdown lets running requests finish until ctx ends, then stops the
// pollers. Stop the hub before: it tells the live sockets goodbye.
func (s *Server) Shutdown(ctx context.Context) error {
	return errors.Join(s.http.Shutdown(ctx), s.sockets.Shutdown(ctx))
}
