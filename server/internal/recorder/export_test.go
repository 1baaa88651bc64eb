package recorder

// SyncNow is one round of the background's work, for the benchmark.
func (r *Recorder) SyncNow() { r.syncOpen() }
