package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

type sqlError string

func (e sqlError) Error() string    { return "ERROR (SQLSTATE " + string(e) + ")" }
func (e sqlError) SQLState() string { return string(e) }

func TestAFullDiskIsSaid(t *testing.T) {
	for _, err := range []error{
		fmt.Errorf("convert: %w", &fs.PathError{Op: "write", Path: "/data/audio/in", Err: syscall.ENOSPC}),
		fmt.Errorf("resource: %w", errors.Join(sqlError("53100"))),
	} {
		for lang, word := range map[string]string{"ja": "ディスク", "en": "disk"} {
			p := problemOf(lang, err)
			if p.Status != http.StatusInsufficientStorage || p.Code != "disk_full" || !strings.Contains(p.Detail, word) || strings.Contains(p.Detail, "/data") {
				t.Errorf("%v is told as %+v", err, p)
			}
		}
	}
	for _, err := range []error{sqlError("23505"), syscall.EIO} {
		if p := problemOf("en", err); p.Status != http.StatusInternalServerError || p.Code != "internal" {
			t.Errorf("%v is told as %+v", err, p)
		}
	}
}
