package shell

import "os"

// Prepare chooses X11 for GTK where there is both: Wayland lets no program
// place a window, keep the keyboard where it is, or have global keys. It is to
// be called before GTK starts; what the person has set stays.
func Prepare() error {
	if os.Getenv("GDK_BACKEND") != "" || os.Getenv("WAYLAND_DISPLAY") == "" || os.Getenv("DISPLAY") == "" {
		return nil
	}
	return os.Setenv("GDK_BACKEND", "x11,*")
}
