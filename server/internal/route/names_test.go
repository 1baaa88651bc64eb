package route

import "github.com/yobirin/yobirin/shared/id"

func agentN(n uint32) id.Agent   { return id.Numbered[id.Agent](n) }
func groupN(n uint32) id.Group   { return id.Numbered[id.Group](n) }
func trunkN(n uint32) id.Trunk   { return id.Numbered[id.Trunk](n) }
func numberN(n uint32) id.Number { return id.Numbered[id.Number](n) }
