package directory

import (
	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/resource"
)

// registerPeople adds the nouns of people and what they work with.
func (d *Directory) registerPeople(api huma.API) {
	resource.Register(api, d.resources, d.agents())
	resource.Register(api, d.resources, d.groups())
	resource.Register(api, d.resources, d.devices())
	resource.Register(api, d.resources, d.statuses())
	resource.Register(api, d.resources, d.transfers())
	resource.Register(api, d.resources, d.roles())
	registerPermissions(api)
	d.registerProvisioning(api)
	d.registerPhoneLinks(api)
	d.registerPhoneKeys(api)
}
