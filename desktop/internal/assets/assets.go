// Package assets holds the built page of the app. The front end's build puts
// it into dist.
package assets

import (
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
