package shell

// RegisterLinks does nothing: the bundle's Info.plist says it (InfoPlistLinks).
func RegisterLinks(string) error { return nil }
