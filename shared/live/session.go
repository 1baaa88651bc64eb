package live

// What the agent app needs to know after its login, and what it is told of
// its own calls.

// Profile is an agent's own view of himself (GET /api/v1/me/profile).
type Profile struct {
	Agent     ProfileAgent     `json:"agent"`
	Numbers   []CallerID       `json:"numbers" nullable:"false" doc:"numbers this agent may present (J-NUM-8)"`
	NoOutside bool             `json:"noOutside" doc:"may not call outside (J-AGENT-5)"`
	Settings  PersonalSettings `json:"settings"`
	Codes     PhoneCodes       `json:"codes"`
}

// ProfileAgent is the agent himself.
type ProfileAgent struct {
	ID        string `json:"id"`
	Login     string `json:"login"`
	Name      string `json:"name"`
	Nickname  string `json:"nickname"`
	Extension string `json:"extension,omitempty"`
	Role      string `json:"role"`
	Language  string `json:"language"`
}

// CallerID is a number that may be presented.
type CallerID struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Name    string `json:"name"`
	Default bool   `json:"default,omitempty" doc:"presented when nothing is chosen"`
}

// PersonalSettings are the agent's own wherever he sits (J-ME-3).
type PersonalSettings struct {
	NotifyExternal bool   `json:"notifyExternal" doc:"notification of external calls"`
	NotifyInternal bool   `json:"notifyInternal" doc:"notification of internal calls"`
	CRMSearch      bool   `json:"crmSearch" doc:"find the customer by the caller's number"`
	PopupOnRing    bool   `json:"popupOnRing" doc:"open the customer, or the number's popup page, when it rings"`
	PopupOnAnswer  bool   `json:"popupOnAnswer" doc:"open it when the call is answered"`
	PopupTarget    string `json:"popupTarget" enum:"tab,browser" doc:"where it opens"`
	SecondLogin    string `json:"secondLogin" enum:"ring-all,newest,refuse" doc:"several phones of one agent (C-CALL-5)"`
	HistoryOrder   string `json:"historyOrder" enum:"newest,oldest" doc:"of change histories"`
}

// PhoneCodes are the feature codes that the app dials; empty where switched off.
type PhoneCodes struct {
	Echo    string `json:"echo"`
	Monitor string `json:"monitor"`
	Whisper string `json:"whisper"`
	Barge   string `json:"barge"`
}

// Softphone is the app's account as a SIP phone (POST /api/v1/me/softphone).
// The password is made anew each time; the one before stops working.
type Softphone struct {
	Device    string      `json:"device"`
	User      string      `json:"user"`
	Password  string      `json:"password"`
	Domain    string      `json:"domain" doc:"of the address of record"`
	Servers   []SIPServer `json:"servers" nullable:"false" doc:"in the order in which to try them"`
	SRTP      string      `json:"srtp" enum:"require,prefer,off"`
	Opus      bool        `json:"opus" doc:"Opus may be offered"`
	ICE       bool        `json:"ice" doc:"DTLS-SRTP with ICE is taken when plain media cannot pass"`
	KeepAlive int         `json:"keepAlive" doc:"seconds"`
}

// SIPServer is one way to the registrar.
type SIPServer struct {
	Transport string `json:"transport" enum:"tls,tcp,udp"`
	Host      string `json:"host" doc:"name or address; the certificate of tls is checked against it"`
	Port      int    `json:"port"`
}

// TypeMine is the type of MineMessage.
const TypeMine MessageType = "mine"

// MineMessage tells an agent all calls it has a part in, whole, at the
// beginning and whenever one of them changes. It carries no number: a lost
// one is made good by the next.
type MineMessage struct {
	Type  MessageType `json:"type"`
	Calls []MyCall    `json:"calls" nullable:"false"`
}

// MyCall is a call that the reader has a part in, also while it rings there.
type MyCall struct {
	CallRow
	Called      string `json:"called,omitempty"` // the number's name as it is shown (J-NUM-4)
	GroupName   string `json:"groupName,omitempty"`
	GroupColor  string `json:"groupColor,omitempty"`
	WaitedSince int64  `json:"waitedSince,omitempty"` // since when the caller waits in the group
	PopupRing   string `json:"popupRing,omitempty"`   // the number's pages (J-NUM-6), the caller's number filled in
	PopupAnswer string `json:"popupAnswer,omitempty"`
}
