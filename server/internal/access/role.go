// Package access decides who may come in and what they may do: logins with
// argon2id, the lock after wrong passwords, sessions, the permissions of the
// roles, and the audit of logins. It reads the columns of agents and roles
// that say who somebody is; directory writes them.
package access

// Role is what an agent is allowed to be: one of the three that always exist,
// or the key of a role that the site made (J-PERM-1).
type Role string

// The roles of every site. What they may do is fixed; who wants it otherwise
// copies one.
const (
	RoleAgent         Role = "agent"
	RoleSupervisor    Role = "supervisor"
	RoleAdministrator Role = "administrator"
)

// Builtin says whether the role exists at every site.
func (r Role) Builtin() bool {
	switch r {
	case RoleAgent, RoleSupervisor, RoleAdministrator:
		return true
	}
	return false
}

// Permission is one thing that a session may or may not do. Those of the
// nouns that are administered end in .view and .edit.
type Permission string

// The permissions of work.
const (
	SeeFloor       Permission = "floor.see"        // groups one is in, and everybody's presence
	SeeWholeFloor  Permission = "floor.see-all"    // every group, waiting callers, calls in progress
	SetOwnStatus   Permission = "status.set-own"   // pause and return
	SetOtherStatus Permission = "status.set-other" // of other agents (C-STAT-4)
	SetLevels      Permission = "levels.set"       // skill levels, from the floor (W-RT-2)
	MakeCalls      Permission = "calls.make"       // call, and command one's own part of a call
	CommandCalls   Permission = "calls.command"    // command others' parts, and end calls
	WatchCalls     Permission = "calls.watch"      // monitor, whisper and barge (C-OPS-2)
	UseChat        Permission = "chat.use"         // write to agents and groups (W-CHAT-1); which threads, their members decide
	ReadDirectory  Permission = "directory.read"   // names and extensions of agents, groups and numbers, to choose from
)

// The permissions of what calls leave behind.
const (
	SeeOwnCalls    Permission = "calls.see-own"   // history of one's own calls
	SeeAllCalls    Permission = "calls.see-all"   // history of everybody's calls
	PlayRecording  Permission = "recordings.play" // of the calls one may see
	TakeRecording  Permission = "recordings.take" // download the recordings one may play
	HoldRecording  Permission = "recordings.hold" // keep a recording beyond its time (legal hold)
	FreeRecording  Permission = "recordings.free" // end a legal hold
	ManageKeys     Permission = "recordings.keys" // see the recordings' keys and make new ones
	TakeArchive    Permission = "archives.take"   // list and download the daily archives (W-HIST-4)
	SeeVoicemail   Permission = "voicemail.see"   // list, hear and mark the messages that callers left
	EraseVoicemail Permission = "voicemail.erase" // delete messages
	ExportCSV      Permission = "csv.export"      // take lists away as CSV
	ImportCSV      Permission = "csv.import"      // and bring them in
)

// The permissions of administration.
const (
	ViewAgents    Permission = "agents.view"
	EditAgents    Permission = "agents.edit"
	ViewGroups    Permission = "groups.view"
	EditGroups    Permission = "groups.edit"
	ViewDevices   Permission = "devices.view"
	EditDevices   Permission = "devices.edit"
	ViewNumbers   Permission = "numbers.view"
	EditNumbers   Permission = "numbers.edit"
	ViewTrunks    Permission = "trunks.view"
	EditTrunks    Permission = "trunks.edit"
	ViewTransfers Permission = "transfers.view"
	EditTransfers Permission = "transfers.edit"
	ViewStatuses  Permission = "statuses.view"
	EditStatuses  Permission = "statuses.edit"
	ViewFormats   Permission = "formats.view" // business formats and custom fields (J-FMT-1, J-CF-1)
	EditFormats   Permission = "formats.edit"
	ViewRoles     Permission = "roles.view"
	EditRoles     Permission = "roles.edit"
	ViewLists     Permission = "lists.view" // rejected callers, barred numbers, callers with a rule (W-LIST-1)
	EditLists     Permission = "lists.edit"
	SeeAudio      Permission = "audio.see"    // list and hear the site's audio files and prompts
	EditAudio     Permission = "audio.edit"   // upload, change and delete them
	SeeRouting    Permission = "routing.see"  // IVRs, what they do at a moment, their findings, holidays
	EditRouting   Permission = "routing.edit" // IVRs, holidays, feature codes
	SeeSettings   Permission = "settings.see"
	EditSettings  Permission = "settings.edit" // the site's own settings: mail server, S3, recording policy and retention
	SeeAudit      Permission = "audit.see"     // who did what
	Unlock        Permission = "login.unlock"  // a locked login (W-LOGIN-1)
	UnlockPIN     Permission = "pin.unlock"    // a PIN locked by wrong ones, and the phone (C-CODE-7)
	SeeSessions   Permission = "sessions.see"  // who is logged in where
	EndSessions   Permission = "sessions.end"
	ManageAPIKeys Permission = "api-keys.manage" // of programs (J-API-1)
)

// Part is a part of the catalogue of permissions, as the screen of roles
// shows it: what may be seen and changed of an item, or actions of their own.
type Part struct {
	Item    string       `json:"item" doc:"noun or part of the product, as in agents"`
	View    Permission   `json:"view,omitempty"`
	Edit    Permission   `json:"edit,omitempty"`
	Actions []Permission `json:"actions,omitempty" doc:"what else may be allowed"`
}

// Catalogue is every permission there is, each once. A new permission has a
// place here, or a test fails.
func Catalogue() []Part {
	return []Part{
		{Item: "floor", View: SeeFloor, Actions: []Permission{SeeWholeFloor, SetOwnStatus, SetOtherStatus, SetLevels}},
		{Item: "calls", View: SeeOwnCalls, Actions: []Permission{SeeAllCalls, MakeCalls, CommandCalls, WatchCalls}},
		{Item: "recordings", View: PlayRecording, Actions: []Permission{TakeRecording, HoldRecording, FreeRecording, ManageKeys, TakeArchive}},
		{Item: "voicemail", View: SeeVoicemail, Edit: EraseVoicemail},
		{Item: "chat", Actions: []Permission{UseChat}},
		{Item: "directory", View: ReadDirectory},
		{Item: "csv", Actions: []Permission{ExportCSV, ImportCSV}},
		{Item: "agents", View: ViewAgents, Edit: EditAgents, Actions: []Permission{Unlock, UnlockPIN}},
		{Item: "groups", View: ViewGroups, Edit: EditGroups},
		{Item: "routing", View: SeeRouting, Edit: EditRouting},
		{Item: "devices", View: ViewDevices, Edit: EditDevices},
		{Item: "numbers", View: ViewNumbers, Edit: EditNumbers},
		{Item: "trunks", View: ViewTrunks, Edit: EditTrunks},
		{Item: "audio", View: SeeAudio, Edit: EditAudio},
		{Item: "transfers", View: ViewTransfers, Edit: EditTransfers},
		{Item: "statuses", View: ViewStatuses, Edit: EditStatuses},
		{Item: "formats", View: ViewFormats, Edit: EditFormats},
		{Item: "lists", View: ViewLists, Edit: EditLists},
		{Item: "roles", View: ViewRoles, Edit: EditRoles},
		{Item: "settings", View: SeeSettings, Edit: EditSettings},
		{Item: "sessions", View: SeeSessions, Edit: EndSessions},
		{Item: "audit", View: SeeAudit},
		{Item: "api-keys", Edit: ManageAPIKeys},
	}
}

// agentRights are those of role agent.
func agentRights() []Permission {
	return []Permission{SeeFloor, SetOwnStatus, MakeCalls, SeeOwnCalls, PlayRecording, SeeAudio, ReadDirectory, SeeVoicemail, UseChat}
}

// supervisorLacks is what only administrators may.
func supervisorLacks() []Permission {
	return []Permission{
		Unlock, EditRouting, EditAudio, EditSettings, SeeSettings, FreeRecording, ManageKeys, SeeAudit, EditAgents, EditGroups, EditDevices, EditNumbers, ViewTrunks, EditTrunks,
		EditTransfers, EditStatuses, EditFormats, ViewRoles, EditRoles, SeeSessions, EndSessions, ManageAPIKeys,
	}
}
