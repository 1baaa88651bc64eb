package live

// The messages of the chat (W-CHAT-1). They carry no number: they are no part
// of the floor's state. What a client missed it asks of GET /api/v1/chat.
const (
	TypeChatMessage MessageType = "chat.message" // server: ChatMessage
	TypeChatRead    MessageType = "chat.read"    // server: ChatRead
	TypeChatTyping  MessageType = "chat.typing"  // server: ChatTyping
)

// ChatText is a message of a conversation. Within its thread messages are
// numbered from 1 without a gap, in the order in which the server took them.
type ChatText struct {
	Thread     string     `json:"thread"`
	Seq        int64      `json:"seq"`
	Ref        string     `json:"ref" doc:"the sender's name of the message"`
	At         int64      `json:"at" doc:"milliseconds since 1970"`
	Author     string     `json:"author" doc:"identifier of the agent"`
	AuthorName string     `json:"authorName" doc:"nickname when it was written"`
	Text       string     `json:"text" doc:"plain text; never HTML"`
	Bold       bool       `json:"bold,omitempty"`
	Red        bool       `json:"red,omitempty"`
	Files      []ChatFile `json:"files,omitempty" nullable:"false"`
}

// ChatFile is a file of a message.
type ChatFile struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Type  string `json:"type" doc:"as its content says"`
	Size  int64  `json:"size" doc:"bytes"`
	Image bool   `json:"image,omitempty" doc:"a picture that browsers show"`
}

// ChatMessage tells of a new message.
type ChatMessage struct {
	Type    MessageType `json:"type"`
	Message ChatText    `json:"message"`
}

// ChatRead tells how far somebody has read. The reader and those whose
// messages were read hear of it.
type ChatRead struct {
	Type   MessageType `json:"type"`
	Thread string      `json:"thread"`
	Agent  string      `json:"agent"`
	Seq    int64       `json:"seq"`
}

// ChatTyping tells that somebody is writing. It holds for some seconds.
type ChatTyping struct {
	Type   MessageType `json:"type"`
	Thread string      `json:"thread"`
	Agent  string      `json:"agent"`
}
