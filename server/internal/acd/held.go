package acd

// Held is how much the floor holds for calls in progress. When no call is, and
// nobody waits to be called back, all of it is 0.
type Held struct {
	Visits   int // callers in groups, those who wait to be called back too
	Offers   int // agents who are being rung for a group
	Parties  int // agents who talk, ring or are listened to
	Slots    int // parked calls
	Rooms    int // conferences
	Watches  int // supervisors' calls
	Channels int // legs through trunks
}

// Held counts what the last input left.
func (f *Floor) Held() Held {
	return Held{len(f.visits), len(f.offers), len(f.parties), len(f.slots), len(f.rooms), len(f.watches), len(f.channels.taken)}
}
