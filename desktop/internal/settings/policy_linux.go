package settings

func systemPolicy() (Policy, error) { return readFile("/etc/yobirin/app.json") }
