// Package assets holds the built page of the app, which the front end's build
// puts into dist, and its icon.
package assets

import (
	"bytes"
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Page is the built page. It is empty in a checkout whose front end was not
// built.
func Page() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}

//go:embed icon.png
var icon []byte

// Icon is the app's icon, a PNG of 256 pixels made of
// desktop/packaging/icon/yobirin.svg.
func Icon() []byte { return bytes.Clone(icon) }
