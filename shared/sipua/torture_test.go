package sipua_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// tortured is what each message of RFC 4475 and RFC 5118 gets: the final
// status, or "" for silence (responses that match nothing, and what is no SIP
// message). 480 and 202 mean that it passed every check and reached the phone
// (INVITE) or the owner of other requests.
var tortured = map[string]string{
	// RFC 4475 section 3.1.1, valid messages
	"wsinv":      "481", // valid, within a dialog that nobody knows
	"intmeth":    "501",
	"esc01":      "480",
	"escnull":    "202",
	"esc02":      "501", // RE%47IST%45R is not REGISTER
	"lwsdisp":    "202",
	"longreq":    "480",
	"dblreq":     "202", // what follows the body is dropped
	"semiuri":    "202",
	"transports": "202",
	"mpart01":    "202",
	"unreason":   "",
	"noreason":   "",
	// section 3.1.2, invalid messages
	"badinv01":   "400",
	"clerr":      "400",
	"ncl":        "400",
	"scalar02":   "400",
	"scalarlg":   "",
	"quotbal":    "400",
	"ltgtruri":   "400",
	"lwsruri":    "400",
	"lwsstart":   "400",
	"trws":       "400",
	"escruri":    "480", // headers in the Request-URI are not acted on
	"baddate":    "480", // Date is not read
	"regbadct":   "400",
	"badaspec":   "400",
	"baddn":      "400",
	"badvers":    "505",
	"mismatch01": "400",
	"mismatch02": "400",
	"bigcode":    "",
	// section 3.2, transactions
	"badbranch": "202",
	// section 3.3, application
	"insuf":    "400",
	"unkscm":   "416",
	"novelsc":  "416",
	"unksm2":   "202", // for the registrar to judge
	"bext01":   "420",
	"invut":    "415",
	"regaut01": "202", // for the registrar to judge
	"multi01":  "400",
	"mcl01":    "400",
	"bcast":    "",
	"zeromf":   "202", // it has arrived: nothing is forwarded
	"cparam01": "202",
	"cparam02": "202",
	"regescrt": "202",
	"sdp01":    "406",
	// section 3.4
	"inv2543": "480",
	"test":    "", // no SIP version
	// RFC 5118
	"ipv6-good":                     "202",
	"ipv6-bad":                      "400",
	"port-ambiguous":                "202",
	"port-unambiguous":              "202",
	"via-received-param-no-delim":   "202",
	"via-received-param-with-delim": "481",
	"ipv6-in-sdp":                   "480",
	"mult-ip-in-header":             "481",
	"mult-ip-in-sdp":                "480",
	"ipv4-mapped-ipv6":              "480",
	"ipv6-bug-abnf-3-colons":        "400",
	"ipv6-correct-abnf-2-colons":    "202",
}

func TestTortureMessages(t *testing.T) {
	for _, dir := range []string{"torture", "torture6"} {
		root := filepath.Join("..", "..", "..", "shared", "testdata", dir)
		files, err := filepath.Glob(filepath.Join(root, "*.dat"))
		if err != nil || len(files) == 0 {
			t.Skipf("no messages in ../shared/testdata/%s next to the repository", dir)
		}
		for _, f := range files {
			name := strings.TrimSuffix(filepath.Base(f), ".dat")
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { torture(t, name, data) })
			})
		}
	}
}

func torture(t *testing.T, name string, data []byte) {
	n := phonetest.NewNetwork(phonetest.Weather{})
	bob := n.Phone(t, "bob", "192.0.2.12:5060", phonetest.Script{Ring: true, RingFor: time.Second, Status: 480}, func(c *sipua.Config) {
		c.Request = func(in *sipua.Incoming) { in.Respond(sipua.Answer{Status: 202}) } // 202: it passed all checks
	})
	raw := n.Raw(t, "192.0.2.20:5060")
	var others []*phonetest.Raw // without rport, answers go to the port that Via says
	for _, port := range []string{"5050", "19823", "6050"} {
		others = append(others, n.Raw(t, "192.0.2.20:"+port))
	}
	var got []string
	raw.SendBytes(netip.MustParseAddrPort("192.0.2.12:5060"), data)
	wait(5 * time.Second)
	for {
		m, ok := raw.Pending()
		for i := 0; !ok && i < len(others); i++ {
			m, ok = others[i].Pending()
		}
		if !ok {
			break
		}
		if s := m.Status(); s >= "200" && (len(got) == 0 || got[len(got)-1] != s) {
			got = append(got, s)
		}
	}
	want, known := tortured[name]
	if !known || strings.Join(got, ",") != want {
		t.Errorf("%s: answered %q, want %q (known %v)", name, strings.Join(got, ","), want, known)
	}
	wait(2 * time.Minute)
	gone(t, bob)
}
