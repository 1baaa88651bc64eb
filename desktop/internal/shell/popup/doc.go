// Package popup is the window of ringing calls (D-APP-2): bottom right of the
// screen where the pointer is, above others, and it never takes the keyboard.
// What it shows is laid out in pure Go (card.go, list.go) as a Scene of
// rectangles and texts; each system only measures, draws and reports the mouse.
package popup
