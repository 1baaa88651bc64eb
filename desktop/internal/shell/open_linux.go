package shell

/*
#cgo pkg-config: gio-2.0
#include <gio/gio.h>
#include <stdlib.h>

// open_uri gives NULL, or a message to free.
static char *open_uri(const char *uri, GAppLaunchContext *context) {
	GError *error = NULL;
	if (g_app_info_launch_default_for_uri(uri, context, &error))
		return NULL;
	char *message = g_strdup(error == NULL ? "unknown" : error->message);
	g_clear_error(&error);
	return message;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// openURL has GLib start the desktop's browser: it reads the program's desktop
// file and hands the address over as one argument. xdg-open is a shell script
// and is left out for that.
func openURL(address string) error {
	uri := C.CString(address)
	defer C.free(unsafe.Pointer(uri))
	context := C.g_app_launch_context_new()
	defer C.g_object_unref(C.gpointer(context))
	for _, name := range keptFromOthers() {
		variable := C.CString(name)
		C.g_app_launch_context_unsetenv(context, variable)
		C.free(unsafe.Pointer(variable))
	}
	if message := C.open_uri(uri, context); message != nil {
		C.g_free(C.gpointer(message))
		return fmt.Errorf("shell: no program opens %s", scheme(address))
	}
	return nil
}

func scheme(address string) string {
	for i := range len(address) {
		if address[i] == ':' {
			return address[:i]
		}
	}
	return "it"
}
