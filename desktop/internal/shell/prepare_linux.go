package shell

import (
	"os"
	"strings"
)

// setForUs names, in the environment, the variables that Prepare has set.
// Programs that the app starts get none of them: a browser wants its OpenGL.
const setForUs = "YOBIRIN_SET"

// Prepare chooses X11 for GTK where there is both: Wayland lets no program
// place a window, keep the keyboard where it is, or have global keys. It also
// bounds the web view's memory. It is to be called before GTK starts; what the
// person has set stays.
func Prepare() error {
	backend := "" // as GTK finds it
	if os.Getenv("WAYLAND_DISPLAY") != "" && os.Getenv("DISPLAY") != "" {
		backend = "x11,*"
	}
	set := strings.Fields(os.Getenv(setForUs))
	for _, v := range [][2]string{
		{"GDK_BACKEND", backend},
		// What the web view's JavaScript may throw away before it is cleared up,
		// in bytes. By itself WebKit lets it grow with the computer's memory: of
		// calls alone to 200 MB, of which 10 are in use.
		{"JSC_gcMaxHeapSize", "16777216"},
		// The page is painted without OpenGL (WebviewGpuPolicyNever). All the
		// same GTK, WebKit's renderer, and its look for a graphics card would
		// each start the system's OpenGL in our process.
		{"GDK_GL", "disable"},
		{"WEBKIT_DISABLE_DMABUF_RENDERER", "1"},
		{"WEBKIT_WEB_RENDER_DEVICE_FILE", os.DevNull},
	} {
		name, value := v[0], v[1]
		if value == "" || os.Getenv(name) != "" {
			continue
		}
		if err := os.Setenv(name, value); err != nil {
			return err
		}
		set = append(set, name)
	}
	return os.Setenv(setForUs, strings.Join(set, " "))
}

// keptFromOthers are the variables that programs started by the app do not get.
func keptFromOthers() []string {
	return append(strings.Fields(os.Getenv(setForUs)), setForUs)
}
