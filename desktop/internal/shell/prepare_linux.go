package shell

import "os"

// What the web view's JavaScript may throw away before it is cleared up, in
// bytes. By itself WebKit lets it grow with the computer's memory: of calls
// alone to 200 MB, of which 10 are in use.
const (
	garbageOption = "JSC_gcMaxHeapSize"
	garbageMost   = "16777216"
)

// Prepare chooses X11 for GTK where there is both: Wayland lets no program
// place a window, keep the keyboard where it is, or have global keys. It also
// bounds the web view's garbage. It is to be called before GTK starts; what the
// person has set stays.
func Prepare() error {
	if os.Getenv(garbageOption) == "" {
		if err := os.Setenv(garbageOption, garbageMost); err != nil {
			return err
		}
	}
	if os.Getenv("GDK_BACKEND") != "" || os.Getenv("WAYLAND_DISPLAY") == "" || os.Getenv("DISPLAY") == "" {
		return nil
	}
	return os.Setenv("GDK_BACKEND", "x11,*")
}
