package sipua

// Incoming is a request outside a dialog that waits for its answer.
type Incoming struct {
	*Request
	tx  *serverTx
	tag string
}

// Answer is what a response carries besides what the protocol demands.
type Answer struct {
	Status      int
	Phrase      string // empty: the standard one
	Headers     []Header
	ContentType string // of Body; empty: application/sdp
	Body        []byte
}

// Respond answers the request. Only the first final answer counts. It never
// blocks and may be called from any goroutine.
func (in *Incoming) Respond(a Answer) { in.tx.respond(respondTo(in.Request, a, in.tag, "")) }
