package web

import (
	"errors"
	"net/http"
	"syscall"
)

// sqlDiskFull is PostgreSQL's disk_full (appendix A of its manual).
const sqlDiskFull = "53100"

// diskFull says whether something failed because the disk of the server, or of
// its database, has no room: whoever tried can do nothing but tell somebody.
func diskFull(err error) bool {
	var sql interface{ SQLState() string }
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.As(err, &sql) && sql.SQLState() == sqlDiskFull
}

func fullProblem(lang string) *Problem {
	p := &Problem{Type: "about:blank", Status: http.StatusInsufficientStorage, Code: "disk_full", Detail: "The server's disk is full: nothing was stored. Tell an administrator."}
	if lang == "ja" {
		p.Detail = "サーバーのディスクに空きがないため、保存できませんでした。システム管理者に連絡してください。"
	}
	p.Title = http.StatusText(p.Status)
	return p
}
