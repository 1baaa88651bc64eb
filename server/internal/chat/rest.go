package chat

import (
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// uploadTime is for a large file over a thin line.
const uploadTime = 5 * time.Minute

// ThreadPath names a thread in the path of an operation.
type ThreadPath struct {
	ID id.Thread `path:"id"`
}

type threadOutput struct{ Body Thread }

type textOutput struct{ Body wire.ChatText }

func operation(name, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: name, Method: method, Path: "/api/v1/chat/" + path, Tags: []string{"chat"}, Summary: summary}
}

func silent(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusNoContent
	return o
}

// Register adds the room's operations to the API.
func (c *Chat) Register(api huma.API) {
	huma.Register(api, access.Needs(operation("chat-threads", http.MethodGet, "threads", "One's conversations with what is unread, the newest message first"), access.UseChat),
		func(ctx context.Context, _ *struct{}) (*struct{ Body ThreadList }, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			items, err := c.Threads(ctx, s)
			return &struct{ Body ThreadList }{ThreadList{items}}, err
		})
	huma.Register(api, access.Needs(operation("open-chat", http.MethodPost, "agents/{id}", "The conversation with an agent, made when there is none"), access.UseChat),
		func(ctx context.Context, in *struct {
			ID id.Agent `path:"id"`
		}) (*threadOutput, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			t, err := c.Open(ctx, s, in.ID)
			return &threadOutput{t}, err
		})
	huma.Register(api, access.Needs(operation("chat-messages", http.MethodGet, "threads/{id}/messages", "Messages of a conversation, the oldest first: the newest page, or what lies before or after a number"), access.UseChat),
		func(ctx context.Context, in *struct {
			ThreadPath
			Before int64 `query:"before" minimum:"0" doc:"messages with smaller numbers"`
			After  int64 `query:"after" minimum:"0" doc:"messages with larger numbers"`
			Limit  int   `query:"limit" minimum:"0" maximum:"200" doc:"0: 50"`
		}) (*struct{ Body MessagePage }, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			page, err := c.Messages(ctx, s, in.ID, Span{in.Before, in.After, in.Limit})
			return &struct{ Body MessagePage }{page}, err
		})
	huma.Register(api, access.Needs(operation("send-chat", http.MethodPost, "threads/{id}/messages", "Send a message"), access.UseChat),
		func(ctx context.Context, in *struct {
			ThreadPath
			Body Draft
		}) (*textOutput, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			t, err := c.Send(ctx, s, in.ID, in.Body)
			return &textOutput{t}, err
		})
	c.registerMarks(api)
	c.registerFiles(api)
	c.registerFinding(api)
	resource.RegisterOneAt(api, c.o.Resources, "/api/v1/settings/chat", settingsNoun(), resource.Sole("chat_settings"))
}

func (c *Chat) registerMarks(api huma.API) {
	huma.Register(api, access.Needs(silent(operation("read-chat", http.MethodPut, "threads/{id}/read", "Note that one has read up to a message")), access.UseChat),
		func(ctx context.Context, in *struct {
			ThreadPath
			Body struct {
				Seq int64 `json:"seq" minimum:"1"`
			}
		}) (*struct{}, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			return nil, c.Read(ctx, s, in.ID, in.Body.Seq)
		})
	huma.Register(api, access.Needs(silent(operation("typing-chat", http.MethodPost, "threads/{id}/typing", "Tell the others that one is writing; every few seconds while one does")), access.UseChat),
		func(ctx context.Context, in *ThreadPath) (*struct{}, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			return nil, c.Typing(ctx, s, in.ID)
		})
}

func (c *Chat) registerFinding(api huma.API) {
	huma.Register(api, access.Needs(operation("search-chat", http.MethodGet, "search", "Messages in which all words are; width, case and kana make no difference"), access.UseChat),
		func(ctx context.Context, in *struct {
			Q      string    `query:"q" required:"true" maxLength:"400" doc:"1 to 100 characters"`
			Thread id.Thread `query:"thread" doc:"in this conversation alone"`
			Limit  int       `query:"limit" minimum:"0" maximum:"100" doc:"0: 30"`
			Cursor string    `query:"cursor" maxLength:"100" doc:"nextCursor of the page before"`
		}) (*struct{ Body FoundPage }, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			page, err := c.Search(ctx, s, Query{in.Q, in.Thread, in.Limit, in.Cursor})
			return &struct{ Body FoundPage }{page}, err
		})
	huma.Register(api, access.Needs(operation("resolve-chat", http.MethodPost, "resolve", "What references as in call:ID stand for, as far as one may see it"), access.UseChat),
		func(ctx context.Context, in *struct {
			Body struct {
				Refs []string `json:"refs" maxItems:"100" nullable:"false"`
			}
		}) (*struct{ Body ReferenceList }, error) {
			s, err := access.Require(ctx, access.UseChat)
			if err != nil {
				return nil, err
			}
			items, err := c.Resolve(ctx, s, in.Body.Refs)
			return &struct{ Body ReferenceList }{ReferenceList{items}}, err
		})
}

// body is a request whose body is read as it comes.
type body struct{ hc huma.Context }

// Resolve remembers the request.
func (b *body) Resolve(hc huma.Context) []error {
	b.hc = hc
	return nil
}

func (c *Chat) registerFiles(api huma.API) {
	upload := operation("upload-chat-file", http.MethodPost, "threads/{id}/files", "Upload a file of at most 10 MiB for a message that is sent afterwards")
	huma.Register(api, access.Needs(upload, access.UseChat), func(ctx context.Context, in *struct {
		ThreadPath
		body
		Name string `query:"name" required:"true" maxLength:"1000" doc:"the file's name"`
	}) (*struct{ Body wire.ChatFile }, error) {
		s, err := access.Require(ctx, access.UseChat)
		if err != nil {
			return nil, err
		}
		r, w := humago.Unwrap(in.hc)
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTime)) // what has none needs none
		f, err := c.Upload(ctx, s, in.ID, in.Name, http.MaxBytesReader(w, r.Body, MaxFile+1))
		return &struct{ Body wire.ChatFile }{f}, err
	})
	api.OpenAPI().Paths[upload.Path].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	take := operation("take-chat-file", http.MethodGet, "files/{id}", "A file of a message")
	take.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
	huma.Register(api, access.Needs(take, access.UseChat), func(ctx context.Context, in *struct {
		access.Requester
		ID id.File `path:"id"`
	}) (*huma.StreamResponse, error) {
		s, err := access.Require(ctx, access.UseChat)
		if err != nil {
			return nil, err
		}
		f, err := c.Take(ctx, s, in.Origin(), in.ID)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) { serve(hc, f) }}, nil
	})
}

// serve answers with a file so that nothing in it can act as a page of ours:
// only pictures keep their type, and everything is to be saved.
func serve(hc huma.Context, f File) {
	defer func() { _ = f.Close() }()
	r, w := humago.Unwrap(hc)
	kind := "application/octet-stream"
	if f.Image = isImage(f.Type); f.Image {
		kind = f.Type
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	http.ServeContent(w, r, "", f.At, f.Content)
}
