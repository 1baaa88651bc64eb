package main

import "io"

func demoCommand(args []string, out io.Writer) error { return serve(args, out) }
