// Command yobisign signs what tells the agent apps of a newer version. It runs
// where the private key is, which is on no server.
//
//	yobisign -new -key app.key               makes a key and prints its public half
//	yobisign -public -key app.key            prints the public half of a key
//	yobisign -key app.key manifest.json      prints the signed manifest, to be published
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/yobirin/yobirin/desktop/internal/update"
)

const block = "PRIVATE KEY"

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "yobisign:", err)
		}
		os.Exit(1)
	}
}

func run(args []string, out, messages io.Writer) error {
	flags := flag.NewFlagSet("yobisign", flag.ContinueOnError)
	flags.SetOutput(messages)
	file := flags.String("key", "", "file of the private key (PKCS #8, PEM)")
	fresh := flags.Bool("new", false, "make a key and write it to the file of -key, which must not exist")
	public := flags.Bool("public", false, "print the public half of the key")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *file == "" {
		return errors.New("-key names no file")
	}
	var key ed25519.PrivateKey
	var err error
	if *fresh {
		key, err = makeKey(*file)
	} else {
		key, err = readKey(*file)
	}
	if err != nil {
		return err
	}
	if *fresh || *public {
		_, err := fmt.Fprintln(out, base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey)))
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("%d manifests are named, expected one", flags.NArg())
	}
	manifest, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return err
	}
	signed, err := update.Sign(manifest, key)
	if err != nil {
		return fmt.Errorf("%s: %w", flags.Arg(0), err)
	}
	_, err = out.Write(append(signed, '\n'))
	return err
}

// makeKey writes a new key to a file that nobody else may read.
func makeKey(file string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	err = pem.Encode(f, &pem.Block{Type: block, Bytes: der})
	return key, errors.Join(err, f.Close())
}

func readKey(file string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	b, _ := pem.Decode(text)
	if b == nil || b.Type != block {
		return nil, fmt.Errorf("%s: no %s in PEM", file, block)
	}
	key, err := x509.ParsePKCS8PrivateKey(b.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	ed, is := key.(ed25519.PrivateKey)
	if !is {
		return nil, fmt.Errorf("%s: is a %T, expected an Ed25519 key", file, key)
	}
	return ed, nil
}
