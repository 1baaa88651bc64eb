package sipua

// Agreed gives the descriptions of the last offer and answer as this side has
// them; it waits for what was wished before.
func (d *Dialog) Agreed() (local, remote string) {
	done := make(chan struct{})
	d.do(func() {
		local, remote = string(d.localSDP), string(d.remoteSDP)
		close(done)
	})
	<-done
	return local, remote
}
