package main

/*
#cgo pkg-config: gtk+-3.0
#include <gtk/gtk.h>

static gboolean leave(gpointer unused) {
	(void)unused;
	gtk_main_quit();
	return G_SOURCE_REMOVE;
}
static void leave_soon(void) { g_idle_add(leave, NULL); }
*/
import "C"

import "runtime"

func init() { runtime.LockOSThread() } // GTK is the main thread's

// loop runs GTK's main loop, as the app's frame does.
func loop(start func(quit func())) {
	if C.gtk_init_check(nil, nil) == 0 {
		done := make(chan struct{})
		start(func() { close(done) })
		<-done
		return
	}
	start(func() { C.leave_soon() })
	C.gtk_main()
}
