package main

import "io"

func demoCommand(args []string, out io.Writer) error { return nil }
func apply(args []string, out io.Writer) error       { return nil }
func status(args []string, out io.Writer) error      { return nil }
