package acd

import (
	"cmp"
	"slices"

	"github.com/yobirin/yobirin/shared/id"
)

// defaultRooms is how many conference rooms a plan has that says nothing.
const defaultRooms = 3

// RoomView is a conference room that is in use.
type RoomView struct {
	Room int     `json:"room"`
	Call id.Call `json:"call"` // the call that is the room
}

// Rooms gives the conference rooms that are in use, by number.
func (f *Floor) Rooms() []RoomView {
	list := make([]RoomView, 0, len(f.rooms))
	for n, call := range f.rooms {
		list = append(list, RoomView{n, call})
	}
	slices.SortFunc(list, func(a, b RoomView) int { return cmp.Compare(a.Room, b.Room) })
	return list
}

// enterRoom says which call is the room. Who asks for an empty room becomes
// it, and is then no other room: a call is one room at most. A room that a
// new plan no longer has can be entered as long as somebody is in it.
func (f *Floor) enterRoom(in EnterRoom) {
	if f.over.has(in.Call) {
		return
	}
	call, taken := f.rooms[in.Room]
	if !taken && in.Room >= 1 && in.Room <= f.roomCount {
		f.leaveRoom(in.Call)
		call = in.Call
		f.rooms[in.Room] = call
		f.roomOf[call] = in.Room
	}
	f.toCall(in.Call, RoomIs{in.Room, call})
}

func (f *Floor) leaveRoom(call id.Call) {
	if n, is := f.roomOf[call]; is {
		delete(f.roomOf, call)
		delete(f.rooms, n)
	}
}
