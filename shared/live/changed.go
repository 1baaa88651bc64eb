package live

// TypeChanged is sent to the sockets of a console whose session may see the
// noun. It carries no number: who was not there reads again what it shows.
const TypeChanged MessageType = "changed" // server: Changed

// Changed tells that a record was made, changed or deleted.
type Changed struct {
	Type   MessageType `json:"type"`
	Noun   string      `json:"noun" example:"agents" doc:"plural, as in the path of the API"`
	ID     string      `json:"id,omitempty" doc:"of the record; missing: of many at once"`
	Action string      `json:"action" enum:"create,update,delete,restore"`
}
