package config

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// files is a Source's file system.
type files map[string]string

func (f files) read(path string) ([]byte, error) {
	text, ok := f[path]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	return []byte(text), nil
}

func source(f files, env ...string) Source {
	return Source{Environ: env, ReadFile: f.read}
}

func mustLoad(t *testing.T, src Source) Config {
	t.Helper()
	cfg, err := Load(src)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestDefaultsAreTheContract(t *testing.T) {
	src := source(nil, "PATH=/bin", "HOME=/")
	src.Addresses = func() ([]netip.Addr, error) {
		return []netip.Addr{
			netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("fe80::1"),
			netip.MustParseAddr("2001:db8::5"), netip.MustParseAddr("192.0.2.7"),
		}, nil
	}
	c := mustLoad(t, src)
	got := fmt.Sprintln(c.DataDir, c.DatabaseURL.Empty(), c.NATSURL.Empty(), c.HTTPListen, c.MetricsListen, c.SIPListen, c.WebRTCListen,
		c.SIPTLSListen == nil, c.TLS.Enabled(), c.PublicAddress.Default, c.RTPPorts, c.TimeZone, c.AdminPassword.Empty(), c.LogLevel, c.LogFormat, c.File == "")
	want := fmt.Sprintln("./data", true, true, ":8080", "127.0.0.1:9090", ":5060", ":8443", true, false, "192.0.2.7", "20000-39999", "Asia/Tokyo", true, "INFO", "auto", true)
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEnvironmentWinsOverFile(t *testing.T) {
	f := files{"yobirind.yaml": "http_listen: \":81\"\nsip_listen: 127.0.0.1:5070\nrtp_ports: 30000-30999 # few\nadmin_password: Passw0rd1\n"}
	c := mustLoad(t, source(f, "YOBIRIN_HTTP_LISTEN=[::1]:82", "YOBIRIN_RTP_PORTS="))
	if c.HTTPListen.String() != "[::1]:82" || c.SIPListen.String() != "127.0.0.1:5070" {
		t.Errorf("listen: %s %s", c.HTTPListen, c.SIPListen)
	}
	if c.RTPPorts.String() != "20000-39999" || c.RTPPorts.Pairs() != 10000 {
		t.Errorf("an empty variable must mean the default, got %s", c.RTPPorts)
	}
	if c.AdminPassword.Reveal() != "Passw0rd1" || c.File != "yobirind.yaml" {
		t.Errorf("password %q file %q", c.AdminPassword.Reveal(), c.File)
	}
}

func TestRecordingKeys(t *testing.T) {
	for _, tt := range []struct {
		env     []string
		keys    string
		encrypt bool
	}{
		{nil, "data/keys", true},
		{[]string{"YOBIRIN_DATA_DIR=/srv/y"}, "/srv/y/keys", true},
		{[]string{"YOBIRIN_DATA_DIR=/srv/y", "YOBIRIN_RECORDING_KEYS=/mnt/usb", "YOBIRIN_ENCRYPT_RECORDINGS=false"}, "/mnt/usb", false},
	} {
		if c := mustLoad(t, source(nil, tt.env...)); c.RecordingKeys != filepath.FromSlash(tt.keys) || c.EncryptRecordings != tt.encrypt {
			t.Errorf("%v: keys in %q, encrypted %v", tt.env, c.RecordingKeys, c.EncryptRecordings)
		}
	}
	if _, err := Load(source(nil, "YOBIRIN_ENCRYPT_RECORDINGS=perhaps")); err == nil || !strings.Contains(err.Error(), "true or false") {
		t.Errorf("perhaps: %v", err)
	}
}

func TestWhichFile(t *testing.T) {
	f := files{"a.yaml": "log_level: warn", "b.yaml": "log_level: error", "yobirind.yaml": "log_level: debug"}
	for _, tt := range []struct {
		flag, env string
		want      slog.Level
	}{{"", "", slog.LevelDebug}, {"", "b.yaml", slog.LevelError}, {"a.yaml", "b.yaml", slog.LevelWarn}} {
		src := source(f, "YOBIRIN_CONFIG="+tt.env)
		src.File = tt.flag
		if c := mustLoad(t, src); c.LogLevel != tt.want {
			t.Errorf("flag %q env %q: %s", tt.flag, tt.env, c.LogLevel)
		}
	}
	src := source(nil)
	src.File = "gone.yaml"
	if _, err := Load(src); err == nil || !strings.Contains(err.Error(), "gone.yaml: settings file: got file does not exist") {
		t.Errorf("a named file that is absent must be refused, got %v", err)
	}
}

func TestPublicAddress(t *testing.T) {
	want := "203.0.113.5 10.0.0.5 10.1.0.5"
	for name, src := range map[string]Source{
		"env":  source(nil, "YOBIRIN_PUBLIC_ADDRESS=203.0.113.5, 10.0.0.0/8=10.0.0.5,10.1.0.0/16=10.1.0.5"),
		"list": source(files{"yobirind.yaml": "public_address:\n  - 203.0.113.5\n  - 10.0.0.0/8=10.0.0.5\n  - 10.1.0.0/16: 10.1.0.5\n"}),
		"text": source(files{"yobirind.yaml": "public_address: 203.0.113.5,10.0.0.0/8=10.0.0.5,10.1.0.0/16=10.1.0.5\n"}),
		"map":  source(files{"yobirind.yaml": "public_address:\n  10.0.0.0/8: 10.0.0.5\n  10.1.0.0/16: 10.1.0.5\n  0.0.0.0/0: 203.0.113.5\n"}),
	} {
		c := mustLoad(t, src)
		var got []string
		for _, peer := range []string{"198.51.100.1", "10.200.0.1", "::ffff:10.1.2.3"} {
			a, ok := c.PublicAddress.For(netip.MustParseAddr(peer))
			if !ok {
				t.Errorf("%s: no address for %s", name, peer)
			}
			got = append(got, a.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
	c := mustLoad(t, source(nil, "YOBIRIN_PUBLIC_ADDRESS=10.0.0.0/8=10.0.0.5"))
	if a, ok := c.PublicAddress.For(netip.MustParseAddr("192.0.2.1")); ok {
		t.Errorf("a list without a default answered %s", a)
	}
}

// TestBadValues has one row per way to be wrong; each must name the setting,
// the value and the expectation.
func TestBadValues(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"HTTP_LISTEN", "8080", "an address like"},
		{"HTTP_LISTEN", ":70000", "an address like"},
		{"HTTP_LISTEN", "::1:80", "an address like"},
		{"HTTP_LISTEN", "[1.2.3.4]:80", "an address like"},
		{"HTTP_LISTEN", "example.com:80", "an address like"},
		{"METRICS_LISTEN", ":-1", "an address like"},
		{"METRICS_LISTEN", ":8080", "a port that http_listen (:8080) does not use"},
		{"SIP_LISTEN", ":+5060", "an address like"},
		{"SIP_LISTEN", ":20500", "a port outside rtp_ports"},
		{"WEBRTC_LISTEN", ":20500", "a port outside rtp_ports"},
		{"WEBRTC_LISTEN", ":5060", "a port that sip_listen"},
		{"SIP_TLS_LISTEN", ":5061", "tls_cert and tls_key beside it"},
		{"TLS_CERT", "cert.pem", "tls_key beside it"},
		{"TLS_KEY", "key.pem", "tls_cert beside it"},
		{"RTP_PORTS", "20001-30000", "the first even"},
		{"RTP_PORTS", "30000-20000", "two ports"},
		{"RTP_PORTS", "30000", "two ports"},
		{"RTP_PORTS", "100-2000", "two ports"},
		{"RTP_PORTS", "20000-70000", "two ports"},
		{"PUBLIC_ADDRESS", "example.com", "one address like"},
		{"PUBLIC_ADDRESS", "0.0.0.0", "one address like"},
		{"PUBLIC_ADDRESS", "1.2.3.4,1.2.3.5", "one address like"},
		{"PUBLIC_ADDRESS", "10.0.0.1/8=10.0.0.5", "one address like"},
		{"PUBLIC_ADDRESS", "10.0.0.0/8=2001:db8::1", "one address like"},
		{"PUBLIC_ADDRESS", "10.0.0.0/8=10.0.0.5,10.0.0.0/8=10.0.0.6", "one address like"},
		{"TIME_ZONE", "Asia/Osaka", "an IANA time zone"},
		{"TIME_ZONE", "Local", "an IANA time zone"},
		{"TIME_ZONE", "../etc/passwd", "an IANA time zone"},
		{"DATABASE_URL", "mysql://db/x", `"postgres://user@host/database"`},
		{"NATS_URL", "nats://a:4222,http://b", `"nats://host:4222"`},
		{"LOG_LEVEL", "INFO", "one of debug"},
		{"LOG_FORMAT", "xml", "one of auto"},
	} {
		t.Run(tt.name+"="+tt.value, func(t *testing.T) {
			_, err := Load(source(nil, "YOBIRIN_"+tt.name+"="+tt.value))
			var p Problems
			if !errors.As(err, &p) || len(p) != 1 {
				t.Fatalf("want one problem, got %v", err)
			}
			if p[0].Where != "environment" || p[0].Name != "YOBIRIN_"+tt.name || !strings.Contains(p[0].Want, tt.want) {
				t.Errorf("got %s", p[0])
			}
			if s, _ := find(strings.ToLower(tt.name)); !s.secret && !strings.Contains(strings.ReplaceAll(p[0].Value, " ", ""), strings.ReplaceAll(tt.value, " ", "")) {
				t.Errorf("the value is missing in %s", p[0])
			}
		})
	}
}

func TestAllProblemsAtOnceWithLines(t *testing.T) {
	f := files{"yobirind.yaml": strings.Join([]string{
		"# comment", "http_listn: \":80\"", "rtp_ports: 1-2", "", "time_zone: Mars", "sip_listen:", "  deep: {a: b}", "http_listen: [\":80\", \":81\"]",
	}, "\n")}
	_, err := Load(source(f, "YOBIRIN_HTTP_LISTN=:80", "YOBIRIN_TEST_DATABASE_URL=x", "yobirin_x=1", "YOBIRIN_log_level=debug"))
	if err == nil {
		t.Fatal("accepted")
	}
	var starts []string
	for line := range strings.SplitSeq(err.Error(), "\n  ") {
		if before, _, ok := strings.Cut(line, ": got"); ok {
			starts = append(starts, before)
		}
	}
	want := []string{
		"environment: YOBIRIN_HTTP_LISTN", "environment: YOBIRIN_log_level", "yobirind.yaml:2: http_listn", "yobirind.yaml:7: sip_listen",
		"yobirind.yaml:8: http_listen", "yobirind.yaml:3: rtp_ports", "yobirind.yaml:5: time_zone",
	}
	slices.Sort(starts)
	slices.Sort(want)
	if !slices.Equal(starts, want) && !slices.Equal(starts, replace(want, "yobirind.yaml:7: sip_listen", "yobirind.yaml:6: sip_listen")) {
		t.Errorf("got:\n%s", err)
	}
}

func replace(list []string, old, with string) []string {
	out := slices.Clone(list)
	out[slices.Index(out, old)] = with
	return out
}

func TestFileThatIsNoSettings(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"syntax":    {"http_listen: [", "yobirind.yaml:1: settings file"},
		"list":      {"- a\n- b\n", "yobirind.yaml:1: settings file: got no mapping"},
		"scalar":    {"hello", "yobirind.yaml:1: settings file"},
		"duplicate": {"log_level: info\nlog_level: warn\n", "yobirind.yaml:2: settings file"},
		"tab":       {"log_level: info\n\tx: y\n", "settings file"},
		"alias":     {"log_level: &a info\nlog_format: *a\n", "yobirind.yaml"},
		"huge":      {strings.Repeat("#", fileLimit+1), "at most 1 MiB"},
	} {
		_, err := Load(source(files{"yobirind.yaml": tt.text}))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, text := range map[string]string{"empty": "", "comment": "# nothing\n", "dashes": "---\n", "null": "log_level:\n"} {
		if _, err := Load(source(files{"yobirind.yaml": text})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	const pw = "Hunter2hunter2"
	for _, env := range []string{
		"YOBIRIN_ADMIN_PASSWORD=" + pw + strings.Repeat("x", 300),
		"YOBIRIN_DATABASE_URL=mysql://u:" + pw + "@h/db", "YOBIRIN_DATABASE_URL=postgres:" + pw,
		"YOBIRIN_DATABASE_URL=http://h/?password=" + pw, "YOBIRIN_NATS_URL=nats://a:1,http://u:" + pw + "@h",
		"YOBIRIN_ADMIN_PASSWRD=" + pw,
	} {
		_, err := Load(source(nil, env))
		if err == nil || strings.Contains(err.Error(), pw) {
			t.Errorf("%s: got %v", env, err)
		}
	}
	_, err := Load(source(files{"yobirind.yaml": "admin_password: [" + pw + ", x]\n  bad"}))
	if err == nil || strings.Contains(err.Error(), pw) {
		t.Errorf("file: %v", err)
	}
	c := mustLoad(t, source(nil, "YOBIRIN_ADMIN_PASSWORD="+pw, "YOBIRIN_DATABASE_URL=postgres://u:"+pw+"@h/db"))
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "c", c, "s", c.AdminPassword)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "c", &c, "s", c.AdminPassword)
	text, _ := json.Marshal(c)
	out.Write(text)
	fmt.Fprintf(&out, "%v %+v %#v %s %q %x %d", c, c, c, c.AdminPassword, c.AdminPassword, c.AdminPassword, c.AdminPassword)
	if s := out.String(); strings.Contains(s, pw) || strings.Contains(s, fmt.Sprintf("%x", pw)) || !strings.Contains(s, redacted) {
		t.Errorf("shown: %s", s)
	}
	if c.AdminPassword.Reveal() != pw {
		t.Error("Reveal lost the secret")
	}
}

func TestTLSPair(t *testing.T) {
	cert, key := pair(t)
	other, _ := pair(t)
	f := files{"c": cert, "k": key, "o": other, "junk": "junk"}
	c := mustLoad(t, source(f, "YOBIRIN_TLS_CERT=c", "YOBIRIN_TLS_KEY=k"))
	if !c.TLS.Enabled() || c.SIPTLSListen.String() != ":5061" {
		t.Errorf("got %v %v", c.TLS, c.SIPTLSListen)
	}
	for _, tt := range []struct{ cert, key, want string }{
		{"o", "k", "matches tls_key"}, {"junk", "k", "certificate in PEM"}, {"c", "gone", "YOBIRIN_TLS_KEY"}, {"gone", "k", "YOBIRIN_TLS_CERT"},
	} {
		if _, err := Load(source(f, "YOBIRIN_TLS_CERT="+tt.cert, "YOBIRIN_TLS_KEY="+tt.key)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: got %v", tt, err)
		}
	}
	_, err := Load(source(f, "YOBIRIN_TLS_CERT=c", "YOBIRIN_TLS_KEY=k", "YOBIRIN_SIP_LISTEN=:5061"))
	if err == nil || !strings.Contains(err.Error(), "sip_tls_listen") {
		t.Errorf("a clash with a default must be refused, got %v", err)
	}
}

func pair(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, b []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}))
	}
	return encode("CERTIFICATE", der), encode("PRIVATE KEY", raw)
}

func TestPortsMayBeZero(t *testing.T) {
	c := mustLoad(t, source(nil, "YOBIRIN_HTTP_LISTEN=127.0.0.1:0", "YOBIRIN_METRICS_LISTEN=localhost:0", "YOBIRIN_SIP_LISTEN=:0", "YOBIRIN_RTP_PORTS=0"))
	if c.HTTPListen.String() != "127.0.0.1:0" || c.MetricsListen.String() != "127.0.0.1:0" || c.SIPListen.String() != ":0" || c.RTPPorts != (PortRange{}) {
		t.Errorf("got %+v", c)
	}
}

func TestSystemSource(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.yaml")
	if err := os.WriteFile(path, []byte("log_format: text\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src := System(path)
	src.Environ = nil
	if c := mustLoad(t, src); c.LogFormat != "text" || !c.PublicAddress.Default.IsValid() {
		t.Errorf("got %+v", c)
	}
}

func FuzzFile(f *testing.F) {
	f.Add("http_listen: \":80\"\npublic_address: [1.2.3.4, 10.0.0.0/8=10.0.0.1]\n")
	f.Add("a: &x [*x]\n? b\n: |\n  c\n")
	f.Add("rtp_ports: !!int 3\n<<: {a: b}\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = Load(source(files{"yobirind.yaml": text}))
	})
}

// The first administrator's password keeps the rule of every other.
func TestAdminPasswordKeepsTheRule(t *testing.T) {
	for pw, good := range map[string]bool{
		"Passw0rd": true, "Aa1" + strings.Repeat("x", 253): true, "長いPassw0rd": true,
		"Passw0r": false, "Aa1" + strings.Repeat("x", 254): false, "passw0rd": false, "PASSW0RD": false, "Password": false, "Passw0rd\xff": false,
	} {
		_, err := Load(source(nil, "YOBIRIN_ADMIN_PASSWORD="+pw))
		if good != (err == nil) {
			t.Errorf("%.20q: %v", pw, err)
		}
		if !good && (!strings.Contains(err.Error(), "YOBIRIN_ADMIN_PASSWORD") || !strings.Contains(err.Error(), "a digit, an upper case and a lower case letter")) {
			t.Errorf("%.20q is refused without saying why: %v", pw, err)
		}
	}
}
