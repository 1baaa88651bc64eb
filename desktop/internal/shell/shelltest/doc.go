// Package shelltest is a desktop of its own for tests: an X server without a
// screen, a window manager, a session bus, and the services that a desktop
// has on it, played. The program in stage runs the shell there.
package shelltest
