package say

import "strconv"

// ID names a prompt. Which sound it is depends on the language it is said in.
type ID string

// The prompts, with what they say.
const (
	Greeting         ID = "greeting"           // Thank you for calling. We are connecting you.
	PleaseWait       ID = "please-wait"        // All of our agents are busy. Please stay on the line.
	AllBusy          ID = "all-busy"           // All of our lines are busy. Please call again later.
	Closed           ID = "closed"             // We are closed now. Please call again during business hours.
	Recorded         ID = "recorded"           // This call is recorded to improve our service.
	Star             ID = "star"               // star
	Hash             ID = "hash"               // pound
	SlotParked       ID = "slot-parked"        // Parked at
	SlotsFull        ID = "slots-full"         // No parking slot is free.
	NothingRings     ID = "nothing-rings"      // There is no call to be picked up.
	NoSuchSlot       ID = "no-such-slot"       // There is no call parked at this number.
	TransferFailed   ID = "transfer-failed"    // The call could not be transferred.
	TargetBusy       ID = "target-busy"        // The person you are calling is on another call.
	TargetNoAnswer   ID = "target-no-answer"   // There is no answer.
	TargetUnknown    ID = "target-unknown"     // This number is not in use. Please check the number.
	TargetOffline    ID = "target-offline"     // The phone you are calling is not registered.
	NotAllowed       ID = "not-allowed"        // You are not allowed to do this.
	Restricted       ID = "restricted"         // Calls to this number are restricted.
	NoOutside        ID = "no-outside"         // Outside calls are not allowed from this phone.
	NoInternational  ID = "no-international"   // International calls are not allowed.
	ChannelsFull     ID = "channels-full"      // All lines are in use. Please try again later.
	CapReached       ID = "cap-reached"        // The limit of outside calls is reached. Please ask your administrator.
	ConferenceAlone  ID = "conference-alone"   // You are the first in this conference.
	ConferenceJoined ID = "conference-joined"  // Joined.
	RoomFull         ID = "room-full"          // This conference is full.
	MonitorWaiting   ID = "monitor-waiting"    // This agent is not in a call. Please wait until one begins.
	MonitorDenied    ID = "monitor-denied"     // Monitoring is not allowed.
	AgentUnknown     ID = "agent-unknown"      // There is no such agent.
	HotdeskPIN       ID = "hotdesk-pin"        // Please enter your four digit PIN and press pound.
	HotdeskWrong     ID = "hotdesk-wrong"      // The PIN is wrong.
	HotdeskLocked    ID = "hotdesk-locked"     // The PIN is locked. Please ask your supervisor.
	HotdeskOk        ID = "hotdesk-ok"         // You are logged in.
	HotdeskOut       ID = "hotdesk-out"        // You are logged out.
	CampaignNone     ID = "campaign-none"      // No campaign in login mode is running.
	EchoStart        ID = "echo-start"         // This is an echo test. You will hear what you say.
	YouAre           ID = "you-are"            // You are extension
	VoicemailStart   ID = "voicemail-start"    // Please leave a message after the tone. When you have finished, hang up or press pound.
	VoicemailThanks  ID = "voicemail-thanks"   // Thank you.
	RecordStart      ID = "record-start"       // Please record after the tone. When you have finished, press pound.
	RecordSaved      ID = "record-saved"       // The recording is saved.
	QueuePosition    ID = "queue-position"     // You are number
	QueuePositionEnd ID = "queue-position-end" // in line.
	Wait1To2         ID = "wait-1-2"           // The waiting time is about one to two minutes.
	Wait3To5         ID = "wait-3-5"           // The waiting time is about three to five minutes.
	Wait5To10        ID = "wait-5-10"          // The waiting time is about five to ten minutes.
	WaitOver10       ID = "wait-over-10"       // The waiting time is more than ten minutes.
	CallbackOffer    ID = "callback-offer"     // We can call you back when it is your turn. For a callback, press one.
	CallbackKept     ID = "callback-kept"      // Your place in line is kept. We will call you back.
	CallEnding       ID = "call-ending"        // This call will end in one minute.
	InvalidKey       ID = "invalid-key"        // This key is not valid.
	Goodbye          ID = "goodbye"            // Thank you for calling. Goodbye.
	Unavailable      ID = "unavailable"        // This service is not available now. Please try again later.
	EmergencySV      ID = "emergency-sv"       // An emergency number was called.
)

// digit gives the prompt of one key as digits are read out, "" for any other.
func digit(r rune) ID {
	switch {
	case r >= '0' && r <= '9':
		return ID("d" + string(r))
	case r == '*':
		return Star
	case r == '#':
		return Hash
	}
	return ""
}

// number gives the prompts that say 1 to 99 as one number.
func number(n int) []ID {
	if n <= 20 || n%10 == 0 {
		return []ID{ID("n" + strconv.Itoa(n))}
	}
	return []ID{ID("n" + strconv.Itoa(n-n%10)), ID("n" + strconv.Itoa(n%10))}
}

// All lists every prompt.
func All() []ID {
	out := []ID{
		Greeting, PleaseWait, AllBusy, Closed, Recorded, Star, Hash, SlotParked, SlotsFull, NothingRings, NoSuchSlot, TransferFailed, TargetBusy, TargetNoAnswer, TargetUnknown, TargetOffline, NotAllowed, Restricted, NoOutside, NoInternational, ChannelsFull, CapReached, ConferenceAlone, ConferenceJoined, RoomFull, MonitorWaiting, MonitorDenied, AgentUnknown, HotdeskPIN, HotdeskWrong, HotdeskLocked, HotdeskOk, HotdeskOut, CampaignNone, EchoStart, YouAre, VoicemailStart, VoicemailThanks, RecordStart, RecordSaved, QueuePosition, QueuePositionEnd, Wait1To2, Wait3To5, Wait5To10, WaitOver10, CallbackOffer, CallbackKept, CallEnding, InvalidKey, Goodbye, Unavailable, EmergencySV,
	}
	for i := range 10 {
		out = append(out, ID("d"+strconv.Itoa(i)))
	}
	for i := 1; i <= 20; i++ {
		out = append(out, ID("n"+strconv.Itoa(i)))
	}
	for i := 30; i <= 90; i += 10 {
		out = append(out, ID("n"+strconv.Itoa(i)))
	}
	return out
}
