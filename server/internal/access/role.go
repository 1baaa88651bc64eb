// Package access decides who may come in and what they may do: logins with
// argon2id, the lock after wrong passwords, sessions, the permissions of the
// roles, and the audit of logins. It reads the columns of agents that say who
// somebody is; directory writes them.
package access

// Role is what an agent is allowed to be. Further roles are made by the
// administrator in a later capability; these three always exist.
type Role string

// The roles.
const (
	RoleAgent         Role = "agent"
	RoleSupervisor    Role = "supervisor"
	RoleAdministrator Role = "administrator"
)

// Valid says whether the role exists.
func (r Role) Valid() bool {
	switch r {
	case RoleAgent, RoleSupervisor, RoleAdministrator:
		return true
	}
	return false
}

// Permission is one thing that a session may or may not do.
type Permission string

// The permissions.
const (
	SeeFloor       Permission = "floor.see"        // groups one is in, and everybody's presence
	SeeWholeFloor  Permission = "floor.see-all"    // every group, waiting callers, calls in progress
	SetOwnStatus   Permission = "status.set-own"   // pause and return
	SetOtherStatus Permission = "status.set-other" // of other agents (C-STAT-4)
	SeeOwnCalls    Permission = "calls.see-own"    // history of one's own calls
	SeeAllCalls    Permission = "calls.see-all"    // history of everybody's calls
	PlayRecording  Permission = "recordings.play"  // of the calls one may see
	TakeRecording  Permission = "recordings.take"  // download the recordings one may play
	HoldRecording  Permission = "recordings.hold"  // keep a recording beyond its time (legal hold)
	FreeRecording  Permission = "recordings.free"  // end a legal hold
	ManageKeys     Permission = "recordings.keys"  // see the recordings' keys and make new ones
	SeeVoicemail   Permission = "voicemail.see"    // list, hear and mark the messages that callers left
	EraseVoicemail Permission = "voicemail.erase"  // delete messages
	SeeAudit       Permission = "audit.see"        // who did what
	SeeAudio       Permission = "audio.see"        // list and hear the site's audio files and prompts
	EditAudio      Permission = "audio.edit"       // upload, change and delete them
	EditSettings   Permission = "settings.edit"    // the site's own settings, its mail server among them
	ReadDirectory  Permission = "directory.read"   // names and extensions of agents, groups and numbers
	SeeRouting     Permission = "routing.see"      // what IVRs do at a moment, their findings, the lists of rejected and barred numbers
	EditRouting    Permission = "routing.edit"     // feature codes, rejected and barred numbers
	UnlockPIN      Permission = "pin.unlock"       // a PIN locked by wrong ones, and the phone (C-CODE-7)
	MakeCalls      Permission = "calls.make"       // call, and command one's own part of a call
	CommandCalls   Permission = "calls.command"    // command others' parts, and end calls
	WatchCalls     Permission = "calls.watch"      // monitor, whisper and barge (C-OPS-2)
	UseChat        Permission = "chat.use"         // write to agents and groups (W-CHAT-1); which threads, their members decide
	Unlock         Permission = "login.unlock"     // a locked login (W-LOGIN-1)
)

// May says whether the session has the permission. It is the one place where
// roles are turned into rights.
func May(s Session, p Permission) bool {
	switch s.Agent.Role {
	case RoleAdministrator:
		return true
	case RoleSupervisor:
		return p != Unlock && p != EditRouting && p != EditAudio && p != EditSettings && p != FreeRecording && p != ManageKeys && p != SeeAudit
	case RoleAgent:
		switch p {
		case SeeFloor, SetOwnStatus, MakeCalls, SeeOwnCalls, PlayRecording, SeeAudio, ReadDirectory, SeeVoicemail, UseChat:
			return true
		case SeeWholeFloor, SetOtherStatus, CommandCalls, WatchCalls, SeeAllCalls, SeeRouting, EditRouting, UnlockPIN, EditAudio, EditSettings, Unlock, TakeRecording, HoldRecording, FreeRecording, ManageKeys, EraseVoicemail, SeeAudit:
			return false
		}
	}
	return false
}
