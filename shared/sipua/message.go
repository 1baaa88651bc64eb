package sipua

import (
	"strings"

	"github.com/emiago/sipgo/sip"
)

// URI is a SIP, SIPS or other URI, in parts. It is sipgo's type, so that the
// rest of the house names it without importing sipgo.
type URI = sip.Uri

// Param is one parameter of a URI or header field.
type Param = sip.HeaderKV

// ParseURI reads a URI (RFC 3261 section 19.1).
func ParseURI(s string) (URI, error) {
	var u URI
	if err := sip.ParseUri(s, &u); err != nil {
		return URI{}, err
	}
	return u, checkURI(&u)
}

// Header is one header field, as it goes on or came from the wire.
type Header struct {
	Name  string
	Value string
}

// Address is a name-addr of From, To, Contact, P-Asserted-Identity and so on.
// Received ones are hostile text.
type Address struct {
	Name   string // display name without quotes
	URI    URI
	Params []Param
}

// Param gives a parameter of the header field, such as "expires" or "q".
func (a Address) Param(name string) (string, bool) {
	for _, p := range a.Params {
		if strings.EqualFold(p.K, name) {
			return p.V, true
		}
	}
	return "", false
}

// ParseAddress reads one name-addr or addr-spec.
func ParseAddress(s string) (Address, error) {
	var a Address
	var params sip.HeaderParams
	name, err := sip.ParseAddressValue(tidy(strings.TrimSpace(s)), &a.URI, &params)
	if err != nil {
		return Address{}, err
	}
	a.Name = unescape(name)
	a.Params = params
	return a, checkURI(&a.URI)
}

// String is the address as it goes on the wire: "name" <uri>;params.
func (a Address) String() string {
	var b strings.Builder
	if a.Name != "" {
		b.WriteString(quote(a.Name))
		b.WriteByte(' ')
	}
	b.WriteByte('<')
	a.URI.StringWrite(&b)
	b.WriteByte('>')
	for _, p := range a.Params {
		b.WriteByte(';')
		b.WriteString(p.K)
		if p.V != "" {
			b.WriteByte('=')
			b.WriteString(p.V)
		}
	}
	return b.String()
}

// Request is a received request. It is read only and safe to keep.
type Request struct {
	msg  *sip.Request
	flow Flow
}

// Response is a received response. It is read only and safe to keep.
type Response struct {
	msg  *sip.Response
	flow Flow
}

// Method is the method in upper case.
func (r *Request) Method() string { return string(r.msg.Method) }

// URI is the Request-URI.
func (r *Request) URI() URI { return r.msg.Recipient }

// Flow is the way the request came, to answer or call back on.
func (r *Request) Flow() Flow { return r.flow }

// Header gives the first header field of this name (any case, long form) and
// "" when there is none.
func (r *Request) Header(name string) string { return headerOf(&r.msg.MessageData, name) }

// Headers gives all header fields of this name, in order.
func (r *Request) Headers(name string) []string { return headersOf(&r.msg.MessageData, name) }

// CallID is the Call-ID.
func (r *Request) CallID() string { return callIDOf(&r.msg.MessageData) }

// From is the From header field.
func (r *Request) From() Address { return fromOf(&r.msg.MessageData) }

// To is the To header field.
func (r *Request) To() Address { return toOf(&r.msg.MessageData) }

// Contacts gives every Contact; a "*" has URI.Wildcard set.
func (r *Request) Contacts() []Address { return contactsOf(&r.msg.MessageData) }

// HopsBehind is how many of the hops that a request may take are behind this
// one, itself counted: what Call.HopsBehind is to be where the call goes on
// from here (RFC 7332). A request without Max-Forwards, or with more than we
// would give one, begins with ours.
func (r *Request) HopsBehind() int {
	left := maxForwards
	if mf := r.msg.MaxForwards(); mf != nil {
		left = int(min(maxForwards, uint32(*mf)))
	}
	return maxForwards - left + 1
}

// Body is the body; it must not be changed.
func (r *Request) Body() []byte { return r.msg.Body() }

// ContentType is the media type of the body in lower case, without parameters.
func (r *Request) ContentType() string { return mediaType(r.msg.ContentType()) }

// SDP is the body when it is application/sdp, else nil.
func (r *Request) SDP() []byte { return sdpOf(&r.msg.MessageData) }

// Status is the status code.
func (r *Response) Status() int { return r.msg.StatusCode }

// Phrase is the reason phrase; hostile text.
func (r *Response) Phrase() string { return r.msg.Reason }

// Flow is the way the response came.
func (r *Response) Flow() Flow { return r.flow }

// Header gives the first header field of this name (any case, long form) and
// "" when there is none.
func (r *Response) Header(name string) string { return headerOf(&r.msg.MessageData, name) }

// Headers gives all header fields of this name, in order.
func (r *Response) Headers(name string) []string { return headersOf(&r.msg.MessageData, name) }

// Contacts gives every Contact.
func (r *Response) Contacts() []Address { return contactsOf(&r.msg.MessageData) }

// To is the To header field.
func (r *Response) To() Address { return toOf(&r.msg.MessageData) }

// Body is the body; it must not be changed.
func (r *Response) Body() []byte { return r.msg.Body() }

// ContentType is the media type of the body in lower case, without parameters.
func (r *Response) ContentType() string { return mediaType(r.msg.ContentType()) }

// SDP is the body when it is application/sdp, else nil.
func (r *Response) SDP() []byte { return sdpOf(&r.msg.MessageData) }
