package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// attach gives what is printed a place: a program with windows has no console
// of its own, but the one it was started from, if its output does not go
// somewhere else already.
func attach() {
	if h, err := windows.GetStdHandle(windows.STD_OUTPUT_HANDLE); err == nil && h != 0 && h != windows.InvalidHandle {
		return
	}
	const parent = ^uintptr(0) // ATTACH_PARENT_PROCESS
	if ok, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole").Call(parent); ok == 0 {
		return
	}
	if console, err := os.OpenFile("CONOUT$", os.O_WRONLY, 0); err == nil {
		os.Stdout, os.Stderr = console, console
	}
}

// show shows a text that nobody may miss, and waits until it was read.
func show(text string) {
	body, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	title, err := windows.UTF16PtrFromString("Yobirin")
	if err != nil {
		return
	}
	_, _ = windows.MessageBox(0, body, title, windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}

// language is what the person reads, as Windows says; "" when it does not.
func language() string {
	languages, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(languages) == 0 {
		return ""
	}
	return languages[0]
}
